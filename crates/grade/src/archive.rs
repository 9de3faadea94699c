//! Archives: zip, tar and tar.gz. Nothing is unpacked: the exercises are read from the archive, and no
//! path in it becomes a path on this machine.
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

use course::Error;
use flate2::read::GzDecoder;

use crate::candidates::{Candidates, locate};
use crate::submitted_file::SubmittedFile;

/// How much of an archive is read, uncompressed; the rest is ignored.
const MAX_SIZE: u64 = 512 << 20;
const MAX_ENTRIES: usize = 100_000;

/// Reads an archive; its first bytes determine the format, not its name.
pub(crate) fn read(path: &Path, names: &[&str]) -> Result<BTreeMap<String, SubmittedFile>, Error> {
    let unreadable = |error: io::Error| Error::io("read", path.display(), &error);
    let mut file = File::open(path).map_err(unreadable)?;
    let mut magic = [0; 4];
    let count = file.read(&mut magic).map_err(unreadable)?;
    file.rewind().map_err(unreadable)?;
    let file = BufReader::new(file);
    let candidates = match &magic[..count] {
        [b'P', b'K', ..] => read_zip(file, names),
        [0x1f, 0x8b, ..] => read_tar(GzDecoder::new(file).take(MAX_SIZE), names),
        _ => read_tar(file.take(MAX_SIZE), names),
    };
    // The library's error may quote the file, which the submitter controls.
    candidates.map(Candidates::into_best).map_err(|_| {
        Error::new(format!("{} is not a readable archive", path.display()))
            .help("submit a folder, zip, tar or tar.gz with NAME.rs or exercises/NAME.rs")
    })
}

fn read_zip(file: impl Read + Seek, names: &[&str]) -> io::Result<Candidates> {
    let mut archive = zip::ZipArchive::new(file)?;
    let mut candidates = Candidates::default();
    for index in 0..archive.len().min(MAX_ENTRIES) {
        let entry = archive.by_index(index)?;
        let path = entry.name().map(Cow::into_owned).unwrap_or_default();
        let Some((name, rank)) = locate(&path, names) else { continue };
        let (is_link, is_file) = (entry.is_symlink(), entry.is_file());
        candidates.add(name, rank, SubmittedFile::read_entry(is_link, is_file, || Ok(entry)));
    }
    Ok(candidates)
}

fn read_tar(archive: impl Read, names: &[&str]) -> io::Result<Candidates> {
    let mut archive = tar::Archive::new(archive);
    let mut candidates = Candidates::default();
    for entry in archive.entries()?.take(MAX_ENTRIES) {
        let entry = entry?;
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let Some((name, rank)) = locate(&path, names) else { continue };
        let kind = entry.header().entry_type();
        let is_link = kind.is_symlink() || kind.is_hard_link();
        candidates.add(
            name,
            rank,
            SubmittedFile::read_entry(is_link, kind.is_file(), || Ok(entry)),
        );
    }
    Ok(candidates)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use tar::EntryType::{self, Regular, Symlink};

    use super::*;

    fn tar(entries: &[(&str, EntryType, &str)]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (path, kind, text) in entries {
            let mut header = tar::Header::new_gnu();
            header.set_entry_type(*kind);
            header.set_mode(0o644);
            if *kind == Symlink {
                header.set_size(0);
                builder.append_link(&mut header, path, text).unwrap();
            } else {
                header.set_size(text.len() as u64);
                builder.append_data(&mut header, path, text.as_bytes()).unwrap();
            }
        }
        builder.into_inner().unwrap()
    }

    const NAMES: [&str; 2] = ["cat", "loon"];

    fn assert_loon_is_read_and_cat_is_a_link(candidates: io::Result<Candidates>) {
        let files = candidates.unwrap().into_best();
        assert_eq!(files.len(), 2);
        assert_eq!(files["cat"], SubmittedFile::LINK);
        assert_eq!(files["loon"], SubmittedFile::Text("fn main() {}".into()));
    }

    #[test]
    fn a_tar_is_read_and_links_in_it_are_refused() {
        let archive = tar(&[
            ("Cargo.toml", Regular, "[package]"),
            ("ada/exercises/loon.rs", Regular, "fn main() {}"),
            ("ada/exercises/cat.rs", Symlink, "../complete/cat.rs"),
        ]);
        assert_loon_is_read_and_cat_is_a_link(read_tar(Cursor::new(&archive), &NAMES));

        let mut compressed = GzEncoder::new(Vec::new(), Compression::fast());
        compressed.write_all(&archive).unwrap();
        let compressed = Cursor::new(compressed.finish().unwrap());
        assert_loon_is_read_and_cat_is_a_link(read_tar(GzDecoder::new(compressed), &NAMES));
    }

    #[test]
    fn a_zip_is_read_and_links_in_it_are_refused() {
        let options = zip::write::SimpleFileOptions::default();
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("../../exercises/loon.rs", options).unwrap();
        writer.write_all(b"outside").unwrap();
        writer.start_file("exercises/loon.rs", options).unwrap();
        writer.write_all(b"fn main() {}").unwrap();
        writer.add_symlink("exercises/cat.rs", "../complete/cat.rs", options).unwrap();
        assert_loon_is_read_and_cat_is_a_link(read_zip(writer.finish().unwrap(), &NAMES));
    }

    #[test]
    fn the_error_for_a_file_that_is_not_an_archive_does_not_quote_it() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all("\x1b[2Jthis is a letter. ".repeat(100).as_bytes()).unwrap();
        let error = read(file.path(), &NAMES).unwrap_err().to_string();
        insta::assert_snapshot!(error.replace(&file.path().display().to_string(), "FILE"), @r"
        error: FILE is not a readable archive
          help: submit a folder, zip, tar or tar.gz with NAME.rs or exercises/NAME.rs
        ");
    }
}
