//! Runs the command that the command line names.
use std::env;
use std::process::ExitCode;

use lexopt::Arg;

use crate::arguments::{self, Arguments};
use crate::charset::to_terminal;
use crate::commands;
use crate::context::Context;
use crate::error::Error;
use crate::external_command;
use crate::help;
use crate::suggest::nearest;

/// Runs the command. Exit codes: 0 success, 1 unsolved or failed, 2 (an error) wrong command line or the
/// command cannot run.
pub(crate) fn run() -> Result<ExitCode, Error> {
    let mut parser = lexopt::Parser::from_env();
    let command = match parser.next()? {
        None | Some(Arg::Short('h') | Arg::Long("help")) => {
            anstream::print!("{}", to_terminal(&help::overview()));
            return Ok(ExitCode::SUCCESS);
        }
        Some(Arg::Short('V') | Arg::Long("version")) => {
            anstream::println!("course {}", env!("CARGO_PKG_VERSION"));
            return Ok(ExitCode::SUCCESS);
        }
        Some(Arg::Value(value)) => value.to_string_lossy().into_owned(),
        Some(other) => return Err(other.unexpected().into()),
    };
    let Some(entry) = help::COMMANDS.iter().find(|entry| entry.name == command) else {
        let error = Error::new(format!("there is no command `{command}`"));
        let names = help::COMMANDS.iter().map(|entry| entry.name);
        return Err(match nearest(&command, names) {
            Some(meant) => error.help(format!("did you mean `cargo course {meant}`?")),
            None => error.help("`cargo course help` lists every command"),
        });
    };
    let Some(arguments) = arguments::parse(&mut parser, entry)? else {
        anstream::print!("{}", to_terminal(&help::of(entry)));
        return Ok(ExitCode::SUCCESS);
    };
    if command == "help" {
        return commands::help::run(&arguments);
    }
    let context = Context::load()?;
    if let Some(package) = entry.package {
        return external_command::call(
            &context.workspace,
            package,
            entry.name,
            env::args_os().skip(2),
        );
    }
    match command.as_str() {
        "test" => commands::test::run(&context, &arguments),
        "run" => commands::run::run(&context, &arguments),
        "serve" => commands::serve::run(&context, &arguments),
        "hint" => commands::hint::run(&context, &arguments),
        "list" => commands::list::run(&context, &arguments),
        "diff" => commands::diff::run(&context, &arguments),
        "open" => commands::open::run(&context, &arguments),
        "reset" => commands::reset::run(&context, &arguments),
        "doctor" => commands::doctor::run(&context, &arguments),
        "completions" => commands::completions::run(&context, &arguments),
        "replay" => commands::replay::run(&context, &arguments),
        other => Err(Error::new(format!("the command `{other}` is not implemented"))),
    }
}

/// The `main` of an external command. `run` receives the name of the command, which has an entry in the
/// help.
pub fn external_main(
    run: impl FnOnce(&str, &Context, &Arguments) -> Result<ExitCode, Error>,
) -> ExitCode {
    exit_code(external(run))
}

fn external(
    run: impl FnOnce(&str, &Context, &Arguments) -> Result<ExitCode, Error>,
) -> Result<ExitCode, Error> {
    let mut parser = lexopt::Parser::from_env();
    let command = match parser.next()? {
        Some(Arg::Value(value)) => value.to_string_lossy().into_owned(),
        _ => String::new(),
    };
    let entry = help::COMMANDS
        .iter()
        .find(|entry| entry.name == command && entry.package.is_some())
        .ok_or_else(|| Error::new("run this program through `cargo course`"))?;
    let Some(arguments) = arguments::parse(&mut parser, entry)? else {
        anstream::print!("{}", to_terminal(&help::of(entry)));
        return Ok(ExitCode::SUCCESS);
    };
    run(entry.name, &Context::load()?, &arguments)
}

/// Prints an error, which becomes exit code 2.
pub(crate) fn exit_code(result: Result<ExitCode, Error>) -> ExitCode {
    result.unwrap_or_else(|error| {
        anstream::eprintln!("{error}");
        ExitCode::from(2)
    })
}
