//! The cached result of each exercise, and whether it is still valid. A result is cached with a
//! fingerprint of everything that it depends on.
use std::fs;
use std::io;
use std::path::PathBuf;

use crate::files::write_if_changed;
use crate::fingerprint;
use crate::result::{ExerciseResult, State};
use crate::starters;
use crate::workspace::{Source, Workspace};

/// What is known about an exercise without running its tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It passed, and nothing has changed since then.
    Solved,
    /// It failed with this verdict, and nothing has changed since then.
    Failed(String),
    /// It was tested, but the file, its tests or the engine have changed since then.
    Changed,
    /// It is still the starter.
    NotStarted,
    /// It was modified but not tested yet.
    NotTested,
    /// The file does not exist.
    Missing,
}

/// The cached results of a workspace.
#[derive(Debug)]
pub struct StatusCache<'a> {
    workspace: &'a Workspace,
    engine: Option<u64>,
}

impl<'a> StatusCache<'a> {
    /// The cache of a workspace.
    pub fn new(workspace: &'a Workspace) -> Self {
        // If it cannot be computed, no cached result is valid.
        Self { workspace, engine: fingerprint::engine(workspace).ok() }
    }

    /// The status of an exercise.
    pub fn of(&self, name: &str) -> Status {
        if !self.workspace.exercise(Source::Exercise, name).is_file() {
            return Status::Missing;
        }
        let cached = fs::read_to_string(self.file(name)).unwrap_or_default();
        let mut lines = cached.lines();
        match (lines.next(), lines.next(), self.fingerprint(name)) {
            (Some(then), Some(verdict), Some(now)) if then == now => match verdict {
                "solved" => Status::Solved,
                verdict => Status::Failed(verdict.to_owned()),
            },
            _ if starters::is_unmodified(self.workspace, name) => Status::NotStarted,
            (Some(_), Some(_), _) => Status::Changed,
            _ => Status::NotTested,
        }
    }

    /// The fingerprint to store a result with. It is computed before the tests run, so that a file that
    /// is saved meanwhile is not mistaken for the tested one.
    pub fn fingerprint(&self, name: &str) -> Option<String> {
        fingerprint::exercise(self.workspace, self.engine?, name).ok()
    }

    /// Stores the result of an exercise in exercises/.
    ///
    /// # Errors
    /// If the cache cannot be written, for example in a read-only checkout.
    pub fn store(&self, result: &ExerciseResult, fingerprint: &str) -> io::Result<()> {
        if let State::Missing | State::Unreadable(_) | State::Broken(_) = result.state {
            return Ok(());
        }
        let file = self.file(&result.exercise);
        let replay = result.first_failure().and_then(|test| Some(test.replay.as_ref()?.request()));
        let replay = replay.unwrap_or_default();
        let passed = result.tests().iter().filter(|test| !test.failed());
        let passed = passed.map(|test| test.name.as_str()).collect::<Vec<_>>().join(" ");
        let text = format!("{fingerprint}\n{}\n{replay}\n{passed}\n", result.label());
        write_if_changed(&file, text)
    }

    /// The tests that passed when the exercise was last tested, whatever has changed since then.
    pub fn passed(&self, name: &str) -> Vec<String> {
        let cached = fs::read_to_string(self.file(name)).unwrap_or_default();
        let passed = cached.lines().nth(3).unwrap_or_default();
        passed.split_whitespace().map(str::to_owned).collect()
    }

    /// The interleaving of the last failure, as `replay` takes it, whatever has changed since then.
    pub fn failing_interleaving(&self, name: &str) -> Option<String> {
        let cached = fs::read_to_string(self.file(name)).ok()?;
        cached.lines().nth(2).filter(|replay| !replay.is_empty()).map(str::to_owned)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.workspace.cache_path("status").join(name)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::result::{TestRecord, Verdict};

    /// A small workspace that a test may modify.
    fn workspace(test: &str) -> Workspace {
        let exe = std::env::current_exe().expect("the path of the test executable is known");
        let root = exe.parent().unwrap_or(Path::new(".")).join("status").join(test);
        let _ = fs::remove_dir_all(&root);
        for folder in [
            "exercises",
            "tests",
            "crates/report/src",
            "crates/interleave/src",
            "crates/protocol/src",
            "crates/judge/src",
        ] {
            fs::create_dir_all(root.join(folder)).expect("a folder");
        }
        for file in ["Cargo.toml", "Cargo.lock", "exercises/loon.rs", "tests/loon.rs"] {
            fs::write(root.join(file), file).expect("a file");
        }
        for part in ["report", "interleave", "protocol", "judge"] {
            fs::write(root.join("crates").join(part).join("Cargo.toml"), part).expect("a file");
        }
        Workspace { target: root.join("target"), root }
    }

    fn result(verdict: Verdict) -> ExerciseResult {
        let test = TestRecord::new("t", "", verdict);
        ExerciseResult::new("loon", State::Tested(vec![test]))
    }

    fn store(workspace: &Workspace, verdict: Verdict) {
        let cache = StatusCache::new(workspace);
        let fingerprint = cache.fingerprint("loon").expect("everything can be read");
        cache.store(&result(verdict), &fingerprint).expect("the cache is writable");
    }

    #[test]
    fn a_result_is_valid_until_something_changes() {
        let workspace = workspace("until-something-changes");
        assert_eq!(StatusCache::new(&workspace).of("loon"), Status::NotTested);
        for file in ["exercises/loon.rs", "tests/loon.rs", "Cargo.lock", "crates/judge/src/new.rs"]
        {
            store(&workspace, Verdict::Passed);
            assert_eq!(StatusCache::new(&workspace).of("loon"), Status::Solved);
            fs::write(workspace.path(file), format!("another {file}")).expect("a file");
            assert_eq!(StatusCache::new(&workspace).of("loon"), Status::Changed, "{file}");
        }
        store(&workspace, Verdict::Race);
        assert_eq!(StatusCache::new(&workspace).of("loon"), Status::Failed("race".into()));
        fs::remove_file(workspace.path("exercises/loon.rs")).expect("it is there");
        assert_eq!(StatusCache::new(&workspace).of("loon"), Status::Missing);
    }

    #[test]
    fn a_corrupt_entry_is_ignored() {
        let workspace = workspace("a-corrupt-entry");
        store(&workspace, Verdict::Passed);
        fs::write(workspace.cache_path("status").join("loon"), "solved\n").expect("an entry");
        assert_eq!(StatusCache::new(&workspace).of("loon"), Status::NotTested);
    }
}
