//! Recorded schedules that break planted mistakes, as a player would: each run plays them again.
use course::catalog::Exercise;
use course::{Error, Workspace};
use protocol::{Replay, Verdict};

use crate::mutants::build;
use crate::mutants::mutant::Origin;
use crate::mutants::mutant_set::{MutantSet, TestSuite};
use crate::mutants::paths::folder;
use crate::mutants::session::Session;
use crate::mutants::test_run::{self, Answer, Subject};

/// How the names of planted mistakes begin.
const PLANTED: &str = "planted/";

/// At most this many schedules are recorded for each exercise.
const RECORDED: usize = 8;

const HEADER: &str = "\
# Planted mistakes and the starter, each with a schedule that breaks it: cargo course play NAME --mutant MUTANT
# --schedule SCHEDULE. Every run plays them. `cargo course mutants NAME --schedules` keeps those that a person
# found in `play` (by hand), and searches the others.
";

/// How a line ends if a person found the schedule.
const BY_HAND: &str = " by hand";

/// The name of the starter in the file.
const STARTER: &str = "starter";

/// A line of the file.
struct Recorded {
    /// The planted mistake, or the starter.
    level: String,
    replay: Replay,
    is_by_hand: bool,
}

impl Recorded {
    fn parse(exercise: &str, line: &str) -> Self {
        let by_hand = line.strip_suffix(BY_HAND);
        let (line, is_by_hand) = (by_hand.unwrap_or(line), by_hand.is_some());
        let (level, request) = line.split_once(' ').unwrap_or((line, ""));
        Self { level: level.to_owned(), replay: Replay::parse(exercise, request), is_by_hand }
    }

    fn line(&self) -> String {
        let by_hand = if self.is_by_hand { BY_HAND } else { "" };
        format!("{} {}{by_hand}\n", self.level, self.replay.request())
    }
}

fn read(workspace: &Workspace, exercise: &str) -> Vec<Recorded> {
    let text = workspace.read(&file(exercise)).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| Recorded::parse(exercise, line)).collect()
}

/// The schedules that break the starter.
pub(crate) fn of_starter(workspace: &Workspace, exercise: &str) -> Vec<Replay> {
    let recorded = read(workspace, exercise).into_iter();
    recorded.filter(|recorded| recorded.level == STARTER).map(|recorded| recorded.replay).collect()
}

/// The file, from the root.
fn file(exercise: &str) -> String {
    format!("{}/schedules.txt", folder(exercise))
}

/// Plays each recorded schedule, and returns what is wrong.
pub(crate) fn errors(
    workspace: &Workspace,
    set: &MutantSet,
    answer: &Answer,
) -> Result<Vec<String>, Error> {
    let file = file(&set.name);
    let mut errors = Vec::new();
    for recorded in read(workspace, &set.name) {
        let Recorded { level, replay, .. } = recorded;
        if level == STARTER {
            continue;
        }
        let id = format!("{PLANTED}{level}");
        let at = set.mutants.iter().position(|mutant| mutant.id == id);
        let verdict = at.map(|at| play(Subject { set, answer, at }, &replay)).transpose()?;
        if verdict.flatten().is_none_or(|verdict| verdict == Verdict::Passed) {
            errors.push(format!(
                "{file}: the schedule does not break `{level}` anymore: \
                 `cargo course mutants {} --schedules` records another",
                set.name
            ));
        }
    }
    Ok(errors)
}

/// Builds the mutants of these exercises, and records schedules of some of them.
pub(crate) fn record_all(session: Session<'_>, exercises: &[&Exercise]) -> Result<(), Error> {
    let workspace = session.workspace;
    let (sets, _) = build::build(session, &TestSuite::of(workspace), exercises)?;
    for set in &sets {
        record(workspace, set, &test_run::answer(set)?)?;
    }
    Ok(())
}

/// Records schedules of the first planted mistakes that a single interleaving breaks.
pub(crate) fn record(workspace: &Workspace, set: &MutantSet, answer: &Answer) -> Result<(), Error> {
    let mut found = read(workspace, &set.name);
    found.retain(|recorded| recorded.is_by_hand);
    let by_hand = found.len();
    for (at, mutant) in set.mutants.iter().enumerate() {
        let Origin::Handwritten(expected) = &mutant.origin else { continue };
        let name = mutant.id.strip_prefix(PLANTED).unwrap_or(&mutant.id);
        if found.len() - by_hand == RECORDED {
            break;
        }
        if found.iter().any(|recorded| recorded.level == name) {
            continue;
        }
        let subject = Subject { set, answer, at };
        let replay = subject.failing_schedule(&expected.kill.killer)?;
        let Some(replay) = replay else { continue };
        if play(subject, &replay)?.is_some_and(|verdict| verdict != Verdict::Passed) {
            found.push(Recorded { level: name.to_owned(), replay, is_by_hand: false });
        }
    }
    let lines = found.iter().map(Recorded::line);
    let text = HEADER.to_owned() + &lines.collect::<String>();
    workspace.write(&file(&set.name), &text)
}

/// The verdict about an interleaving; `None` if it does not end, or does not fit.
fn play(subject: Subject<'_>, replay: &Replay) -> Result<Option<Verdict>, Error> {
    let turn = subject.turn(replay)?;
    Ok(turn.and_then(|turn| turn.ending).map(|ending| ending.verdict))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_back() {
        for line in ["lock_per_cat one_moment:-:0.1x3 by hand\n", "starter twice:5s:1v2.0\n"] {
            let recorded = Recorded::parse("cat", line.trim_end());
            assert_eq!(recorded.is_by_hand, line.contains("by hand"));
            assert_eq!(recorded.line(), line);
        }
    }
}
