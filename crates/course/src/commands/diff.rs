//! `diff`: an exercise against its answer, once it is solved or with `--spoil`.
use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::catalog::Exercise;
use crate::charset::to_terminal;
use crate::context::Context;
use crate::diff::{ADDED, REMOVED, count, unified};
use crate::error::Error;
use crate::screen::paint;
use crate::status::{Status, StatusCache};
use crate::workspace::{Source, Workspace};
use crate::{messages, starters};

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let Context { workspace, commands, .. } = context;
    let exercises = context.catalog.select(&arguments.values)?;
    if arguments.values.is_empty() {
        return sizes(context, &exercises);
    }
    let statuses = StatusCache::new(workspace);
    for exercise in exercises {
        let name = exercise.name.as_str();
        let [from, to] = [Source::Exercise, Source::Answer].map(|source| source.shown(name));
        context.file(name)?;
        let mine = workspace.read(&from)?;
        if !arguments.has("spoil") && statuses.of(name) != Status::Solved {
            let starter = starters::starter(workspace, name)?;
            let lines = unified(&starter, &mine, &format!("{from} (starter)"), &from);
            if mine != starter {
                anstream::println!("{}", to_terminal(&lines));
            }
            anstream::print!("{}", messages::not_yet(name, mine != starter, *commands));
            continue;
        }
        let answer = answer(workspace, name)?;
        if mine == answer {
            anstream::println!("{from} and {to} are the same");
        } else {
            anstream::print!("{}", to_terminal(&unified(&mine, &answer, &from, &to)));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The answer of an exercise. The course that `export` writes has none.
fn answer(workspace: &Workspace, name: &str) -> Result<String, Error> {
    if !workspace.path(Source::Answer.folder()).is_dir() {
        return Err(Error::new("this copy of the course has no answers")
            .help("ask your instructor for them"));
    }
    workspace.read(&Source::Answer.shown(name))
}

/// How many lines each answer changes.
fn sizes(context: &Context, exercises: &[&Exercise]) -> Result<ExitCode, Error> {
    let width = exercises.iter().map(|exercise| exercise.name.len()).max().unwrap_or(0);
    for exercise in exercises {
        let starter = starters::starter(&context.workspace, &exercise.name)?;
        let answer = answer(&context.workspace, &exercise.name)?;
        let (added, removed) = count(&starter, &answer);
        let added = paint(ADDED, &format!("+{added:<3}"));
        let removed = paint(REMOVED, &format!("-{removed:<3}"));
        let (name, title) = (&exercise.name, to_terminal(&exercise.title));
        anstream::println!("  {name:width$}  {added} {removed}  {title}");
    }
    let spoil = messages::spoil("loon", context.commands);
    anstream::println!("\n`{spoil}` shows the lines of one exercise");
    Ok(ExitCode::SUCCESS)
}
