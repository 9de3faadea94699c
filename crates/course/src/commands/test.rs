//! `test`: a line an exercise, and everything about the first that is not solved.
use std::process::ExitCode;

use super::list;
use crate::cli::{Arguments, Context};
use crate::house::Tree;
use crate::letters::fit;
use crate::problem::Problem;
use crate::runner::Runner;
use crate::screen::Progress;
use crate::standing::Standings;
use crate::words;

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Problem> {
    let Context { house, catalogue, typed } = context;
    let tree = if arguments.has("answer") { Tree::Answer } else { Tree::Starter };
    let is_next = arguments.has("next") && arguments.values.is_empty();
    let exercises = match is_next.then(|| list::next(context)).flatten() {
        Some(next) => vec![next],
        None => catalogue.select(&arguments.values)?,
    };
    let standings = Standings::new(house);
    let before: Vec<_> =
        exercises.iter().map(|exercise| standings.fingerprint(&exercise.name)).collect();
    let mut progress = Progress::start();
    let runner = Runner::prepare(house, tree, &exercises, &mut progress)?;

    let width = exercises.iter().map(|exercise| exercise.name.len()).max().unwrap_or(0);
    let mut judgements = Vec::new();
    for (exercise, fingerprint) in exercises.iter().zip(before) {
        let judgement = runner.judge(exercise, &mut progress)?;
        if let Some(fingerprint) = fingerprint.filter(|_| tree == Tree::Starter) {
            // A note that cannot be written is only missed by `list`.
            let _ = standings.note(&judgement, &fingerprint);
        }
        let position = catalogue.names().position(|name| name == exercise.name).unwrap_or(0) + 1;
        progress.print(&fit(&words::line(&judgement, position, width)));
        judgements.push(judgement);
    }
    drop(progress);

    let unsolved = judgements.iter().find(|judgement| !judgement.is_solved());
    let shown = unsolved.or(if arguments.values.is_empty() { None } else { judgements.first() });
    if let Some(judgement) = shown {
        anstream::println!("\n{}", fit(&words::details(judgement, tree)).trim_end());
    }
    if tree == Tree::Starter {
        let hints = |name: &str| catalogue.get(name).map_or(0, |exercise| exercise.hints.len());
        anstream::print!("\n{}", words::ending(&judgements, *typed, hints));
    }
    Ok(ExitCode::from(u8::from(unsolved.is_some())))
}
