//! Archives: zip, tar and tar.gz. Nothing is unpacked: the exercises are read from the archive, and no
//! path in it becomes a path on this machine. Size, number of entries and length of names are limited, so
//! that no archive takes much memory or time.
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use course::Error;
use flate2::read::GzDecoder;

use crate::archive_limits::{MAX_ENTRIES, Problem, entries_at_least};
use crate::candidates::{Candidates, locate};
use crate::submitted_file::SubmittedFile;
use crate::tar_archive;
use crate::text::shown;

/// How large an archive may be, and how much of it is read, uncompressed.
const MAX_SIZE: u64 = 256 << 20;

const HELP: &str = "submit a folder, zip, tar or tar.gz with NAME.rs or exercises/NAME.rs";

/// Formats that are often submitted by mistake, with their first bytes.
const OTHER_FORMATS: [(&[u8], &str); 7] = [
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"%PDF", "a PDF"),
    (b"\x7fELF", "a program"),
];

/// Whether a file name looks like an archive's.
pub(crate) fn has_archive_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    [".zip", ".tar", ".tar.gz", ".tgz"].iter().any(|end| lower.ends_with(end))
}

/// Reads an archive; its first bytes determine the format, not its name.
pub(crate) fn read(path: &Path, names: &[&str]) -> Result<Candidates, Error> {
    let message = match open(path, names) {
        Ok(candidates) => return Ok(candidates),
        Err(Problem::Failed(failed)) => return Ok(Candidates::all(&failed, names)),
        Err(Problem::Format(kind)) => format!("{} is {kind}", shown(path)),
        Err(Problem::Refused(what)) => format!("{} {what}", shown(path)),
        // The library's error may quote the file, which the submitter controls.
        Err(Problem::Io) => format!("{} is not a readable archive", shown(path)),
    };
    Err(Error::new(message).help(HELP))
}

fn open(path: &Path, names: &[&str]) -> Result<Candidates, Problem> {
    let mut file = File::open(path)?;
    let mut magic = [0; 6];
    let count = file.by_ref().take(6).read(&mut magic)?;
    if file.seek(SeekFrom::End(0))? > MAX_SIZE {
        return Err(Problem::Refused("is larger than 256 MiB: leave out the folder target"));
    }
    file.rewind()?;
    read_archive(file, &magic[..count], names)
}

fn read_archive(
    file: impl Read + Seek,
    magic: &[u8],
    names: &[&str],
) -> Result<Candidates, Problem> {
    if let Some((_, kind)) = OTHER_FORMATS.iter().find(|(start, _)| magic.starts_with(start)) {
        return Err(Problem::Format(kind));
    }
    let file = BufReader::new(file);
    match magic {
        [b'P', b'K', ..] => read_zip(file, names),
        [0x1f, 0x8b, ..] => tar_archive::read(GzDecoder::new(file).take(MAX_SIZE), names),
        _ => tar_archive::read(file.take(MAX_SIZE), names),
    }
}

fn read_zip(mut file: impl Read + Seek, names: &[&str]) -> Result<Candidates, Problem> {
    if entries_at_least(&mut file, MAX_ENTRIES)? {
        return Err(Problem::TOO_MANY);
    }
    let mut archive = zip::ZipArchive::new(file)?;
    // The library knows the last of them, and other programs may unpack another.
    if archive.has_duplicate_names() {
        return Err(Problem::Refused("contains two files with the same path"));
    }
    let mut candidates = Candidates::default();
    let paths: Vec<String> = (0..archive.len())
        .map(|index| match archive.name_for_index(index) {
            Some(Ok(name)) => name.into_owned(),
            _ => String::new(),
        })
        .collect();
    for (index, path) in paths.iter().enumerate() {
        match locate(path, names) {
            Some((name, rank)) => {
                candidates.add(name, rank, path, || read_zip_entry(&mut archive, index))
            }
            None => candidates.add_other(path),
        }
    }
    Ok(candidates)
}

fn read_zip_entry(archive: &mut zip::ZipArchive<impl Read + Seek>, index: usize) -> SubmittedFile {
    match archive.by_index(index) {
        Ok(entry) => {
            let (is_link, is_file) = (entry.is_symlink(), entry.is_file());
            SubmittedFile::read_entry(is_link, is_file, || Ok(entry))
        }
        Err(zip::result::ZipError::UnsupportedArchive(_)) => SubmittedFile::ENCRYPTED,
        Err(zip::result::ZipError::Io(error)) => SubmittedFile::unreadable(&error),
        Err(_) => SubmittedFile::UNREADABLE,
    }
}

#[cfg(test)]
mod tests;
