//! `test`: prints a line per exercise and the details of the first unsolved one. Without names it tests the
//! exercises that the student has started and the next one; the reviewed reports say how the others fail.
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use crate::arguments::Arguments;
use crate::catalog::Exercise;
use crate::charset::to_terminal;
use crate::context::Context;
use crate::error::Error;
use crate::messages::{self, CommandStyle};
use crate::parallel;
use crate::reports;
use crate::result::ExerciseResult;
use crate::runner::Runner;
use crate::screen::{self, Progress};
use crate::starters;
use crate::status::{Status, StatusCache};
use crate::test_list;
use crate::workspace::{Source, Workspace};

/// The lines of an exercise whose details are not shown.
const LINES_OF_OTHER: usize = 2;

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let catalog = &context.catalog;
    let source = if arguments.has("answer") { Source::Answer } else { Source::Exercise };
    // Once for all exercises: it reads the engine and asks the compiler for its version.
    let statuses = StatusCache::new(&context.workspace);
    let is_next = arguments.has("next") && arguments.values.is_empty();
    let exercises = match is_next.then(|| context.next(&statuses)).flatten() {
        Some(next) => vec![next],
        None => catalog.select(&arguments.values)?,
    };
    // Without names, unmodified exercises are not compiled.
    let all = arguments.has("all")
        || source == Source::Answer
        || !arguments.values.is_empty()
        || exercises.len() == 1;
    let width = exercises.iter().map(|exercise| exercise.name.len()).max().unwrap_or(0);
    let position = |name: &str| catalog.names().position(|of| of == name).unwrap_or(0) + 1;
    let find = |name: &str| catalog.get(name).ok();
    let mut progress = Progress::start();
    let mut results: Vec<ExerciseResult> = Vec::new();
    let mut shown = false;
    let mut rest = exercises.as_slice();
    while !rest.is_empty() {
        let all_known: Vec<Known> =
            rest.iter().map(|one| known(context, &statuses, &one.name)).collect();
        let (together, wanted) = batch(&all_known, shown, all);
        let wanted: Vec<&Exercise> = wanted.into_iter().map(|at| rest[at]).collect();
        rest = &rest[together..];
        for result in test_exercises(context, &statuses, source, &wanted, &mut progress)? {
            let at = position(&result.exercise);
            // Of a single exercise, the details begin with the same.
            let is_alone = exercises.len() == 1 && messages::is_for_terminal(&result);
            if !is_alone {
                progress.print(&to_terminal(&messages::line(&result, at, width)));
            }
            let is_first = !shown && !result.is_solved();
            results.push(result);
            if let (true, Some(result)) = (is_first, results.last()) {
                shown = true;
                // These lines need no compiler, and belong above the details.
                let after = rest.iter().zip(&all_known[together..]).filter(|_| !all);
                for (one, _) in after.filter(|(_, known)| **known == Known::Unmodified) {
                    let wrong = reports::fails_first(&context.workspace, &one.name);
                    let at = position(&one.name);
                    let line = messages::not_started(&one.name, wrong.as_deref(), at, width);
                    progress.print(&to_terminal(&line));
                }
                let others = all_known[together..].iter();
                let below = others.filter(|known| all || **known == Known::Started).count();
                let ending = messages::ending(&results, exercises.len(), context.commands, find);
                let around = ending.lines().count() + LINES_OF_OTHER * below;
                let room = room(context, around, is_alone).filter(|_| !arguments.has("all"));
                let details = messages::details_within(result, source, context.commands, room);
                let space = if below > 0 { "\n" } else { "" };
                let above = if is_alone { "" } else { "\n" };
                progress.print(&format!("{above}{}{space}", to_terminal(&details).trim_end()));
            }
        }
    }
    drop(progress);

    if let (false, false, [first, ..]) = (shown, arguments.values.is_empty(), &*results) {
        let details = messages::details(first, source, context.commands);
        anstream::println!("\n{}", to_terminal(&details).trim_end());
    }
    if source == Source::Exercise {
        let ending = messages::ending(&results, exercises.len(), context.commands, find);
        anstream::print!("\n{ending}");
    }
    Ok(ExitCode::from(u8::from(shown)))
}

/// The number of lines that a terminal has for the details of an exercise beside `around` others; `None` without
/// a terminal.
fn room(context: &Context, around: usize, is_alone: bool) -> Option<usize> {
    /// The empty line below the details, and the next prompt.
    const BELOW: usize = 2;
    let above = if is_alone { 0 } else { LINES_OF_OTHER + 1 };
    // `watch` shows the file and its keys.
    let watch = if let CommandStyle::Keys { .. } = context.commands { 4 } else { 0 };
    Some(screen::rows()?.saturating_sub(above + around + BELOW + watch))
}

/// What is known about an exercise before it is tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    Solved,
    Started,
    Unmodified,
}

fn known(context: &Context, statuses: &StatusCache<'_>, name: &str) -> Known {
    match statuses.of(name) {
        Status::Solved => Known::Solved,
        _ if starters::is_unmodified(&context.workspace, name) => Known::Unmodified,
        _ => Known::Started,
    }
}

/// How many exercises to handle together, and which of them to test. The first batch ends with the one whose
/// details will be shown, so that the student can read while the others are tested.
fn batch(known: &[Known], shown: bool, all: bool) -> (usize, Vec<usize>) {
    let next = known.iter().position(|one| *one != Known::Solved).filter(|_| !shown);
    let together = next.map_or(known.len(), |at| at + 1);
    let is_wanted = |at: &usize| all || Some(*at) == next || known[*at] != Known::Unmodified;
    (together, (0..together).filter(is_wanted).collect())
}

/// Tests exercises on all cores, and caches the results.
fn test_exercises(
    context: &Context,
    statuses: &StatusCache<'_>,
    source: Source,
    exercises: &[&Exercise],
    progress: &mut Progress,
) -> Result<Vec<ExerciseResult>, Error> {
    if exercises.is_empty() {
        return Ok(Vec::new());
    }
    let before: Vec<_> =
        exercises.iter().map(|exercise| statuses.fingerprint(&exercise.name)).collect();
    let runner = Runner::prepare(&context.workspace, source, exercises, progress)?.for_terminal();
    progress.say(match exercises {
        [only] => format!("testing {}", only.name),
        _ => format!("testing {} exercises", exercises.len()),
    });
    let tested = show_progress(&context.workspace, &runner, progress, || {
        parallel::map(exercises, |exercise| runner.test(exercise, &mut Progress::hidden()))
    });
    progress.stop();
    let results: Vec<_> = tested.into_iter().collect::<Result<_, _>>()?;
    for (result, fingerprint) in results.iter().zip(before) {
        if let Some(fingerprint) = fingerprint.filter(|_| source == Source::Exercise) {
            // If the cache is not writable, `list` shows the exercise as not tested.
            let _ = statuses.store(result, &fingerprint);
        }
    }
    Ok(results)
}

/// Calls `work`, and meanwhile shows how far a test is that takes longer than a second.
fn show_progress<R>(
    workspace: &Workspace,
    runner: &Runner<'_>,
    progress: &Progress,
    work: impl FnOnce() -> R,
) -> R {
    const INTERVAL: Duration = Duration::from_millis(250);
    if progress.is_hidden() {
        return work();
    }
    thread::scope(|scope| {
        let (done, is_done) = mpsc::channel::<()>();
        let show = move || {
            while is_done.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
                if let Some((exercise, test)) = runner.progress() {
                    let tests = test_list::in_source(&workspace.path("tests"), &exercise);
                    progress.say(messages::progress(&exercise, &tests, &test));
                }
            }
        };
        // Without this thread a user sees less.
        let _ = thread::Builder::new().spawn_scoped(scope, show);
        let result = work();
        drop(done);
        result
    })
}

#[cfg(test)]
mod tests {
    use super::Known::{Solved, Started, Unmodified};
    use super::batch;

    #[test]
    fn at_first_only_the_first_exercise_is_tested() {
        assert_eq!(batch(&[Unmodified; 3], false, false), (1, vec![0]));
        assert_eq!(batch(&[Unmodified; 2], true, false), (2, vec![]));
    }

    #[test]
    fn started_exercises_are_tested_after_the_one_that_is_shown() {
        assert_eq!(batch(&[Solved, Started, Unmodified, Started], false, false), (2, vec![0, 1]));
        assert_eq!(batch(&[Unmodified, Started], true, false), (2, vec![1]));
    }

    #[test]
    fn the_next_exercise_is_tested_when_one_is_solved() {
        assert_eq!(batch(&[Started, Unmodified], false, false), (1, vec![0]));
        assert_eq!(batch(&[Unmodified], false, false), (1, vec![0]));
    }

    #[test]
    fn all_exercises_are_tested_on_request() {
        assert_eq!(batch(&[Solved, Unmodified, Unmodified], false, true), (2, vec![0, 1]));
        assert_eq!(batch(&[Unmodified, Unmodified], true, true), (2, vec![0, 1]));
    }
}
