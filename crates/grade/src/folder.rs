//! A submission in a folder. No link is followed, and only regular files are opened.
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::submitted_file::SubmittedFile;

/// Reads `exercises/NAME.rs`, or else `NAME.rs`, in `root` or in the only folder inside it.
pub(crate) fn read(root: &Path, names: &[&str]) -> BTreeMap<String, SubmittedFile> {
    let root = only_subfolder(root, names).unwrap_or_else(|| root.to_owned());
    let exercises = root.join("exercises");
    let exercises_is_link = exercises.is_symlink();
    let read = |name: &&str| {
        let file_name = format!("{name}.rs");
        let file = match exercises.join(&file_name).symlink_metadata() {
            Ok(_) if exercises_is_link => SubmittedFile::LINK,
            Ok(_) => read_file(&exercises.join(file_name)),
            Err(_) => read_file(&root.join(file_name)),
        };
        ((*name).to_owned(), file)
    };
    names.iter().map(read).collect()
}

/// The only folder in `root`, unless `root` itself contains exercises.
fn only_subfolder(root: &Path, names: &[&str]) -> Option<PathBuf> {
    let exists = |path: &str| root.join(path).symlink_metadata().is_ok();
    if exists("exercises") || names.iter().any(|name| exists(&format!("{name}.rs"))) {
        return None;
    }
    let entries = fs::read_dir(root).ok()?.filter_map(Result::ok);
    let mut folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let only = folders.next()?;
    folders.next().is_none().then(|| only.path())
}

fn read_file(path: &Path) -> SubmittedFile {
    match path.symlink_metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => SubmittedFile::Missing,
        Err(_) => SubmittedFile::UNREADABLE,
        Ok(data) if data.is_symlink() => SubmittedFile::LINK,
        Ok(data) if !data.is_file() => SubmittedFile::NOT_A_FILE,
        Ok(_) => File::open(path).map_or(SubmittedFile::UNREADABLE, SubmittedFile::read),
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn folder(files: &[(&str, &str)]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (file, text) in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn files_are_found_in_the_usual_places() {
        let loon = |files: &[(&str, &str)]| read(folder(files).path(), &["loon"])["loon"].clone();
        let text = |text: &str| SubmittedFile::Text(text.to_owned());
        assert_eq!(loon(&[("exercises/loon.rs", "in"), ("loon.rs", "top")]), text("in"));
        assert_eq!(loon(&[("loon.rs", "top")]), text("top"));
        assert_eq!(loon(&[("ada-main/exercises/loon.rs", "deep")]), text("deep"));
        let other = loon(&[("complete/loon.rs", "x"), ("exercises/cat.rs", "y")]);
        assert_eq!(other, SubmittedFile::Missing);
    }

    #[cfg(unix)]
    #[test]
    fn links_pipes_and_folders_are_refused() {
        let links = folder(&[("answers/loon.rs", "the answer")]);
        std::os::unix::fs::symlink("answers", links.path().join("exercises")).unwrap();
        assert_eq!(read(links.path(), &["loon"])["loon"], SubmittedFile::LINK);

        let other = folder(&[("exercises/cat.rs/inside", "a folder")]);
        let pipe = other.path().join("exercises/loon.rs");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let files = read(other.path(), &["loon", "cat"]);
        assert_eq!(files["loon"], SubmittedFile::NOT_A_FILE);
        assert_eq!(files["cat"], SubmittedFile::NOT_A_FILE);
    }
}
