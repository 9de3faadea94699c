//! What is known about an exercise without judging it: the last verdict, and whether it still holds.
//! A verdict is noted with a fingerprint of all that it hangs on; without that it counts for nothing.
use std::fs;
use std::io;
use std::path::PathBuf;

use crate::fingerprint;
use crate::house::{House, Tree};
use crate::result::{Judgement, State};
use crate::starters;

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
    house: &'a House,
    machinery: Option<u64>,
}

impl<'a> Standings<'a> {
    /// The standings in this house.
    pub fn new(house: &'a House) -> Self {
        // What cannot be read makes no verdict true.
        Self { house, machinery: fingerprint::machinery(house).ok() }
    }

    /// How one exercise stands.
    pub fn of(&self, name: &str) -> Standing {
        if !self.house.exercise(Tree::Starter, name).is_file() {
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
            _ if starters::is_untouched(self.house, name) => Standing::Untouched,
            _ => Standing::Unjudged,
        }
    }

    /// What a judgement will be noted with: taken before, so that a file that is saved meanwhile
    /// is not taken for the one that was judged.
    pub fn fingerprint(&self, name: &str) -> Option<String> {
        fingerprint::exercise(self.house, self.machinery?, name).ok()
    }

    /// Notes what became of an exercise in exercises/.
    ///
    /// # Errors
    /// If the note cannot be written. A read-only checkout is judged all the same.
    pub fn note(&self, judgement: &Judgement, fingerprint: &str) -> io::Result<()> {
        let verdict = match &judgement.state {
            State::Judged(_) if judgement.is_solved() => "solved",
            State::Judged(_) => judgement.first_failure().map_or("", |test| test.verdict.name()),
            State::Missing | State::Unreadable(_) | State::Broken(_) => return Ok(()),
            State::Empty => "empty",
            State::Refused(_) => "refused",
            State::DoesNotCompile(_) | State::Endless => "does not compile",
        };
        let file = self.file(&judgement.exercise);
        fs::create_dir_all(file.parent().unwrap_or(&self.house.target))?;
        fs::write(file, format!("{fingerprint}\n{verdict}\n"))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.house.notes("standings").join(name)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::result::{TestResult, Verdict};

    /// A small house that a test may change.
    fn house(test: &str) -> House {
        let exe = std::env::current_exe().expect("a test knows its file");
        let root = exe.parent().unwrap_or(Path::new(".")).join("standings").join(test);
        let _ = fs::remove_dir_all(&root);
        for folder in
            ["exercises", "tests", "crates/report/src", "crates/interleave/src", "crates/judge/src"]
        {
            fs::create_dir_all(root.join(folder)).expect("a folder");
        }
        for file in ["Cargo.toml", "Cargo.lock", "exercises/loon.rs", "tests/loon.rs"] {
            fs::write(root.join(file), file).expect("a file");
        }
        for part in ["report", "interleave", "judge"] {
            fs::write(root.join("crates").join(part).join("Cargo.toml"), part).expect("a file");
        }
        House { target: root.join("target"), root }
    }

    fn judged(verdict: Verdict) -> Judgement {
        let test = TestResult {
            name: "t".into(),
            verdict,
            sentence: String::new(),
            summary: String::new(),
            report: String::new(),
        };
        Judgement { exercise: "loon".into(), state: State::Judged(vec![test]), unseen: Vec::new() }
    }

    fn note(house: &House, verdict: Verdict) {
        let standings = Standings::new(house);
        let fingerprint = standings.fingerprint("loon").expect("everything can be read");
        standings.note(&judged(verdict), &fingerprint).expect("a note");
    }

    #[test]
    fn a_verdict_holds_until_something_changes() {
        let house = house("until-something-changes");
        assert_eq!(Standings::new(&house).of("loon"), Standing::Unjudged);
        for file in ["exercises/loon.rs", "tests/loon.rs", "Cargo.lock", "crates/judge/src/new.rs"]
        {
            note(&house, Verdict::Passed);
            assert_eq!(Standings::new(&house).of("loon"), Standing::Solved);
            fs::write(house.path(file), format!("another {file}")).expect("a file");
            assert_eq!(Standings::new(&house).of("loon"), Standing::Changed, "{file}");
        }
        note(&house, Verdict::Race);
        assert_eq!(Standings::new(&house).of("loon"), Standing::Failed("race".into()));
        fs::remove_file(house.path("exercises/loon.rs")).expect("it is there");
        assert_eq!(Standings::new(&house).of("loon"), Standing::Missing);
    }

    #[test]
    fn a_note_that_is_spoilt_is_no_verdict() {
        let house = house("a-spoilt-note");
        note(&house, Verdict::Passed);
        fs::write(house.notes("standings").join("loon"), "solved\n").expect("a note");
        assert_eq!(Standings::new(&house).of("loon"), Standing::Unjudged);
    }
}
