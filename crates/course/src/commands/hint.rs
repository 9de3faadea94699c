//! `hint`: the next hint, or a given one, without what the last test run has shown to be repaired. The number of
//! hints shown is stored, so that each call shows one more.
use std::fs;
use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::charset::to_terminal;
use crate::context::Context;
use crate::error::Error;
use crate::files::write_if_changed;
use crate::messages;
use crate::status::StatusCache;

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let values: Vec<&str> = arguments.values.iter().map(String::as_str).collect();
    let (name, number) = match values[..] {
        [number] if number.parse::<usize>().is_ok() => (None, Some(number)),
        _ => (values.first().copied(), values.get(1).copied()),
    };
    let exercise = context.exercise(name)?;
    let name = exercise.name.as_str();
    let count = exercise.number_of_hints();
    if count == 0 {
        return Err(Error::new(format!("there is no hint for `{name}`"))
            .help(format!("{} shows the answer", context.commands.quoted("diff", name))));
    }
    let file = context.workspace.cache_path("hints").join(name);
    // A missing or corrupt file means that no hint was shown yet.
    let shown: usize =
        fs::read_to_string(&file).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
    let number = match number {
        None => (shown + 1).min(count),
        Some(text) => text.parse().ok().filter(|n| (1..=count).contains(n)).ok_or_else(|| {
            Error::new(format!("there is no hint `{text}` for `{name}`"))
                .help(format!("hints are numbered from 1 to {count}"))
        })?,
    };
    let written = match number > shown {
        true => write_if_changed(&file, number.to_string()),
        false => Ok(()),
    };
    let passed = StatusCache::new(&context.workspace).passed(name);
    let hint = messages::hint(exercise, number, &passed, context.commands);
    anstream::print!("{}", to_terminal(&hint));
    // The hint is shown even if its number cannot be stored.
    if written.is_err() && number < count {
        anstream::print!("{}", messages::hint_by_number(name, number + 1, context.commands));
    }
    Ok(ExitCode::SUCCESS)
}
