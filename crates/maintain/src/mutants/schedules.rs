//! Recorded schedules that break planted mistakes, as a player would: each run plays them again.
use course::catalog::Exercise;
use course::screen::Progress;
use course::{Error, Workspace};
use protocol::{Replay, Verdict};

use crate::mutants::build;
use crate::mutants::mutant::Origin;
use crate::mutants::mutant_set::{MutantSet, TestSuite};
use crate::mutants::paths::folder;
use crate::mutants::test_run::{self, Answer};

/// How the names of planted mistakes begin.
const PLANTED: &str = "planted/";

/// At most this many schedules are recorded for each exercise.
const RECORDED: usize = 8;

const HEADER: &str = "\
# Planted mistakes, each with a schedule that breaks it: cargo course play NAME --mutant MUTANT
# --schedule SCHEDULE. `cargo course mutants NAME --schedules` writes this file, and every run plays it.
";

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
    let text = workspace.read(&file).unwrap_or_default();
    let mut errors = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (mutant, request) = line.split_once(' ').unwrap_or((line, ""));
        let id = format!("{PLANTED}{mutant}");
        let at = set.mutants.iter().position(|mutant| mutant.id == id);
        let verdict = match at {
            Some(at) => play(set, answer, at, &Replay::parse(&set.name, request))?,
            None => None,
        };
        if verdict.is_none_or(|verdict| verdict == Verdict::Passed) {
            errors.push(format!(
                "{file}: the schedule does not break `{mutant}` anymore: \
                 `cargo course mutants {} --schedules` records another",
                set.name
            ));
        }
    }
    Ok(errors)
}

/// Builds the mutants of these exercises, and records schedules of some of them.
pub(crate) fn record_all(
    workspace: &Workspace,
    exercises: &[&Exercise],
    progress: &Progress,
) -> Result<(), Error> {
    let names: Vec<&str> = exercises.iter().map(|exercise| exercise.name.as_str()).collect();
    let (sets, _) = build::build(workspace, &TestSuite::of(workspace), &names, progress)?;
    for set in &sets {
        record(workspace, set, &test_run::answer(set)?)?;
    }
    Ok(())
}

/// Records schedules of the first planted mistakes that a single interleaving breaks.
pub(crate) fn record(workspace: &Workspace, set: &MutantSet, answer: &Answer) -> Result<(), Error> {
    let mut text = HEADER.to_owned();
    let mut recorded = 0;
    for (at, mutant) in set.mutants.iter().enumerate() {
        let Origin::Handwritten(expected) = &mutant.origin else { continue };
        if recorded == RECORDED {
            break;
        }
        let replay = test_run::failing_schedule(set, answer, at, &expected.kill.killer)?;
        let Some(replay) = replay else { continue };
        if play(set, answer, at, &replay)?.is_some_and(|verdict| verdict != Verdict::Passed) {
            let name = mutant.id.strip_prefix(PLANTED).unwrap_or(&mutant.id);
            text += &format!("{name} {}\n", replay.request());
            recorded += 1;
        }
    }
    let file = file(&set.name);
    course::files::write_if_changed(&workspace.path(&file), text)
        .map_err(|error| Error::io("write", &file, &error))
}

/// The verdict about an interleaving; `None` if it does not end, or does not fit.
fn play(
    set: &MutantSet,
    answer: &Answer,
    at: usize,
    replay: &Replay,
) -> Result<Option<Verdict>, Error> {
    let turn = test_run::turn(set, answer, at, replay)?;
    Ok(turn.and_then(|turn| turn.ending).map(|ending| ending.verdict))
}
