//! Reads a tar. Long names are read here and not by the library, which would keep a name of any length in
//! memory.
use std::io::Read;

use tar::{Entry, EntryType};

use crate::archive_limits::{MAX_ENTRIES, Problem};
use crate::candidates::{Candidates, locate};
use crate::submitted_file::SubmittedFile;

/// The longest name that is read.
const MAX_NAME: u64 = 64 * 1024;

pub(crate) fn read(archive: impl Read, names: &[&str]) -> Result<Candidates, Problem> {
    let mut archive = tar::Archive::new(archive);
    let mut candidates = Candidates::default();
    let mut long_name = None;
    for (count, entry) in archive.entries()?.raw(true).enumerate() {
        if count >= MAX_ENTRIES {
            return Err(Problem::TOO_MANY);
        }
        let mut entry = entry?;
        match entry.header().entry_type() {
            EntryType::GNULongName => {
                long_name = text(&bytes(&mut entry)?).split('\0').next().map(str::to_owned);
                continue;
            }
            EntryType::XHeader => {
                long_name = pax_path(&bytes(&mut entry)?)?.or(long_name);
                continue;
            }
            EntryType::GNULongLink | EntryType::XGlobalHeader => continue,
            _ => {}
        }
        let short_name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let path = long_name.take().unwrap_or(short_name);
        let Some((name, rank)) = locate(&path, names) else {
            candidates.add_other(&path);
            continue;
        };
        let kind = entry.header().entry_type();
        let is_link = kind.is_symlink() || kind.is_hard_link();
        candidates.add(name, rank, &path, || {
            // In old archives, a folder is a file with such a name.
            let is_file = kind.is_file() && !path.ends_with('/');
            SubmittedFile::read_entry(is_link, is_file, || Ok(entry))
        });
    }
    Ok(candidates)
}

fn bytes(entry: &mut Entry<'_, impl Read>) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    entry.take(MAX_NAME).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The path in a pax header. Its records are `LENGTH KEY=VALUE\n`, and values may contain line feeds.
fn pax_path(mut header: &[u8]) -> Result<Option<String>, Problem> {
    let mut path = None;
    while !header.is_empty() {
        let (key, value, rest) = split_record(header).ok_or(Problem::Io)?;
        match key {
            b"path" => path = Some(text(value)),
            // The next header would be elsewhere.
            b"size" => return Err(Problem::Io),
            _ => {}
        }
        header = rest;
    }
    Ok(path)
}

/// The key and the value of the first record, and the other records.
fn split_record(header: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let space = header.iter().position(|byte| *byte == b' ')?;
    let length = str::from_utf8(&header[..space]).ok()?.parse().ok()?;
    let (record, rest) = header.split_at_checked(length)?;
    let record = record.get(space + 1..)?.strip_suffix(b"\n")?;
    let equals = record.iter().position(|byte| *byte == b'=')?;
    Some((&record[..equals], &record[equals + 1..], rest))
}
