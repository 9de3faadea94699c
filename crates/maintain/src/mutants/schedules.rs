//! Recorded schedules that break planted mistakes, as a player would: each run plays them again.
use course::{Error, Workspace};
use protocol::{Replay, Verdict};

use crate::mutants::matrix::{Matrix, Status};
use crate::mutants::mutant_set::MutantSet;
use crate::mutants::paths::folder;
use crate::mutants::test_run::{self, Answer};

/// At most this many schedules are recorded for each exercise.
const RECORDED: usize = 4;

const HEADER: &str = "\
# Planted mistakes, each with a schedule that breaks it: cargo course play NAME --mutant MUTANT
# --schedule SCHEDULE. `cargo course mutants NAME --accept` writes this file, and every run plays it.
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
        let id = format!("planted/{mutant}");
        let at = set.mutants.iter().position(|mutant| mutant.id == id);
        let verdict = match at {
            Some(at) => play(set, answer, at, &Replay::parse(&set.name, request))?,
            None => None,
        };
        if verdict.is_none_or(|verdict| verdict == Verdict::Passed) {
            errors.push(format!(
                "{file}: the schedule does not break `{mutant}` anymore: \
                 `cargo course mutants {} --accept` records another",
                set.name
            ));
        }
    }
    Ok(errors)
}

/// Records schedules of the first planted mistakes that a single interleaving breaks.
pub(crate) fn record(set: &MutantSet, answer: &Answer, matrix: &Matrix) -> Result<String, Error> {
    let mut text = HEADER.to_owned();
    let mut recorded = 0;
    for (at, (mutant, row)) in set.mutants.iter().zip(&matrix.rows).enumerate() {
        let Some(name) = mutant.id.strip_prefix("planted/") else { continue };
        let Status::Judged(_, Some(kill)) = &row.status else { continue };
        if recorded == RECORDED {
            break;
        }
        let Some(replay) = test_run::failing_schedule(set, answer, at, &kill.killer)? else {
            continue;
        };
        if play(set, answer, at, &replay)?.is_some_and(|verdict| verdict != Verdict::Passed) {
            text += &format!("{name} {}\n", replay.request());
            recorded += 1;
        }
    }
    Ok(text)
}

/// Writes the recorded schedules.
pub(crate) fn write(workspace: &Workspace, exercise: &str, text: &str) -> Result<(), Error> {
    let file = file(exercise);
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
