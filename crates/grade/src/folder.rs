//! A submission in a folder. Links are not followed, and only regular files are opened.
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::archive::has_archive_name;
use crate::candidates::{Candidates, MAX_DEPTH, is_skipped, locate};
use crate::submitted_file::SubmittedFile;

/// How many files and folders are visited.
const MAX_ENTRIES: usize = 200_000;

/// The files of exercises in a folder, and the archives in it, sorted.
pub(crate) fn read(root: &Path, names: &[&str]) -> (Candidates, Vec<PathBuf>) {
    let mut candidates = Candidates::default();
    let mut archives = Vec::new();
    let visible = |entry: &DirEntry| {
        entry.depth() == 0
            || !entry.file_type().is_dir()
            || !is_skipped(&entry.file_name().to_string_lossy())
    };
    let walk = WalkDir::new(root).min_depth(1).max_depth(MAX_DEPTH).sort_by_file_name();
    for entry in walk.into_iter().filter_entry(visible).take(MAX_ENTRIES) {
        let entry = match entry.map_err(io::Error::from) {
            Ok(entry) => entry,
            Err(error) => match SubmittedFile::unreadable(&error) {
                // Any file may be missing.
                failed @ SubmittedFile::Failed(_) => {
                    return (Candidates::all(&failed, names), Vec::new());
                }
                _ => continue,
            },
        };
        let kind = entry.file_type();
        let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let relative = relative.to_string_lossy().replace('\\', "/");
        // The files behind a linked folder are refused, so that the student learns why.
        let is_linked_folder = kind.is_symlink() && entry.file_name() == "exercises";
        let paths = match is_linked_folder {
            true => names.iter().map(|name| format!("{relative}/{name}.rs")).collect(),
            false => vec![relative],
        };
        for path in &paths {
            let Some((name, rank)) = locate(path, names) else {
                if kind.is_file() {
                    candidates.add_other(path);
                    if has_archive_name(path) {
                        archives.push(entry.path().to_owned());
                    }
                }
                continue;
            };
            let open = || File::open(entry.path());
            let read = || SubmittedFile::read_entry(kind.is_symlink(), kind.is_file(), open);
            candidates.add(name, rank, path, read);
        }
    }
    (candidates, archives)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    fn files(root: &Path, names: &[&str]) -> BTreeMap<String, SubmittedFile> {
        read(root, names).0.into_best().0
    }

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
        let loon =
            |files: &[(&str, &str)]| self::files(folder(files).path(), &["loon"]).remove("loon");
        let text = |text: &str| Some(SubmittedFile::Text(text.to_owned()));
        assert_eq!(loon(&[("exercises/loon.rs", "in"), ("loon.rs", "top")]), text("in"));
        assert_eq!(loon(&[("loon.rs", "top")]), text("top"));
        assert_eq!(loon(&[("ada-main/exercises/loon.rs", "deep")]), text("deep"));
        let other = loon(&[("complete/loon.rs", "x"), ("exercises/cat.rs", "y")]);
        assert_eq!(other, None);
    }

    #[cfg(unix)]
    #[test]
    fn links_pipes_and_folders_are_refused() {
        let links = folder(&[("answers/loon.rs", "the answer")]);
        std::os::unix::fs::symlink("answers", links.path().join("exercises")).unwrap();
        assert_eq!(files(links.path(), &["loon"])["loon"], SubmittedFile::LINK);

        let other = folder(&[("exercises/cat.rs/inside", "a folder")]);
        let pipe = other.path().join("exercises/loon.rs");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let files = files(other.path(), &["loon", "cat"]);
        assert_eq!(files["loon"], SubmittedFile::NOT_A_FILE);
        assert_eq!(files["cat"], SubmittedFile::NOT_A_FILE);
    }
}
