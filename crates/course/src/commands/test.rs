//! `test`: a line an exercise, and everything about the first that is not solved.
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
use crate::standing::Standings;
use crate::words;

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Problem> {
    let catalogue = &context.catalogue;
    let tree = if arguments.has("answer") { Tree::Answer } else { Tree::Starter };
    let next = list::next(context);
    let exercises = match next {
        Some(next) if arguments.has("next") && arguments.values.is_empty() => vec![next],
        _ => catalogue.select(&arguments.values)?,
    };
    let mut progress = Progress::start();
    let mut judgements: Vec<Judgement> = Vec::new();
    let mut shown = false;
    for batch in batches(&exercises, next) {
        for judgement in judge(context, tree, batch, &mut progress)? {
            let width = exercises.iter().map(|exercise| exercise.name.len()).max().unwrap_or(0);
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
        anstream::print!("\n{}", words::ending(&judgements, context.typed, hints));
    }
    Ok(ExitCode::from(u8::from(shown)))
}

/// What is compiled and judged together: first all up to the one that will be shown, as far as that
/// is known, so that nobody waits for the rest to read about it.
fn batches<'a, 'b>(
    exercises: &'b [&'a Exercise],
    next: Option<&Exercise>,
) -> impl Iterator<Item = &'b [&'a Exercise]> {
    let at = next.and_then(|next| exercises.iter().position(|one| one.name == next.name));
    let (first, rest) = exercises.split_at(at.map_or(exercises.len(), |at| at + 1));
    [first, rest].into_iter().filter(|batch| !batch.is_empty())
}

/// Judges some exercises, as many at a time as there are cores, and notes how each stands.
fn judge(
    context: &Context,
    tree: Tree,
    exercises: &[&Exercise],
    progress: &mut Progress,
) -> Result<Vec<Judgement>, Problem> {
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
