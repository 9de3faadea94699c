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
            return Err(Problem::TooLarge("has too many files: leave out the folder target"));
        }
        let mut entry = entry?;
        match entry.header().entry_type() {
            EntryType::GNULongName => {
                long_name = text(&mut entry)?.split('\0').next().map(str::to_owned);
                continue;
            }
            EntryType::XHeader => {
                long_name = pax_path(&text(&mut entry)?).or(long_name);
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
            SubmittedFile::read_entry(is_link, kind.is_file(), || Ok(entry))
        });
    }
    Ok(candidates)
}

fn text(entry: &mut Entry<'_, impl Read>) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    entry.take(MAX_NAME).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The path in a pax header, whose lines are `LENGTH KEY=VALUE`.
fn pax_path(header: &str) -> Option<String> {
    let records = header.lines().filter_map(|line| line.split_once(' '));
    let path = records.filter_map(|(_, record)| record.strip_prefix("path=")).next_back();
    path.map(str::to_owned)
}
