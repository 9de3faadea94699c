//! What is known about an exercise without judging it: the last verdict, and whether it still holds.
//! A verdict is noted with a fingerprint of all that it hangs on; without that it counts for nothing.
use std::fs;
use std::io;
use std::path::PathBuf;

use crate::fingerprint;
use crate::result::{ExerciseResult, State};
use crate::starters;
use crate::workspace::{Source, Workspace};

/// How an exercise stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It passed, and nothing has changed since.
    Solved,
    /// It failed, and nothing has changed since: the verdict.
    Failed(String),
    /// It was judged, but the file, its tests or the engine have changed since.
    Changed,
    /// Nobody has worked on it: it is the starter, and was not judged.
    Untouched,
    /// It is something else than the starter, and was not judged.
    Unjudged,
    /// The file is not there.
    Missing,
}

/// The notes, and the fingerprint of what judges.
#[derive(Debug)]
pub struct Standings<'a> {
    workspace: &'a Workspace,
    machinery: Option<u64>,
}

impl<'a> Standings<'a> {
    /// The standings in this workspace.
    pub fn new(workspace: &'a Workspace) -> Self {
        // What cannot be read makes no verdict true.
        Self { workspace, machinery: fingerprint::machinery(workspace).ok() }
    }

    /// How one exercise stands.
    pub fn of(&self, name: &str) -> Standing {
        if !self.workspace.exercise(Source::Exercise, name).is_file() {
            return Standing::Missing;
        }
        let noted = fs::read_to_string(self.file(name)).unwrap_or_default();
        let mut lines = noted.lines();
        match (lines.next(), lines.next(), self.fingerprint(name)) {
            (Some(then), Some(verdict), Some(now)) if then == now => match verdict {
                "solved" => Standing::Solved,
                verdict => Standing::Failed(verdict.to_owned()),
            },
            (Some(_), Some(_), _) => Standing::Changed,
            _ if starters::is_untouched(self.workspace, name) => Standing::Untouched,
            _ => Standing::Unjudged,
        }
    }

    /// What a judgement will be noted with: taken before, so that a file that is saved meanwhile
    /// is not taken for the one that was judged.
    pub fn fingerprint(&self, name: &str) -> Option<String> {
        fingerprint::exercise(self.workspace, self.machinery?, name).ok()
    }

    /// Notes what became of an exercise in exercises/.
    ///
    /// # Errors
    /// If the note cannot be written. A read-only checkout is judged all the same.
    pub fn note(&self, judgement: &ExerciseResult, fingerprint: &str) -> io::Result<()> {
        let verdict = match &judgement.state {
            State::Judged(_) if judgement.is_solved() => "solved",
            State::Judged(_) => judgement.first_failure().map_or("", |test| test.verdict.name()),
            State::Missing | State::Unreadable(_) | State::Broken(_) => return Ok(()),
            State::Empty => "empty",
            State::Refused(_) => "refused",
            State::DoesNotCompile(_) | State::Endless => "does not compile",
        };
        let file = self.file(&judgement.exercise);
        fs::create_dir_all(file.parent().unwrap_or(&self.workspace.target))?;
        fs::write(file, format!("{fingerprint}\n{verdict}\n"))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.workspace.notes("standings").join(name)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::result::{TestRecord, Verdict};

    /// A small workspace that a test may change.
    fn workspace(test: &str) -> Workspace {
        let exe = std::env::current_exe().expect("a test knows its file");
        let root = exe.parent().unwrap_or(Path::new(".")).join("standings").join(test);
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

    fn judged(verdict: Verdict) -> ExerciseResult {
        let test = TestRecord::new("t", "", verdict);
        ExerciseResult {
            exercise: "loon".into(),
            state: State::Judged(vec![test]),
            unseen: Vec::new(),
        }
    }

    fn note(workspace: &Workspace, verdict: Verdict) {
        let standings = Standings::new(workspace);
        let fingerprint = standings.fingerprint("loon").expect("everything can be read");
        standings.note(&judged(verdict), &fingerprint).expect("a note");
    }

    #[test]
    fn a_verdict_holds_until_something_changes() {
        let workspace = workspace("until-something-changes");
        assert_eq!(Standings::new(&workspace).of("loon"), Standing::Unjudged);
        for file in ["exercises/loon.rs", "tests/loon.rs", "Cargo.lock", "crates/judge/src/new.rs"]
        {
            note(&workspace, Verdict::Passed);
            assert_eq!(Standings::new(&workspace).of("loon"), Standing::Solved);
            fs::write(workspace.path(file), format!("another {file}")).expect("a file");
            assert_eq!(Standings::new(&workspace).of("loon"), Standing::Changed, "{file}");
        }
        note(&workspace, Verdict::Race);
        assert_eq!(Standings::new(&workspace).of("loon"), Standing::Failed("race".into()));
        fs::remove_file(workspace.path("exercises/loon.rs")).expect("it is there");
        assert_eq!(Standings::new(&workspace).of("loon"), Standing::Missing);
    }

    #[test]
    fn a_note_that_is_spoilt_is_no_verdict() {
        let workspace = workspace("a-spoilt-note");
        note(&workspace, Verdict::Passed);
        fs::write(workspace.notes("standings").join("loon"), "solved\n").expect("a note");
        assert_eq!(Standings::new(&workspace).of("loon"), Standing::Unjudged);
    }
}
