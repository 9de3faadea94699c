//! `list`: what is solved, chapter by chapter, without running tests.
use std::process::ExitCode;

use crate::catalog::Exercise;
use crate::charset::to_terminal;
use crate::cli::{Arguments, Context, usage};
use crate::error::Error;
use crate::messages;
use crate::status::{Status, StatusCache};

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let statuses = StatusCache::new(&context.workspace);
    if arguments.has("solved") && arguments.has("unsolved") {
        return Err(usage("list", "`--solved` and `--unsolved` exclude each other".to_owned()));
    }
    let words: Vec<String> = arguments.values.iter().map(|word| word.to_lowercase()).collect();
    let exercises = &context.catalog.exercises;
    let all: Vec<messages::Listed<'_>> = (1..)
        .zip(exercises)
        .map(|(position, exercise)| messages::Listed {
            position,
            exercise,
            status: statuses.of(&exercise.name),
        })
        .collect();
    let is_wanted = |listed: &&messages::Listed<'_>| {
        let solved = listed.status == Status::Solved;
        let by_state = !(arguments.has("solved") && !solved || arguments.has("unsolved") && solved);
        by_state && (words.is_empty() || words.iter().any(|word| matches(listed.exercise, word)))
    };
    let wanted: Vec<&messages::Listed<'_>> = all.iter().filter(is_wanted).collect();
    if wanted.is_empty() && !words.is_empty() {
        let problem = Error::new(format!("no exercise or chapter contains `{}`", words.join(" ")));
        return Err(problem.help("`cargo course list` shows everything"));
    }
    anstream::print!("{}", to_terminal(&messages::list(&all, &wanted, context.typed)));
    Ok(ExitCode::SUCCESS)
}

fn matches(exercise: &Exercise, word: &str) -> bool {
    [&exercise.name, &exercise.chapter, &exercise.title]
        .iter()
        .any(|text| text.to_lowercase().contains(word))
}

/// The first exercise that is not known to be solved.
pub(crate) fn next(context: &Context) -> Option<&Exercise> {
    let statuses = StatusCache::new(&context.workspace);
    let is_open = |exercise: &&Exercise| statuses.of(&exercise.name) != Status::Solved;
    context.catalog.exercises.iter().find(is_open)
}
