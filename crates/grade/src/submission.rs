//! What was handed in: the files that we ask for, and nothing else of it.
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use course::{Error, Workspace};

use crate::{archive, revision};

/// No exercise needs more bytes.
pub(crate) const LARGEST: u64 = 256 * 1024;

/// One file of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Handed {
    Text(String),
    Missing,
    /// It is there and is not taken: why.
    Refused(&'static str),
}

pub(crate) const LINK: &str = "it is a link; hand in the file itself";
pub(crate) const NO_FILE: &str = "it is no ordinary file";
pub(crate) const TOO_LARGE: &str = "it is larger than 256 KiB";
pub(crate) const NOT_TEXT: &str = "it is not text (UTF-8)";
pub(crate) const TWICE: &str = "it is there twice, and nobody knows which one counts";
pub(crate) const UNREADABLE: &str = "it cannot be read";

/// The files of the exercises that are asked for.
#[derive(Debug)]
pub(crate) struct Submission(BTreeMap<String, Handed>);

impl Submission {
    /// A folder, an archive, or a revision of the workspace's git repository, in this order.
    pub(crate) fn open(workspace: &Workspace, source: &str, names: &[&str]) -> Result<Self, Error> {
        let path = Path::new(source);
        let found = match fs::metadata(path) {
            Ok(data) if data.is_dir() => folder(path, names),
            Ok(data) if data.is_file() => archive::read(path, names)?,
            Ok(_) => return Err(Error::new(format!("{source} is neither a folder nor a file"))),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                revision::read(&workspace.root, source, names)?
            }
            Err(error) => return Err(Error::io("read", source, &error)),
        };
        Ok(Self(found))
    }

    pub(crate) fn get(&self, name: &str) -> &Handed {
        self.0.get(name).unwrap_or(&Handed::Missing)
    }
}

/// `exercises/NAME.rs`, or else `NAME.rs`; also one folder further down, where an archive of a
/// repository has its files.
fn folder(root: &Path, names: &[&str]) -> BTreeMap<String, Handed> {
    let root = inner(root, names).unwrap_or_else(|| root.to_owned());
    let is_link = |path: &Path| path.symlink_metadata().is_ok_and(|data| data.is_symlink());
    let read = |name: &&str| {
        let inside = root.join("exercises").join(format!("{name}.rs"));
        let handed = match inside.symlink_metadata() {
            Ok(_) if is_link(&root.join("exercises")) => Handed::Refused(LINK),
            Ok(_) => file(&inside),
            Err(_) => file(&root.join(format!("{name}.rs"))),
        };
        ((*name).to_owned(), handed)
    };
    names.iter().map(read).collect()
}

/// The only folder in a folder that itself has none of the files.
fn inner(root: &Path, names: &[&str]) -> Option<PathBuf> {
    let has_any = root.join("exercises").symlink_metadata().is_ok()
        || names.iter().any(|name| root.join(format!("{name}.rs")).symlink_metadata().is_ok());
    let mut folders = fs::read_dir(root)
        .ok()?
        .filter_map(|entry| entry.ok().filter(|entry| entry.file_type().is_ok_and(|t| t.is_dir())));
    let only = folders.next()?;
    (!has_any && folders.next().is_none()).then(|| only.path())
}

/// One file: no link is followed, and nothing that is not an ordinary file is opened.
fn file(path: &Path) -> Handed {
    match path.symlink_metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => Handed::Missing,
        Err(_) => Handed::Refused(UNREADABLE),
        Ok(data) if data.is_symlink() => Handed::Refused(LINK),
        Ok(data) if !data.is_file() => Handed::Refused(NO_FILE),
        Ok(_) => File::open(path).map_or(Handed::Refused(UNREADABLE), text),
    }
}

/// The text of a file, if it is one.
pub(crate) fn text(from: impl Read) -> Handed {
    let mut bytes = Vec::new();
    match from.take(LARGEST + 1).read_to_end(&mut bytes) {
        Err(_) => Handed::Refused(UNREADABLE),
        Ok(_) if bytes.len() as u64 > LARGEST => Handed::Refused(TOO_LARGE),
        Ok(_) => match String::from_utf8(bytes) {
            Ok(text) if text.contains('\0') => Handed::Refused(NOT_TEXT),
            // An editor of Windows may begin a file with a mark that says it is UTF-8.
            Ok(text) => Handed::Text(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()),
            Err(_) => Handed::Refused(NOT_TEXT),
        },
    }
}

/// Of a path in an archive or a revision: which exercise it is, and how far down it is.
pub(crate) fn place<'a>(path: &str, names: &[&'a str]) -> Option<(&'a str, usize)> {
    let parts: Vec<&str> =
        path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let name = names.iter().find(|name| parts.last() == Some(&format!("{name}.rs").as_str()))?;
    // exercises/NAME.rs comes before NAME.rs, the top before a folder further down.
    let rank = match parts.as_slice() {
        ["exercises", _] => 0,
        [_] => 1,
        [_, "exercises", _] => 2,
        ["complete" | "tests" | "alternatives" | "course", _] => return None,
        [_, _] => 3,
        _ => return None,
    };
    Some((name, rank))
}

/// The best of what was found for each name.
#[derive(Debug, Default)]
pub(crate) struct Found(BTreeMap<String, (usize, Handed)>);

impl Found {
    pub(crate) fn add(&mut self, name: &str, rank: usize, handed: Handed) {
        match self.0.get_mut(name) {
            Some((best, there)) if *best == rank => *there = Handed::Refused(TWICE),
            Some((best, _)) if *best < rank => {}
            _ => {
                self.0.insert(name.to_owned(), (rank, handed));
            }
        }
    }

    pub(crate) fn done(self) -> BTreeMap<String, Handed> {
        self.0.into_iter().map(|(name, (_, handed))| (name, handed)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_exercises_are_asked_for() {
        let at = |path: &str| place(path, &["loon", "cat"]);
        assert_eq!(at("exercises/loon.rs"), Some(("loon", 0)));
        assert_eq!(at("./loon.rs"), Some(("loon", 1)));
        assert_eq!(at("ada-main/exercises/cat.rs"), Some(("cat", 2)));
        assert_eq!(at("complete/loon.rs"), None);
        assert_eq!(at("tests/loon.rs"), None);
        assert_eq!(at("ada/target/x/loon.rs"), None);
        assert_eq!(at("Cargo.toml"), None);
        assert_eq!(at("exercises/dog.rs"), None);
    }

    #[test]
    fn what_is_no_text_is_not_taken() {
        assert_eq!(text(&b"fn main() {}"[..]), Handed::Text("fn main() {}".into()));
        assert_eq!(text(&b"\xef\xbb\xbffn"[..]), Handed::Text("fn".into()));
        assert_eq!(text(&b"fn \0"[..]), Handed::Refused(NOT_TEXT));
        assert_eq!(text(&b"\xff\xfe"[..]), Handed::Refused(NOT_TEXT));
        assert_eq!(text(std::io::repeat(b' ')), Handed::Refused(TOO_LARGE));
    }

    /// A folder of the test's own, with files in it.
    fn handed_in(test: &str, files: &[(&str, &str)]) -> PathBuf {
        let exe = std::env::current_exe().expect("a test knows its file");
        let root = exe.parent().expect("a folder").join("grade-folders").join(test);
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).expect("a folder");
        for (file, text) in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        root
    }

    #[test]
    fn files_are_found_where_people_put_them() {
        let found = |root: &Path| folder(root, &["loon"])["loon"].clone();
        let text = |text: &str| Handed::Text(text.to_owned());
        let both = handed_in("both", &[("exercises/loon.rs", "in"), ("loon.rs", "on top")]);
        assert_eq!(found(&both), text("in"));
        assert_eq!(found(&handed_in("top", &[("loon.rs", "on top")])), text("on top"));
        let deep = handed_in("deep", &[("ada-main/exercises/loon.rs", "deep")]);
        assert_eq!(found(&deep), text("deep"));
        let other = handed_in("other", &[("complete/loon.rs", "x"), ("exercises/cat.rs", "y")]);
        assert_eq!(found(&other), Handed::Missing);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_ordinary_file_is_not_opened() {
        let root = handed_in("links", &[("answers/loon.rs", "the answer")]);
        std::os::unix::fs::symlink("answers", root.join("exercises")).expect("a link");
        assert_eq!(folder(&root, &["loon"])["loon"], Handed::Refused(LINK));

        let root = handed_in("odd", &[("exercises/cat.rs/inside", "a folder")]);
        let pipe = root.join("exercises/loon.rs");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.is_ok_and(|made| made.success()), "a pipe, which nobody must open");
        let found = folder(&root, &["loon", "cat"]);
        assert_eq!(found["loon"], Handed::Refused(NO_FILE));
        assert_eq!(found["cat"], Handed::Refused(NO_FILE));
    }

    #[test]
    fn a_file_that_is_there_twice_is_not_taken() {
        let mut found = Found::default();
        found.add("loon", 1, Handed::Text("one".into()));
        found.add("loon", 0, Handed::Text("two".into()));
        found.add("cat", 0, Handed::Text("one".into()));
        found.add("cat", 0, Handed::Text("two".into()));
        let found = found.done();
        assert_eq!(found["loon"], Handed::Text("two".into()));
        assert_eq!(found["cat"], Handed::Refused(TWICE));
    }
}
