//! The arguments of a command, parsed with its entry in the help.
use std::ffi::{OsStr, OsString};

use lexopt::Arg;

use crate::error::Error;
use crate::help::Entry;

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

    /// The value of an option, as typed.
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

    /// The first value of a command that requires one.
    pub fn first(&self) -> &str {
        &self.values[0]
    }
}

/// A mistake in the arguments of `command`.
pub fn usage(command: &str, message: String) -> Error {
    Error::new(message).help(format!("`cargo course help {command}` shows examples"))
}

/// Parses the arguments, and counts them. Returns `None` if help was requested.
pub(crate) fn parse(
    parser: &mut lexopt::Parser,
    entry: &Entry,
) -> Result<Option<Arguments>, Error> {
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
                let help = format!("`cargo course help {}` shows examples", entry.name);
                let error = Error::new(format!("`{}` has no option `--{flag}`", entry.name));
                return Err(error.suggest(flag, entry.all_options(), "--", help));
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
    check_count(entry, &arguments.values)?;
    Ok(Some(arguments))
}

/// Fails unless there are as many values as the command takes.
fn check_count(entry: &Entry, values: &[String]) -> Result<(), Error> {
    let Entry { name, takes, .. } = entry;
    let places: Vec<&str> = takes.split_whitespace().collect();
    let required: Vec<&str> =
        places.iter().filter(|place| !place.starts_with('[')).map(|place| what(place)).collect();
    if values.len() < required.len() {
        return Err(usage(name, format!("`{name}` needs {}", required.join(" and "))));
    }
    match values.get(places.len()) {
        Some(more) if !takes.contains('…') => Err(usage(
            name,
            match places.is_empty() {
                true => format!("`{name}` takes no arguments, but got `{more}`"),
                false => format!("`{name}` takes {takes}, but also got `{more}`"),
            },
        )),
        _ => Ok(()),
    }
}

/// What belongs in a place of the usage.
fn what(place: &str) -> &str {
    match place {
        "NAME" => "the name of an exercise",
        "SCHEDULE" => "a schedule, as the report prints it",
        "SHELL" => "the name of a shell: bash, zsh or fish",
        "CLASS" => "a folder with a submission for each student, or a list",
        "FOLDER" | "OUT" => "a folder to write to",
        "RESULTS…" => "the folders of the shards",
        "SUBMISSION" => "a submission: a folder, an archive or a git revision",
        other => other,
    }
}
