//! The messages about students' files. Help texts are in `help`.
mod crash;
mod doctor;
mod exercise;
mod files;
mod list;
mod next_steps;

pub use crate::cargo::messages::{FIRST_BUILD, NO_CARGO, SEE_DOCTOR, course_does_not_build};
pub use crash::*;
pub use doctor::*;
pub use exercise::*;
pub use files::*;
pub use list::*;
pub use next_steps::*;

pub const STUCK: &str =
    "a thread ran without reaching a synchronization operation: is there an endless loop?";
pub const HANGING: &str =
    "it did not finish on real threads: does a thread wait for an event that never happens?";
pub const OUT_OF_MEMORY: &str =
    "it allocated more than 512 MiB: does a collection grow without limit?";
pub const NOT_RUN: &str = "not run, because another test did not finish";
pub const FORGED: &str = "there is a verdict that the test kit did not write";
pub const EXITED_EARLY: &str = "the process exited before the test was finished";
pub const UNRECORDED: &str =
    "the test finished without a verdict: a bug in the course, not in your code";

pub fn indent(text: &str, by: usize) -> String {
    let pad = " ".repeat(by);
    text.lines()
        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{pad}{line}\n") })
        .collect()
}

pub fn no_tests(name: &str) -> String {
    format!("tests/{name}.rs contains no test")
}

pub fn no_dep_info(name: &str) -> String {
    format!("the compiler did not list the files that it read for {name}")
}

pub fn duplicate_test(exercise: &str, test: &str) -> String {
    format!("two tests of {exercise} are called `{test}`: give each a unique name")
}

/// How messages spell commands: as make targets if make started this process, with cargo otherwise.
#[derive(Debug, Clone, Copy)]
pub enum CommandStyle {
    Make,
    Cargo,
    /// `watch` runs the command: the user presses keys, and types other commands elsewhere.
    Keys {
        is_made: bool,
    },
}

/// The commands that are keys of `watch`.
pub const KEYS: [(char, &str); 6] =
    [('d', "diff"), ('e', "explain"), ('h', "hint"), ('l', "list"), ('r', "run"), ('t', "test")];

impl CommandStyle {
    /// A command on a line of its own.
    pub fn command(self, command: &str, name: &str) -> String {
        if let (Self::Keys { .. }, Some((key, _))) =
            (self, KEYS.iter().find(|(_, known)| *known == command))
        {
            return key.to_string();
        }
        match (self.is_made(), name) {
            (true, "") => format!("make {command}"),
            (true, name) => format!("make {command} EX={name}"),
            (false, "") => format!("cargo course {command}"),
            (false, name) => format!("cargo course {command} {name}"),
        }
    }

    /// Whether commands that are not keys are typed as make targets.
    pub(crate) fn is_made(self) -> bool {
        matches!(self, Self::Make | Self::Keys { is_made: true })
    }

    /// The command that replays an interleaving.
    pub fn replay(self, replay: &protocol::Replay) -> String {
        if self.is_made() { replay.make_command() } else { replay.cargo_command() }
    }

    /// A command within a sentence.
    pub fn quoted(self, command: &str, name: &str) -> String {
        format!("`{}`", self.command(command, name))
    }
}

#[cfg(test)]
mod tests;
