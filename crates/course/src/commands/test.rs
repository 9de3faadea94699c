//! `test`: a line an exercise, and everything about the first that is not solved. Without names only
//! those are judged that somebody has begun, and the next one: what is wrong with the others stands in
//! the reports that `verify` has judged them by.
use std::process::ExitCode;

use super::list;
use crate::catalog::Exercise;
use crate::charset::to_terminal;
use crate::cli::{Arguments, Context};
use crate::error::Error;
use crate::messages;
use crate::parallel;
use crate::reports;
use crate::result::ExerciseResult;
use crate::runner::Runner;
use crate::screen::Progress;
use crate::starters;
use crate::status::{Status, StatusCache};
use crate::workspace::{Source, Workspace};

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let catalog = &context.catalog;
    let tree = if arguments.has("answer") { Source::Solution } else { Source::Exercise };
    let exercises = match list::next(context) {
        Some(next) if arguments.has("next") && arguments.values.is_empty() => vec![next],
        _ => catalog.select(&arguments.values)?,
    };
    // Whoever names none wants to know about those that he has begun, and which is next.
    let everything = arguments.has("all")
        || tree == Source::Solution
        || !arguments.values.is_empty()
        || exercises.len() == 1;
    let width = exercises.iter().map(|exercise| exercise.name.len()).max().unwrap_or(0);
    let position = |name: &str| catalog.names().position(|of| of == name).unwrap_or(0) + 1;
    let mut progress = Progress::start();
    let mut judgements: Vec<ExerciseResult> = Vec::new();
    let mut shown = false;
    let mut rest = exercises.as_slice();
    while !rest.is_empty() {
        let all_stand: Vec<Stands> =
            rest.iter().map(|one| stands(&context.workspace, &one.name)).collect();
        let (together, wanted) = batch(&all_stand, shown, everything);
        let wanted: Vec<&Exercise> = wanted.into_iter().map(|at| rest[at]).collect();
        rest = &rest[together..];
        for judgement in judge(context, tree, &wanted, &mut progress)? {
            let at = position(&judgement.exercise);
            progress.print(&to_terminal(&messages::line(&judgement, at, width)));
            if !shown && !judgement.is_solved() {
                shown = true;
                // They wait for no compiler, and stand above what is to be read in peace.
                let after = rest.iter().zip(&all_stand[together..]).filter(|_| !everything);
                for (one, _) in after.filter(|(_, stands)| **stands == Stands::Untouched) {
                    let wrong = reports::fails_first(&context.workspace, &one.name);
                    let at = position(&one.name);
                    let line = messages::not_started(&one.name, wrong.as_deref(), at, width);
                    progress.print(&to_terminal(&line));
                }
                let details = messages::details(&judgement, tree, context.typed);
                let space = if exercises.len() > 1 { "\n" } else { "" };
                progress.print(&format!("\n{}{space}", to_terminal(&details).trim_end()));
            }
            judgements.push(judgement);
        }
    }
    drop(progress);

    if let (false, false, [first, ..]) = (shown, arguments.values.is_empty(), &*judgements) {
        let details = messages::details(first, tree, context.typed);
        anstream::println!("\n{}", to_terminal(&details).trim_end());
    }
    if tree == Source::Exercise {
        let hints = |name: &str| catalog.get(name).map_or(0, |exercise| exercise.hints.len());
        let ending = messages::ending(&judgements, exercises.len(), context.typed, hints);
        anstream::print!("\n{ending}");
    }
    Ok(ExitCode::from(u8::from(shown)))
}

/// How an exercise stands, before it is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    Solved,
    Begun,
    Untouched,
}

fn stands(workspace: &Workspace, name: &str) -> Stands {
    match StatusCache::new(workspace).of(name) {
        Status::Solved => Stands::Solved,
        _ if starters::is_untouched(workspace, name) => Stands::Untouched,
        _ => Stands::Begun,
    }
}

/// How many are dealt with together, and which of them are compiled and judged: first all up to the one
/// that will be shown, as far as that is known, so that nobody waits for the rest to read about it.
fn batch(stands: &[Stands], shown: bool, everything: bool) -> (usize, Vec<usize>) {
    let next = stands.iter().position(|one| *one != Stands::Solved).filter(|_| !shown);
    let together = next.map_or(stands.len(), |at| at + 1);
    let is_wanted =
        |at: &usize| everything || Some(*at) == next || stands[*at] != Stands::Untouched;
    (together, (0..together).filter(is_wanted).collect())
}

/// Judges some exercises, as many at a time as there are cores, and notes how each stands.
fn judge(
    context: &Context,
    tree: Source,
    exercises: &[&Exercise],
    progress: &mut Progress,
) -> Result<Vec<ExerciseResult>, Error> {
    if exercises.is_empty() {
        return Ok(Vec::new());
    }
    let statuses = StatusCache::new(&context.workspace);
    let before: Vec<_> =
        exercises.iter().map(|exercise| statuses.fingerprint(&exercise.name)).collect();
    let runner = Runner::prepare(&context.workspace, tree, exercises, progress)?;
    progress.say(match exercises {
        [only] => format!("testing {}", only.name),
        _ => format!("testing {} exercises", exercises.len()),
    });
    let judged =
        parallel::map(exercises, |exercise| runner.judge(exercise, &mut Progress::hidden()));
    progress.stop();
    let judgements: Vec<_> = judged.into_iter().collect::<Result<_, _>>()?;
    for (judgement, fingerprint) in judgements.iter().zip(before) {
        if let Some(fingerprint) = fingerprint.filter(|_| tree == Source::Exercise) {
            // A note that cannot be written is only missed by `list`.
            let _ = statuses.store(judgement, &fingerprint);
        }
    }
    Ok(judgements)
}

#[cfg(test)]
mod tests {
    use super::Stands::{Begun, Solved, Untouched};
    use super::batch;

    #[test]
    fn at_first_the_first_one_is_judged_and_nothing_else() {
        assert_eq!(batch(&[Untouched; 3], false, false), (1, vec![0]));
        assert_eq!(batch(&[Untouched; 2], true, false), (2, vec![]));
    }

    #[test]
    fn what_is_begun_is_judged_after_the_one_that_is_shown() {
        assert_eq!(batch(&[Solved, Begun, Untouched, Begun], false, false), (2, vec![0, 1]));
        assert_eq!(batch(&[Untouched, Begun], true, false), (2, vec![1]));
    }

    #[test]
    fn where_one_turns_out_to_be_solved_the_next_one_is_judged() {
        assert_eq!(batch(&[Begun, Untouched], false, false), (1, vec![0]));
        assert_eq!(batch(&[Untouched], false, false), (1, vec![0]));
    }

    #[test]
    fn whoever_wants_everything_gets_it() {
        assert_eq!(batch(&[Solved, Untouched, Untouched], false, true), (2, vec![0, 1]));
        assert_eq!(batch(&[Untouched, Untouched], true, true), (2, vec![0, 1]));
    }
}
