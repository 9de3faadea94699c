//! Archives: zip, tar and tar.gz. Nothing is unpacked: the files that we ask for are read, and no path
//! in an archive becomes a path on this machine.
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

use course::Error;
use flate2::read::GzDecoder;

use crate::submission::{Found, Handed, LINK, NO_FILE, place, text};

/// So many bytes are looked through; whoever packs more packs something else than exercises.
const LARGEST: u64 = 512 << 20;

/// The same for entries.
const MOST_ENTRIES: usize = 100_000;

/// By what it begins with, not by its name.
pub(crate) fn read(path: &Path, names: &[&str]) -> Result<BTreeMap<String, Handed>, Error> {
    let unreadable = |error: io::Error| Error::io("read", path.display(), &error);
    let mut file = File::open(path).map_err(unreadable)?;
    let mut magic = [0; 4];
    let count = file.read(&mut magic).map_err(unreadable)?;
    file.rewind().map_err(unreadable)?;
    let file = BufReader::new(file);
    let found = match &magic[..count] {
        [b'P', b'K', ..] => zipped(file, names),
        [0x1f, 0x8b, ..] => tarred(GzDecoder::new(file).take(LARGEST), names),
        _ => tarred(file.take(LARGEST), names),
    };
    // Why it is none is not said: the libraries quote what somebody has put into the file.
    found.map(Found::done).map_err(|_| {
        Error::new(format!("{} is no archive that can be read", path.display()))
            .help("zip, tar, tar.gz and folders are read, with NAME.rs or exercises/NAME.rs")
    })
}

fn zipped(file: impl Read + Seek, names: &[&str]) -> io::Result<Found> {
    let mut archive = zip::ZipArchive::new(file)?;
    let mut found = Found::default();
    for index in 0..archive.len().min(MOST_ENTRIES) {
        let entry = archive.by_index(index)?;
        let path = entry.name().map(Cow::into_owned).unwrap_or_default();
        let Some((name, rank)) = place(&path, names) else { continue };
        let handed = match (entry.is_symlink(), entry.is_file()) {
            (true, _) => Handed::Refused(LINK),
            (_, false) => Handed::Refused(NO_FILE),
            _ => text(entry),
        };
        found.add(name, rank, handed);
    }
    Ok(found)
}

fn tarred(from: impl Read, names: &[&str]) -> io::Result<Found> {
    let mut archive = tar::Archive::new(from);
    let mut found = Found::default();
    for entry in archive.entries()?.take(MOST_ENTRIES) {
        let entry = entry?;
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let Some((name, rank)) = place(&path, names) else { continue };
        let kind = entry.header().entry_type();
        let handed = if kind.is_symlink() || kind.is_hard_link() {
            Handed::Refused(LINK)
        } else if kind.is_file() {
            text(entry)
        } else {
            Handed::Refused(NO_FILE)
        };
        found.add(name, rank, handed);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    fn tar(entries: &[(&str, tar::EntryType, &str)]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (path, kind, text) in entries {
            let mut header = tar::Header::new_gnu();
            header.set_entry_type(*kind);
            header.set_mode(0o644);
            if *kind == tar::EntryType::Symlink {
                header.set_size(0);
                builder.append_link(&mut header, path, text).expect("an entry");
            } else {
                header.set_size(text.len() as u64);
                builder.append_data(&mut header, path, text.as_bytes()).expect("an entry");
            }
        }
        builder.into_inner().expect("an archive")
    }

    fn all(found: io::Result<Found>) -> Vec<(String, Handed)> {
        found.expect("an archive").done().into_iter().collect()
    }

    const NAMES: [&str; 2] = ["cat", "loon"];

    #[test]
    fn only_ordinary_files_are_taken_from_a_tar() {
        use tar::EntryType::{Regular, Symlink};
        let archive = tar(&[
            ("Cargo.toml", Regular, "[package]"),
            ("ada/exercises/loon.rs", Regular, "fn main() {}"),
            ("ada/exercises/cat.rs", Symlink, "../complete/cat.rs"),
        ]);
        let expected = [
            ("cat".to_owned(), Handed::Refused(LINK)),
            ("loon".to_owned(), Handed::Text("fn main() {}".into())),
        ];
        assert_eq!(all(tarred(Cursor::new(&archive), &NAMES)), expected);

        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&archive).expect("packed");
        let packed = packed.finish().expect("packed");
        assert_eq!(all(tarred(GzDecoder::new(Cursor::new(packed)), &NAMES)), expected);
    }

    #[test]
    fn only_ordinary_files_are_taken_from_a_zip() {
        let options = zip::write::SimpleFileOptions::default();
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("../../exercises/loon.rs", options).expect("an entry");
        writer.write_all(b"outside").expect("an entry");
        writer.start_file("exercises/loon.rs", options).expect("an entry");
        writer.write_all(b"fn main() {}").expect("an entry");
        writer.add_symlink("exercises/cat.rs", "../complete/cat.rs", options).expect("a link");
        let archive = writer.finish().expect("an archive");
        let expected = [
            ("cat".to_owned(), Handed::Refused(LINK)),
            ("loon".to_owned(), Handed::Text("fn main() {}".into())),
        ];
        assert_eq!(all(zipped(archive, &NAMES)), expected);
    }

    #[test]
    fn what_is_no_archive_is_said_to_be_none_and_not_quoted() {
        let path = std::env::temp_dir().join(format!("no archive {}", std::process::id()));
        std::fs::write(&path, "\x1b[2Jthis is a letter. ".repeat(100)).expect("a file");
        let problem = read(&path, &NAMES).expect_err("it is none");
        std::fs::remove_file(&path).expect("it is there");
        let said = problem.to_string().replace(&path.display().to_string(), "FILE");
        insta::assert_snapshot!(said, @r"
        error: FILE is no archive that can be read
          help: zip, tar, tar.gz and folders are read, with NAME.rs or exercises/NAME.rs
        ");
    }
}
