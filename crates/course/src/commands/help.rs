//! `help`: every command, or one.
use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::charset::to_terminal;
use crate::error::Error;
use crate::help;
use crate::suggest::nearest;

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    if arguments.values.is_empty() {
        anstream::print!("{}", to_terminal(&help::overview()));
    }
    for (number, name) in arguments.values.iter().enumerate() {
        let Some(entry) = help::COMMANDS.iter().find(|entry| entry.name == name) else {
            let error = Error::new(format!("there is no command `{name}`"));
            let names = help::COMMANDS.iter().map(|entry| entry.name);
            return Err(match nearest(name, names) {
                Some(meant) => error.help(format!("did you mean `{meant}`?")),
                None => error.help("`cargo course help` lists every command"),
            });
        };
        let separator = if number > 0 { "\n" } else { "" };
        anstream::print!("{separator}{}", to_terminal(&help::of(entry)));
    }
    Ok(ExitCode::SUCCESS)
}
