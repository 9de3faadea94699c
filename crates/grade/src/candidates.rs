//! The files of a submission that may be an exercise, and the best one for each.
use std::collections::BTreeMap;

use crate::submitted_file::SubmittedFile;

/// The maximum number of components in the path of an exercise.
pub(crate) const MAX_DEPTH: usize = 3;

/// Returns which of the exercises a path belongs to, and the rank of the path: lower is better.
pub(crate) fn locate<'a>(path: &str, names: &[&'a str]) -> Option<(&'a str, usize)> {
    let parts: Vec<&str> =
        path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let stem = parts.last()?.strip_suffix(".rs")?;
    let name = names.iter().find(|name| **name == stem)?;
    let rank = match parts.as_slice() {
        ["exercises", _] => 0,
        [_] => 1,
        // An archive of a repository often puts everything into one more folder.
        [_, "exercises", _] => 2,
        ["complete" | "tests" | "alternatives" | "course", _] => return None,
        [_, _] => 3,
        _ => return None,
    };
    Some((name, rank))
}

/// The best file for each exercise so far.
#[derive(Debug, Default)]
pub(crate) struct Candidates(BTreeMap<String, (usize, SubmittedFile)>);

impl Candidates {
    pub(crate) fn add(&mut self, name: &str, rank: usize, file: SubmittedFile) {
        match self.0.get_mut(name) {
            Some((best, existing)) if *best == rank => *existing = SubmittedFile::DUPLICATE,
            Some((best, _)) if *best < rank => {}
            _ => {
                self.0.insert(name.to_owned(), (rank, file));
            }
        }
    }

    pub(crate) fn into_best(self) -> BTreeMap<String, SubmittedFile> {
        self.0.into_iter().map(|(name, (_, file))| (name, file)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_exercises_are_located() {
        let at = |path: &str| locate(path, &["loon", "cat"]);
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
    fn the_better_path_wins_and_a_tie_is_refused() {
        let text = |text: &str| SubmittedFile::Text(text.to_owned());
        let mut candidates = Candidates::default();
        candidates.add("loon", 1, text("one"));
        candidates.add("loon", 0, text("two"));
        candidates.add("cat", 0, text("one"));
        candidates.add("cat", 0, text("two"));
        let best = candidates.into_best();
        assert_eq!(best["loon"], text("two"));
        assert_eq!(best["cat"], SubmittedFile::DUPLICATE);
    }
}
