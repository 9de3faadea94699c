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
use crate::help::{self, Entry};

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
    let entry = help::find(&command)?;
    let Some(arguments) = parse_or_help(&mut parser, entry)? else { return Ok(ExitCode::SUCCESS) };
    if command == "help" {
        return show_help(&arguments.values);
    }
    let context = Context::load()?;
    if let Some(package) = entry.package {
        let rest = env::args_os().skip(2);
        return external_command::call(&context.workspace, package, entry.name, rest);
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

/// Parses the arguments. Prints the help and returns `None` if it was requested.
fn parse_or_help(parser: &mut lexopt::Parser, entry: &Entry) -> Result<Option<Arguments>, Error> {
    let arguments = arguments::parse(parser, entry)?;
    if arguments.is_none() {
        anstream::print!("{}", to_terminal(&help::of(entry)));
    }
    Ok(arguments)
}

/// `help`: every command, or these.
fn show_help(names: &[String]) -> Result<ExitCode, Error> {
    let texts: Vec<String> = match names {
        [] => vec![help::overview()],
        names => {
            names.iter().map(|name| help::find(name).map(help::of)).collect::<Result<_, _>>()?
        }
    };
    anstream::print!("{}", to_terminal(&texts.join("\n")));
    Ok(ExitCode::SUCCESS)
}

/// Runs the command with this name, which has an entry in the help.
type External = fn(&str, &Context, &Arguments) -> Result<ExitCode, Error>;

/// The `main` of an external command.
pub fn external_main(run: External) -> ExitCode {
    exit_code(external(run))
}

fn external(run: External) -> Result<ExitCode, Error> {
    let mut parser = lexopt::Parser::from_env();
    let command = match parser.next()? {
        Some(Arg::Value(value)) => value.to_string_lossy().into_owned(),
        _ => String::new(),
    };
    let entry = help::find(&command)
        .ok()
        .filter(|entry| entry.package.is_some())
        .ok_or_else(|| Error::new("run this program through `cargo course`"))?;
    let Some(arguments) = parse_or_help(&mut parser, entry)? else { return Ok(ExitCode::SUCCESS) };
    run(entry.name, &Context::load()?, &arguments)
}

/// Prints an error, which becomes exit code 2, or 3 if the same may succeed later.
pub fn exit_code(result: Result<ExitCode, Error>) -> ExitCode {
    result.unwrap_or_else(|error| {
        anstream::eprintln!("{error}");
        ExitCode::from(if error.is_shortage { 3 } else { 2 })
    })
}
