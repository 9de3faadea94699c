//! `test`: a line an exercise, and everything about the first that is not solved. Without names only
//! those are judged that somebody has begun, and the next one.
use std::process::ExitCode;

use super::list;
use crate::catalogue::Exercise;
use crate::cli::{Arguments, Context};
use crate::house::Tree;
use crate::letters::fit;
use crate::parallel;
use crate::problem::Problem;
use crate::result::Judgement;
use crate::runner::Runner;
use crate::screen::Progress;
use crate::standing::{Standing, Standings};
use crate::starters;
use crate::words;

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Problem> {
    let catalogue = &context.catalogue;
    let tree = if arguments.has("answer") { Tree::Answer } else { Tree::Starter };
    let exercises = match list::next(context) {
        Some(next) if arguments.has("next") && arguments.values.is_empty() => vec![next],
        _ => catalogue.select(&arguments.values)?,
    };
    // Whoever names none wants to know about those that he has begun, and which is next.
    let everything = arguments.has("all")
        || tree == Tree::Answer
        || !arguments.values.is_empty()
        || exercises.len() == 1;
    let width = exercises.iter().map(|exercise| exercise.name.len()).max().unwrap_or(0);
    let mut progress = Progress::start();
    let mut judgements: Vec<Judgement> = Vec::new();
    let mut shown = false;
    let mut rest = exercises.as_slice();
    while !rest.is_empty() {
        let (batch, later) = batch(context, rest, shown);
        rest = later;
        let is_next = |exercise: &Exercise| {
            !shown && batch.last().is_some_and(|last| last.name == exercise.name)
        };
        let is_wanted = |exercise: &&Exercise| {
            everything
                || is_next(exercise)
                || !starters::is_untouched(&context.house, &exercise.name)
        };
        let wanted: Vec<&Exercise> = batch.iter().copied().filter(is_wanted).collect();
        for judgement in judge(context, tree, &wanted, &mut progress)? {
            let name = &judgement.exercise;
            let position = catalogue.names().position(|other| other == name).unwrap_or(0) + 1;
            progress.print(&fit(&words::line(&judgement, position, width)));
            if !shown && !judgement.is_solved() {
                shown = true;
                let details = words::details(&judgement, tree);
                let space = if exercises.len() > 1 { "\n" } else { "" };
                progress.print(&format!("\n{}{space}", fit(&details).trim_end()));
            }
            judgements.push(judgement);
        }
    }
    drop(progress);

    if let (false, false, [first, ..]) = (shown, arguments.values.is_empty(), &*judgements) {
        anstream::println!("\n{}", fit(&words::details(first, tree)).trim_end());
    }
    if tree == Tree::Starter {
        let hints = |name: &str| catalogue.get(name).map_or(0, |exercise| exercise.hints.len());
        let ending = words::ending(&judgements, exercises.len(), context.typed, hints);
        anstream::print!("\n{ending}");
    }
    Ok(ExitCode::from(u8::from(shown)))
}

/// What is compiled and judged together, and what later: first all up to the one that will be shown,
/// as far as that is known, so that nobody waits for the rest to read about it.
fn batch<'a, 'b>(
    context: &Context,
    exercises: &'b [&'a Exercise],
    shown: bool,
) -> (&'b [&'a Exercise], &'b [&'a Exercise]) {
    let standings = Standings::new(&context.house);
    let is_open = |one: &&Exercise| standings.of(&one.name) != Standing::Solved;
    let at = exercises.iter().position(is_open).filter(|_| !shown);
    exercises.split_at(at.map_or(exercises.len(), |at| at + 1))
}

/// Judges some exercises, as many at a time as there are cores, and notes how each stands.
fn judge(
    context: &Context,
    tree: Tree,
    exercises: &[&Exercise],
    progress: &mut Progress,
) -> Result<Vec<Judgement>, Problem> {
    if exercises.is_empty() {
        return Ok(Vec::new());
    }
    let standings = Standings::new(&context.house);
    let before: Vec<_> =
        exercises.iter().map(|exercise| standings.fingerprint(&exercise.name)).collect();
    let runner = Runner::prepare(&context.house, tree, exercises, progress)?;
    progress.say(match exercises {
        [only] => format!("testing {}", only.name),
        _ => format!("testing {} exercises", exercises.len()),
    });
    let judged =
        parallel::map(exercises, |exercise| runner.judge(exercise, &mut Progress::hidden()));
    progress.stop();
    let judgements: Vec<_> = judged.into_iter().collect::<Result<_, _>>()?;
    for (judgement, fingerprint) in judgements.iter().zip(before) {
        if let Some(fingerprint) = fingerprint.filter(|_| tree == Tree::Starter) {
            // A note that cannot be written is only missed by `list`.
            let _ = standings.note(judgement, &fingerprint);
        }
    }
    Ok(judgements)
}
