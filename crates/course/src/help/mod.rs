//! The text of `cargo course help`.
mod commands;
mod grader;
mod interleavings;

use std::fmt::Write;

pub(crate) use commands::COMMANDS;

use crate::error::Error;
use crate::screen::{BOLD, paint};

/// The steps of `verify`, for completions; the package `maintain` implements them.
pub const VERIFY_STEPS: [&str; 16] = [
    "format",
    "trees",
    "documents",
    "contract",
    "answers",
    "starters",
    "reports",
    "snapshots",
    "mutants",
    "page",
    "alternatives",
    "grading",
    "programs",
    "crates",
    "lints",
    "docs",
];

/// A command as its help describes it.
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    /// Its heading in the overview.
    pub(crate) group: &'static str,
    /// What follows the name. Each place also says how to complete it.
    pub(crate) takes: &'static str,
    pub(crate) does: &'static str,
    /// Without the dashes.
    pub(crate) flags: &'static [&'static str],
    /// Options that take a value, without the dashes.
    pub(crate) options: &'static [&'static str],
    /// Whether unknown options are passed on to the program that it runs.
    pub(crate) passes_on: bool,
    /// The package that implements it, if not this one; it is compiled at the first call.
    pub(crate) package: Option<&'static str>,
    pub(crate) more: &'static str,
    /// What to type, and what it does.
    pub(crate) examples: &'static [(&'static str, &'static str)],
}

impl Entry {
    /// The flags and options.
    pub(crate) fn all_options(&self) -> impl Iterator<Item = &'static str> {
        self.flags.iter().chain(self.options).copied()
    }

    /// The values that most entries share.
    const DEFAULTS: Self = Self {
        name: "",
        group: STUDENTS,
        takes: "",
        does: "",
        flags: &[],
        options: &[],
        passes_on: false,
        package: None,
        more: "",
        examples: &[],
    };
}

/// The headings of the overview.
const STUDENTS: &str = "for students";
const GRADERS: &str = "for graders";
const INSTRUCTORS: &str = "for instructors";
const EVERYONE: &str = "for everyone";

/// The entry of a command.
///
/// # Errors
/// If there is no such command. The error suggests the most similar name.
pub(crate) fn find(name: &str) -> Result<&'static Entry, Error> {
    COMMANDS.iter().find(|entry| entry.name == name).ok_or_else(|| {
        Error::new(format!("there is no command `{name}`")).suggest(
            name,
            COMMANDS.iter().map(|entry| entry.name),
            "",
            "`cargo course help` lists every command",
        )
    })
}

/// All commands.
pub(crate) fn overview() -> String {
    let mut text = String::from("a concurrency course that checks itself\n\n");
    let _ = writeln!(text, "{} cargo course COMMAND", paint(BOLD, "usage:"));
    let _ = writeln!(text, "       (or make COMMAND, see `make help`)");
    let width = COMMANDS.iter().map(|entry| entry.name.len()).max().unwrap_or(0);
    for group in [STUDENTS, GRADERS, INSTRUCTORS, EVERYONE] {
        let _ = writeln!(text, "\n{}", paint(BOLD, group));
        for entry in COMMANDS.iter().filter(|entry| entry.group == group) {
            let name = paint(BOLD, &format!("{:width$}", entry.name));
            let _ = writeln!(text, "  {name}  {}", entry.does);
        }
    }
    text.push_str("\nstart with:  cargo course test\n");
    text.push_str("exit codes:  0 success, 1 unsolved or failed, 2 wrong command line\n");
    text
}

/// One command.
pub(crate) fn of(entry: &Entry) -> String {
    let mut text = format!(
        "{}\n\n{} {}\n",
        entry.does,
        paint(BOLD, "usage:"),
        format!("cargo course {} {}", entry.name, entry.takes).trim_end(),
    );
    if !entry.more.is_empty() {
        let _ = write!(text, "\n{}\n", entry.more);
    }
    let _ = writeln!(text, "\n{}", paint(BOLD, "examples:"));
    let width = entry.examples.iter().map(|(typed, _)| typed.len()).max().unwrap_or(0);
    for (typed, what) in entry.examples {
        let _ = writeln!(text, "  {typed:width$}  {what}");
    }
    text
}

#[cfg(test)]
mod tests {
    use anstream::adapter::strip_str;

    use super::*;

    #[test]
    fn every_help_text_fits_80_columns() {
        for text in COMMANDS.iter().map(of).chain([overview()]) {
            for line in strip_str(&text).to_string().lines() {
                assert!(line.chars().count() <= 80, "{line}");
            }
        }
    }

    #[test]
    fn every_option_is_explained() {
        for entry in COMMANDS {
            for flag in entry.all_options() {
                let shown = format!("--{flag}");
                assert!(entry.more.contains(&shown), "{}: {shown}", entry.name);
            }
            assert!(!entry.examples.is_empty(), "{}", entry.name);
        }
    }

    #[test]
    fn the_overview_reads_well() {
        insta::assert_snapshot!(strip_str(&overview()).to_string());
    }

    #[test]
    fn the_help_of_every_command_reads_well() {
        let texts: Vec<String> = COMMANDS
            .iter()
            .map(|entry| format!("$ course help {}\n{}", entry.name, of(entry)))
            .collect();
        insta::assert_snapshot!(strip_str(&texts.join("\n")).to_string());
    }
}
