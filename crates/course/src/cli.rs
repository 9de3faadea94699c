//! Parses the command line and runs a command.
use std::env;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::Arg;

use crate::catalog::Catalog;
use crate::charset::to_terminal;
use crate::commands;
use crate::error::Error;
use crate::external_command;
use crate::help;
use crate::messages::CommandStyle;
use crate::suggest::nearest;
use crate::workspace::{Source, Workspace};

/// What every command needs.
#[derive(Debug)]
pub struct Context {
    /// The folders of the course.
    pub workspace: Workspace,
    /// The exercises.
    pub catalog: Catalog,
    /// How messages spell commands.
    pub commands: CommandStyle,
}

impl Context {
    fn load() -> Result<Self, Error> {
        let workspace = Workspace::find()?;
        let catalog = Catalog::load(&workspace)?;
        let commands = match env::var_os("MAKELEVEL") {
            Some(_) => CommandStyle::Make,
            None => CommandStyle::Cargo,
        };
        Ok(Self { workspace, catalog, commands })
    }

    /// The file of an exercise, which must exist.
    pub(crate) fn file(&self, name: &str) -> Result<PathBuf, Error> {
        let file = self.workspace.exercise(Source::Exercise, name);
        match file.is_file() {
            true => Ok(file),
            false => Err(Error::new(format!("{} does not exist", Source::Exercise.shown(name)))
                .help(format!("{} restores the starter", self.commands.quoted("reset", name)))),
        }
    }
}

/// The arguments of a command.
#[derive(Debug, Default)]
pub struct Arguments {
    flags: Vec<String>,
    /// The options that take a value, with their values.
    options: Vec<(String, OsString)>,
    /// The arguments that are not options.
    pub values: Vec<String>,
}

impl Arguments {
    /// Whether this flag was given.
    pub fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|known| known == flag)
    }

    /// The value of an option, as commands.
    pub fn option(&self, name: &str) -> Option<&OsStr> {
        let last = self.options.iter().rev().find(|(known, _)| known == name);
        last.map(|(_, value)| value.as_os_str())
    }

    /// The value of an option that takes a number.
    ///
    /// # Errors
    /// If the value is not a number, or zero.
    pub fn number(&self, name: &str) -> Result<Option<usize>, Error> {
        let Some(value) = self.option(name) else { return Ok(None) };
        let value = value.to_string_lossy();
        match value.parse() {
            Ok(number) if number > 0 => Ok(Some(number)),
            _ => Err(Error::new(format!("`--{name}` takes a number of at least 1, not `{value}`"))),
        }
    }

    /// The one required value.
    pub fn one(&self, command: &str, what: &str) -> Result<&str, Error> {
        match self.values.as_slice() {
            [value] => Ok(value),
            [] => Err(usage(command, format!("`{command}` needs {what}"))),
            [_, more, ..] => {
                Err(usage(command, format!("`{command}` takes one name, but also got `{more}`")))
            }
        }
    }
}

/// A mistake in the arguments of `command`.
pub fn usage(command: &str, message: String) -> Error {
    Error::new(message).help(format!("`cargo course help {command}` shows examples"))
}

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
    let Some(arguments) = arguments(&mut parser, entry)? else {
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
    let Some(arguments) = arguments(&mut parser, entry)? else {
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

/// Parses the arguments. Returns `None` if help was requested.
fn arguments(parser: &mut lexopt::Parser, entry: &help::Entry) -> Result<Option<Arguments>, Error> {
    let mut arguments = Arguments::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(None),
            Arg::Long(flag) if entry.flags.contains(&flag) => arguments.flags.push(flag.to_owned()),
            Arg::Long(name) if entry.options.contains(&name) => {
                let name = name.to_owned();
                arguments.options.push((name, parser.value()?));
            }
            Arg::Long(flag) if !entry.passes_on => {
                let error = Error::new(format!("`{}` has no option `--{flag}`", entry.name));
                return Err(
                    match nearest(flag, entry.flags.iter().chain(entry.options).copied()) {
                        Some(meant) => error.help(format!("did you mean `--{meant}`?")),
                        None => {
                            error.help(format!("`cargo course help {}` shows examples", entry.name))
                        }
                    },
                );
            }
            Arg::Long(flag) => arguments.values.push(format!("--{flag}")),
            // make passes an empty EX as an empty argument.
            Arg::Value(value) if value.is_empty() => {}
            Arg::Value(value) => arguments.values.push(value.to_string_lossy().into_owned()),
            Arg::Short(flag) => {
                let what = format!("`{}` has no option `-{flag}`", entry.name);
                return Err(usage(entry.name, what));
            }
        }
    }
    Ok(Some(arguments))
}
