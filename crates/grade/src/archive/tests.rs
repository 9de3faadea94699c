//! Honest and hostile archives.
use std::collections::BTreeMap;
use std::io::{self, Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::collection::vec;
use proptest::prelude::*;
use tar::EntryType::{self, Regular, Symlink};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;

const NAMES: [&str; 2] = ["cat", "loon"];

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

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in entries {
        writer.start_file(*path, SimpleFileOptions::default()).unwrap();
        writer.write_all(text).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut compressed = GzEncoder::new(Vec::new(), Compression::fast());
    compressed.write_all(bytes).unwrap();
    compressed.finish().unwrap()
}

type Files = BTreeMap<String, SubmittedFile>;

fn read_bytes(bytes: &[u8]) -> Result<(Files, Vec<String>), Problem> {
    let magic = &bytes[..bytes.len().min(6)];
    read_archive(Cursor::new(bytes), magic, &NAMES).map(Candidates::into_best)
}

fn text(text: &str) -> SubmittedFile {
    SubmittedFile::Text(text.to_owned())
}

fn assert_loon_is_read_and_cat_is_a_link(bytes: &[u8]) {
    let files = read_bytes(bytes).unwrap().0;
    assert_eq!(files.len(), 2);
    assert_eq!(files["cat"], SubmittedFile::LINK);
    assert_eq!(files["loon"], text("fn main() {}"));
}

#[test]
fn a_tar_is_read_and_links_in_it_are_refused() {
    let archive = tar(&[
        ("Cargo.toml", Regular, "[package]"),
        ("ada/exercises/loon.rs", Regular, "fn main() {}"),
        ("ada/exercises/cat.rs", Symlink, "../complete/cat.rs"),
    ]);
    assert_loon_is_read_and_cat_is_a_link(&archive);
    assert_loon_is_read_and_cat_is_a_link(&gz(&archive));
}

#[test]
fn a_zip_is_read_and_links_in_it_are_refused() {
    let options = SimpleFileOptions::default();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("../../exercises/loon.rs", options).unwrap();
    writer.write_all(b"outside").unwrap();
    writer.start_file("exercises/loon.rs", options).unwrap();
    writer.write_all(b"fn main() {}").unwrap();
    writer.add_symlink("exercises/cat.rs", "../complete/cat.rs", options).unwrap();
    assert_loon_is_read_and_cat_is_a_link(&writer.finish().unwrap().into_inner());
}

#[test]
fn zips_of_other_systems_are_read() {
    let archive = zip(&[
        ("My Work\\exercises\\Loon.rs", b"fn main() {}"),
        ("__MACOSX/My Work/exercises/._loon.rs", b"\0\x05\x16\x07"),
        ("My Work\\.git\\exercises\\cat.rs", b"old"),
        ("My Work\\notes.txt", b"hello"),
    ]);
    let (files, others) = read_bytes(&archive).unwrap();
    assert_eq!(files, BTreeMap::from([("loon".to_owned(), text("fn main() {}"))]));
    assert_eq!(others, ["My Work\\notes.txt"]);
}

#[test]
fn names_of_any_length_are_read_in_a_tar() {
    let deep = "a-long-folder-name/".repeat(8) + "exercises/loon.rs";
    assert!(deep.len() > 100);
    assert_eq!(read_bytes(&tar(&[(&deep, Regular, "x")])).unwrap().0["loon"], text("x"));

    let mut pax = tar::Builder::new(Vec::new());
    pax.append_pax_extensions([("path", deep.as_bytes())]).unwrap();
    let mut header = tar::Header::new_ustar();
    header.set_size(1);
    header.set_path("short").unwrap();
    header.set_cksum();
    pax.append(&header, &b"y"[..]).unwrap();
    assert_eq!(read_bytes(&pax.into_inner().unwrap()).unwrap().0["loon"], text("y"));
}

#[test]
fn bombs_are_small() {
    // 1 GiB of zeros in a zip: at most 256 KiB of it is read.
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("loon.rs", SimpleFileOptions::default()).unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..64 {
        writer.write_all(&block).unwrap();
    }
    let bomb = writer.finish().unwrap().into_inner();
    assert_eq!(read_bytes(&bomb).unwrap().0["loon"], SubmittedFile::TOO_LARGE);

    // A tar in which a name has 32 MiB, of which 64 KiB are read.
    let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(EntryType::GNULongName);
    header.set_size(32 << 20);
    header.set_cksum();
    builder.append(&header, io::repeat(b'a').take(32 << 20)).unwrap();
    let mut header = tar::Header::new_gnu();
    header.set_size(1);
    header.set_path("loon.rs").unwrap();
    header.set_cksum();
    builder.append(&header, &b"x"[..]).unwrap();
    let bomb = builder.into_inner().unwrap().finish().unwrap();
    assert_eq!(read_bytes(&bomb).unwrap().0.len(), 0);
}

#[test]
fn archives_that_other_programs_read_differently_are_refused() {
    let (one, other) = (b"fn main() {}".as_slice(), b"fn other() {}".as_slice());
    let mut twice = zip(&[("loon.rs", one), ("LOON.rs", other)]);
    assert_eq!(read_bytes(&twice).unwrap().0["loon"], text("fn main() {}"));
    while let Some(at) = twice.windows(7).position(|name| name == b"LOON.rs") {
        twice[at..at + 7].copy_from_slice(b"loon.rs");
    }
    assert!(matches!(read_bytes(&twice), Err(Problem::Refused(_))));

    let pax = |key: &str, value: &[u8]| {
        let mut builder = tar::Builder::new(Vec::new());
        builder.append_pax_extensions([(key, value)]).unwrap();
        let entry = tar(&[("notes.txt", Regular, "fn main() {}")]);
        [builder.get_ref().as_slice(), &entry].concat()
    };
    let (files, others) = read_bytes(&pax("comment", b"a\n16 path=loon.rs")).unwrap();
    assert_eq!((files, others), (Files::new(), vec!["notes.txt".to_owned()]));
    assert_eq!(read_bytes(&pax("size", b"3")).unwrap_err(), Problem::Io);

    let folder = tar(&[("loon.rs/", Regular, "fn main() {}")]);
    assert_eq!(read_bytes(&folder).unwrap().0["loon"], SubmittedFile::NOT_A_FILE);
}

#[test]
fn a_huge_file_is_not_searched_for_an_archive() {
    let mut file = tempfile::Builder::new().prefix("a\n\x1b[2J").tempfile().unwrap();
    file.write_all(b"PK\x03\x04").unwrap();
    file.as_file().set_len(1 << 40).unwrap();
    let error = read(file.path(), &NAMES).unwrap_err().message;
    assert!(error.ends_with(" is larger than 256 MiB: leave out the folder target"), "{error}");
    assert!(error.contains("a\\u{a}\\u{1b}[2J"), "{error}");
}

#[test]
fn too_many_entries_are_an_error() {
    let entries: Vec<u8> = [b"PK\x01\x02".as_slice(), &[0; 42]].concat().repeat(MAX_ENTRIES);
    let archive = [b"PK\x03\x04".to_vec(), entries].concat();
    assert!(matches!(read_bytes(&archive), Err(Problem::Refused(_))));
}

#[test]
fn errors_say_what_to_submit_and_do_not_quote_the_file() {
    let error = |bytes: &[u8]| {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let error = read(file.path(), &NAMES).unwrap_err().to_string();
        error.replace(&file.path().display().to_string(), "FILE")
    };
    let letter = "\x1b[2Jthis is a letter. ".repeat(100);
    insta::assert_snapshot!(error(letter.as_bytes()), @r"
    error: FILE is not a readable archive
      help: submit a folder, zip, tar or tar.gz with NAME.rs or exercises/NAME.rs
    ");
    insta::assert_snapshot!(error(b"7z\xbc\xaf\x27\x1c\0\x04"), @r"
    error: FILE is a 7z archive
      help: submit a folder, zip, tar or tar.gz with NAME.rs or exercises/NAME.rs
    ");
}

proptest! {
    #![proptest_config(crate::fuzz::config(400))]

    #[test]
    fn random_bytes_are_no_problem(
        bytes in vec(any::<u8>(), 0..2000),
        kind in 0..4_usize,
    ) {
        let start: [&[u8]; 4] = [b"", b"PK\x03\x04", b"\x1f\x8b\x08\0", b"PK\x05\x06"];
        let _ = read_bytes(&[start[kind], &bytes].concat());
        let _ = read_bytes(&gz(&bytes));
    }

    #[test]
    fn random_damage_is_no_problem(
        edits in vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
        kind in 0..3_usize,
    ) {
        let tar = tar(&[("exercises/loon.rs", Regular, "fn main() {}"), ("cat.rs", Symlink, "x")]);
        let mut bytes = match kind {
            0 => zip(&[("exercises/loon.rs", b"fn main() {}"), ("a\\cat.rs", &[b'x'; 3000])]),
            1 => tar,
            _ => gz(&tar),
        };
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read_bytes(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        let _ = read_bytes(&bytes);
    }

    #[test]
    fn random_archives_have_a_text_or_a_reason_for_each_exercise(
        entries in vec((vec(prop::sample::select(PARTS), 1..5), 0..3_usize, any::<Vec<u8>>()), 0..12),
        is_zip in any::<bool>(),
    ) {
        let entries: Vec<(String, usize, Vec<u8>)> =
            entries.into_iter().map(|(parts, kind, text)| (parts.join("/"), kind, text)).collect();
        let bytes = if is_zip { random_zip(&entries) } else { random_tar(&entries) };
        if let Ok((files, _)) = read_bytes(&bytes) {
            assert!(files.keys().all(|name| NAMES.contains(&name.as_str())));
        }
    }
}

/// The parts of the paths of random archives.
const PARTS: &[&str] = &[
    "exercises",
    "loon.rs",
    "LOON.rs",
    "cat.rs",
    "cat (1).rs",
    "..",
    ".",
    "",
    "__MACOSX",
    ".git",
    "target",
    "C:",
    "a\\b",
    "complete",
    "é",
    "loon.rs.txt",
];

fn random_zip(entries: &[(String, usize, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, kind, text) in entries {
        let options = SimpleFileOptions::default();
        // A name that the writer refuses is left out.
        let _ = match kind {
            0 => writer.add_directory(path.as_str(), options),
            1 => writer.add_symlink(path.as_str(), "../x", options),
            _ => {
                writer.start_file(path.as_str(), options).and_then(|()| Ok(writer.write_all(text)?))
            }
        };
    }
    writer.finish().unwrap().into_inner()
}

fn random_tar(entries: &[(String, usize, Vec<u8>)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (path, kind, text) in entries {
        let mut header = tar::Header::new_gnu();
        let kinds = [EntryType::Directory, Symlink, Regular];
        header.set_entry_type(kinds[*kind]);
        let text: &[u8] = if *kind == 2 { text } else { b"" };
        header.set_size(text.len() as u64);
        // The builder refuses some of these names; a hostile writer would not.
        let name = &mut header.as_old_mut().name;
        let length = path.len().min(name.len());
        name[..length].copy_from_slice(&path.as_bytes()[..length]);
        header.set_cksum();
        builder.append(&header, text).unwrap();
    }
    builder.into_inner().unwrap()
}
