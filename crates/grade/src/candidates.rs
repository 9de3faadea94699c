//! The files of a submission that may be an exercise, and the best one for each.
use std::collections::BTreeMap;

use crate::submitted_file::SubmittedFile;
use crate::text::escape_name;

/// The maximum number of components in the path of an exercise.
pub(crate) const MAX_DEPTH: usize = 12;

/// How many files may have the name of one exercise, and how many other names are kept for messages.
const MAX_FILES: usize = 200;

/// How many characters of a path a message shows.
const MAX_SHOWN: usize = 300;

/// Folders whose files are never part of a submission.
const SKIPPED: [&str; 4] = ["__macosx", "target", "node_modules", "crates"];

/// Folders of the course with files that have the names of exercises.
const COURSE: [&str; 4] = ["complete", "tests", "alternatives", "mutants"];

/// A file that may be an exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    /// The number of folders, not counting `exercises`; fewer are better.
    folders: usize,
    /// Whether it is outside of a folder called `exercises`.
    elsewhere: bool,
    /// Whether its name has another letter case.
    other_case: bool,
}

/// Whether the files in a folder of this name are ignored.
pub(crate) fn is_skipped(folder: &str) -> bool {
    let lower = folder.to_lowercase();
    SKIPPED.contains(&lower.as_str())
        || (folder.starts_with('.') && folder != "." && folder != "..")
}

/// Returns which of the exercises a path belongs to, and the rank of the path: lower is better. The path may
/// have slashes or backslashes.
pub(crate) fn locate<'a>(path: &str, names: &[&'a str]) -> Option<(&'a str, Rank)> {
    let parts: Vec<&str> =
        path.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".").collect();
    let (file, folders) = parts.split_last()?;
    if folders.len() >= MAX_DEPTH || folders.iter().any(|folder| is_skipped(folder)) {
        return None;
    }
    let lower = file.to_lowercase();
    let stem = lower.strip_suffix(".rs")?;
    let name = names.iter().find(|name| **name == stem)?;
    let parent = folders.last().map(|folder| folder.to_lowercase());
    let in_exercises = parent.as_deref() == Some("exercises");
    // In a folder `course/exercises` the parent decides: it is a copy of the whole course.
    let of_course = |folder: &&str| COURSE.contains(&folder.to_lowercase().as_str());
    if !in_exercises && folders.iter().any(of_course) {
        return None;
    }
    let rank = Rank {
        folders: folders.len() - usize::from(in_exercises),
        elsewhere: !in_exercises,
        other_case: *file != format!("{name}.rs"),
    };
    Some((name, rank))
}

/// A path in a message. An archive may contain names of any length.
fn shown(path: &str) -> String {
    let start: String = path.chars().take(MAX_SHOWN).collect();
    escape_name(&start) + if start.len() < path.len() { "…" } else { "" }
}

#[derive(Debug)]
struct Candidate {
    rank: Rank,
    path: String,
    file: SubmittedFile,
    /// How many files of any rank there are.
    count: usize,
}

/// The best file for each exercise so far, and the names of the other files.
#[derive(Debug, Default)]
pub(crate) struct Candidates {
    files: BTreeMap<String, Candidate>,
    /// Other files that might be meant as an exercise.
    others: Vec<String>,
}

impl Candidates {
    /// The same for every exercise, because of something that they have in common.
    pub(crate) fn all(file: &SubmittedFile, names: &[&str]) -> Self {
        let mut all = Self::default();
        for name in names {
            let rank = Rank { folders: 0, elsewhere: false, other_case: false };
            all.add(name, rank, "", || file.clone());
        }
        all
    }

    /// Adds a file of an exercise. `read` is called only if the file is at least as good as those before.
    pub(crate) fn add(
        &mut self,
        name: &str,
        rank: Rank,
        path: &str,
        read: impl FnOnce() -> SubmittedFile,
    ) {
        let Some(best) = self.files.get_mut(name) else {
            let candidate = Candidate { rank, path: path.to_owned(), file: read(), count: 1 };
            self.files.insert(name.to_owned(), candidate);
            return;
        };
        best.count += 1;
        if best.count > MAX_FILES {
            best.file = SubmittedFile::too_many(name);
        } else if rank < best.rank {
            (best.rank, best.path, best.file) = (rank, path.to_owned(), read());
        } else if rank == best.rank {
            let file = read();
            if file != best.file {
                best.file = SubmittedFile::duplicate(&shown(&best.path), &shown(path));
            }
        }
    }

    /// Notes a file that is not an exercise, so that a message can mention it.
    pub(crate) fn add_other(&mut self, path: &str) {
        let folders = path.rsplit_once(['/', '\\']).map_or("", |(folders, _)| folders);
        let is_hidden = folders.split(['/', '\\']).any(is_skipped);
        if self.others.len() < MAX_FILES && !is_hidden && path.len() < MAX_SHOWN {
            self.others.push(path.to_owned());
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The files by exercise, and the other paths.
    pub(crate) fn into_best(self) -> (BTreeMap<String, SubmittedFile>, Vec<String>) {
        let files = self.files.into_iter().map(|(name, candidate)| (name, candidate.file));
        (files.collect(), self.others)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_exercises_are_located() {
        let at = |path: &str| locate(path, &["loon", "cat"]).map(|(name, _)| name);
        for path in [
            "exercises/loon.rs",
            "./loon.rs",
            "loon.rs",
            "Loon.RS",
            "ada-main/exercises/loon.rs",
            "week 1\\Ada\\exercises\\loon.rs",
            "a/b/c/d/Exercises/loon.rs",
            "course/exercises/loon.rs",
            "handin/ada/loon.rs",
        ] {
            assert_eq!(at(path), Some("loon"), "{path}");
        }
        for path in [
            "complete/loon.rs",
            "ada/tests/loon.rs",
            "course/loon/alternatives/loon.rs",
            "ada/target/x/loon.rs",
            ".git/exercises/loon.rs",
            "__MACOSX/exercises/._loon.rs",
            "__MACOSX/exercises/loon.rs",
            "crates/course/tests/workspace/exercises/loon.rs",
            "Cargo.toml",
            "exercises/dog.rs",
            "exercises/loon.rs/inside",
        ] {
            assert_eq!(at(path), None, "{path}");
        }
    }

    #[test]
    fn the_nearest_path_is_the_best() {
        let paths = [
            "exercises/loon.rs",
            "Exercises/Loon.rs",
            "loon.rs",
            "LOON.rs",
            "ada/exercises/loon.rs",
            "ada/loon.rs",
            "x/ada/exercises/loon.rs",
        ];
        let ranks = paths.map(|path| locate(path, &["loon"]).unwrap().1);
        assert!(ranks.is_sorted_by(|a, b| a < b), "{ranks:?}");
    }

    fn best(files: &[(&str, &str)]) -> SubmittedFile {
        let mut candidates = Candidates::default();
        for (path, text) in files {
            let (name, rank) = locate(path, &["loon"]).unwrap();
            candidates.add(name, rank, path, || SubmittedFile::Text((*text).to_owned()));
        }
        candidates.into_best().0.remove("loon").unwrap()
    }

    #[test]
    fn the_better_path_wins_and_different_files_are_refused() {
        let text = |text: &str| SubmittedFile::Text(text.to_owned());
        assert_eq!(best(&[("a/loon.rs", "one"), ("loon.rs", "two")]), text("two"));
        assert_eq!(best(&[("loon.rs", "one"), ("a/loon.rs", "two")]), text("one"));
        assert_eq!(best(&[("a/loon.rs", "one"), ("b/loon.rs", "one")]), text("one"));
        let SubmittedFile::Refused(reason) = best(&[("a/loon.rs", "one"), ("b/loon.rs", "two")])
        else {
            panic!("different files at the same depth");
        };
        insta::assert_snapshot!(reason, @"a/loon.rs and b/loon.rs differ: submit one of them only");
    }

    #[test]
    fn the_number_of_files_that_are_read_is_limited() {
        let mut candidates = Candidates::default();
        let mut reads = 0;
        for number in (0..10_000).rev() {
            let path = format!("{number}/loon.rs");
            let (name, rank) = locate(&path, &["loon"]).unwrap();
            candidates.add(name, rank, &path, || {
                reads += 1;
                SubmittedFile::Missing
            });
        }
        assert_eq!(reads, MAX_FILES);
        let refused = candidates.into_best().0.remove("loon").unwrap();
        assert!(matches!(refused, SubmittedFile::Refused(_)));
    }
}
