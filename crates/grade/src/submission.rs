//! A submission: only its exercise files are read.
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::Path;

use course::{Error, OrCannot};

use crate::archive::has_archive_name;
use crate::candidates::Candidates;
use crate::messages;
use crate::revision::{Git, is_bare_repository};
use crate::submitted_file::SubmittedFile;
use crate::text::{escape_name, shown};
use crate::{archive, folder};

#[derive(Debug, Default)]
pub(crate) struct Submission {
    files: BTreeMap<String, SubmittedFile>,
    /// The paths of other files, for messages.
    others: Vec<String>,
}

impl Submission {
    /// Opens a folder, an archive, one file of an exercise or, if no such file exists, a revision of the
    /// course's repository.
    ///
    /// # Errors
    /// If it is of another kind, or cannot be read.
    pub(crate) fn open(git: Git<'_>, source: &str, names: &[&str]) -> Result<Self, Error> {
        let path = Path::new(source);
        match fs::metadata(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                git.read_own(source, names).map(Self::from)
            }
            Err(error) => Err(Error::io("read", source, &error)),
            Ok(_) => Self::open_path(git, path, names),
        }
    }

    /// Opens a folder, an archive or one file of an exercise.
    ///
    /// # Errors
    /// If it is of another kind, or cannot be read.
    pub(crate) fn open_path(git: Git<'_>, path: &Path, names: &[&str]) -> Result<Self, Error> {
        let data = fs::metadata(path).or_cannot("read", shown(path))?;
        if data.is_dir() && is_bare_repository(path) {
            return git.read_bare(path, names).map(Self::from);
        }
        if data.is_dir() {
            let (candidates, archives) = folder::read(path, names);
            // Platforms put what a student uploads into a folder, so it may contain one archive.
            return match archives.as_slice() {
                [only] if candidates.is_empty() => archive::read(only, names).map(Self::from),
                _ => Ok(candidates.into()),
            };
        }
        if !data.is_file() {
            return Err(Error::new(format!("{} is neither a folder nor a file", shown(path))));
        }
        match path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("rs")) {
            true => Self::open_file(path, names),
            false => archive::read(path, names).map(Self::from),
        }
    }

    /// Opens one file, which must have the name of an exercise, unless only one exercise is graded.
    fn open_file(path: &Path, names: &[&str]) -> Result<Self, Error> {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        let name = match names {
            [only] => Some(*only),
            _ => names.iter().copied().find(|name| *name == stem),
        };
        let name = name.ok_or_else(|| {
            let file = shown(path);
            Error::new(format!("{file} does not have the name of an exercise")).help(
                "rename it to NAME.rs, or name the exercise: `cargo course grade FILE.rs loon`",
            )
        })?;
        let file = SubmittedFile::read_entry(false, true, || File::open(path));
        Ok(Self { files: BTreeMap::from([(name.to_owned(), file)]), others: Vec::new() })
    }

    /// A submission that cannot be read: every exercise is refused with the reason, which does not show
    /// where the submission is on this machine.
    pub(crate) fn unreadable(error: &Error, source: &Path, names: &[&str]) -> Self {
        let lines = std::iter::once(&error.message).chain(&error.help);
        let reason = lines.map(String::as_str).collect::<Vec<_>>().join(": ");
        let file = Path::new(source.file_name().unwrap_or_default());
        let (source, file) = (shown(source), shown(file));
        let reason = reason
            .replace(&format!("{source}{}", std::path::MAIN_SEPARATOR), "")
            .replace(&source, &file);
        Self::all(&SubmittedFile::Refused(reason.into()), names)
    }

    /// A submission in which this holds for every exercise.
    pub(crate) fn all(reason: &SubmittedFile, names: &[&str]) -> Self {
        let files = names.iter().map(|name| ((*name).to_owned(), reason.clone())).collect();
        Self { files, others: Vec::new() }
    }

    pub(crate) fn get(&self, name: &str) -> &SubmittedFile {
        self.files.get(name).unwrap_or(&SubmittedFile::Missing)
    }

    /// Why the file of an exercise is missing, and what to change if another file may be meant.
    pub(crate) fn missing(&self, name: &str) -> String {
        let file = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
        let is_meant = |path: &&String| {
            let file = file(path);
            // `loon (1).rs`, `my_loon.rs`, `loon.rs.txt`, `loon.txt`; not `balloon.rs`.
            let mut words = file.split(|c: char| !c.is_alphanumeric());
            words.clone().any(|word| word == name)
                && words.next_back().is_some_and(|end| ["rs", "txt"].contains(&end))
        };
        if let Some(meant) = self.others.iter().find(is_meant) {
            return messages::other_name(&escape_name(meant), name);
        }
        match self.others.iter().find(|path| has_archive_name(path)) {
            Some(inner) => messages::inner_archive(&escape_name(inner)),
            None => messages::MISSING.to_owned(),
        }
    }
}

impl From<Candidates> for Submission {
    fn from(candidates: Candidates) -> Self {
        let (files, others) = candidates.into_best();
        Self { files, others }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use course::Workspace;
    use sandbox::Options;

    use super::*;

    const NAMES: [&str; 2] = ["loon", "cat"];

    /// Opens a path. No test here has a repository.
    fn open_path(path: &Path, names: &[&str]) -> Result<Submission, Error> {
        let workspace = Workspace { root: PathBuf::new(), target: PathBuf::new() };
        let git = Git { workspace: &workspace, options: Options::ALL };
        Submission::open_path(git, path, names)
    }

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    fn zip(path: &str) -> Vec<u8> {
        use std::io::{Cursor, Write};
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(path, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(b"fn main() {}").unwrap();
        writer.finish().unwrap().into_inner()
    }

    fn text() -> SubmittedFile {
        SubmittedFile::Text("fn main() {}".to_owned())
    }

    #[test]
    fn one_file_is_a_submission() {
        let folder = folder(&[("Loon.rs", b"fn main() {}"), ("hw.rs", b"fn main() {}")]);
        let open = |name: &str, names: &[&str]| open_path(&folder.path().join(name), names);
        assert_eq!(open("Loon.rs", &NAMES).unwrap().get("loon"), &text());
        assert_eq!(open("hw.rs", &["cat"]).unwrap().get("cat"), &text());
        let error = open("hw.rs", &NAMES).unwrap_err();
        assert!(error.message.ends_with("hw.rs does not have the name of an exercise"));
    }

    #[test]
    fn a_folder_with_one_archive_is_read() {
        let with_zip = folder(&[("ada.zip", &zip("exercises/loon.rs"))]);
        let submission = open_path(with_zip.path(), &NAMES).unwrap();
        assert_eq!(submission.get("loon"), &text());
    }

    #[test]
    fn an_unreadable_submission_does_not_show_where_it_is() {
        let folder = folder(&[("ada.zip", b"7z\xbc\xaf\x27\x1c")]);
        for path in [folder.path().join("ada.zip"), folder.path().to_owned()] {
            let error = open_path(&path, &NAMES).unwrap_err();
            let submission = Submission::unreadable(&error, &path, &NAMES);
            let SubmittedFile::Refused(reason) = submission.get("loon") else { panic!("refused") };
            assert!(reason.starts_with("ada.zip is a 7z archive: submit a folder"), "{reason}");
        }
    }

    #[test]
    fn a_missing_file_says_what_to_change() {
        let missing = |file: &str| {
            open_path(folder(&[(file, b"x"), ("cat.rs", b"x")]).path(), &NAMES)
                .unwrap()
                .missing("loon")
        };
        let messages =
            ["loon (1).rs", "loon.rs.txt", "my_loon.rs", "balloon.rs", "work.zip"].map(missing);
        insta::assert_snapshot!(messages.join("\n"), @r"
        the submission contains `loon (1).rs`: rename it to loon.rs
        the submission contains `loon.rs.txt`: rename it to loon.rs
        the submission contains `my_loon.rs`: rename it to loon.rs
        the submission does not contain this file
        the submission does not contain this file, but it contains the archive `work.zip`: submit its contents
        ");
    }
}
