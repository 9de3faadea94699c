//! The sentences that students see, about what became of their files. Help texts are in `help`.
mod crash;
mod doctor;
mod exercise;
mod files;
mod list;
mod next_steps;
mod policy;

pub use crash::{crash, died, exit, first_panic, outer_limit, said, spoken, watchdog};
pub use doctor::{Checkup, and_more, checkup, cure, diagnosis};
pub use exercise::report;
pub use exercise::{details, line, not_begun};
pub use files::{
    NO_EDITOR, NO_WALK, is_starter, not_yet, nothing_to_explain, reset, set_editor, spoil,
};
pub use list::{Listed, list};
pub use next_steps::{ending, hint, hint_by_number};
pub use policy::{EXTERN, INCLUDE, MACHINERY, MACROS, OUTSIDE, PAST_STD, UNSAFE, forbidden_module};

/// Wide enough for a table of the interleaving elsewhere; our own sentences stay within this.
pub const WIDTH: usize = 80;

pub const NO_CARGO: &str = "install Rust from https://rustup.rs, then open a new terminal";
pub const SEE_DOCTOR: &str = "`cargo course doctor` looks for what is missing";
pub const FIRST_BUILD: &str = "compiling what this needs; only the first time takes this long";
pub const WATCHDOG: &str = "a thread ran on without any step that others can see: an endless loop?";
pub const HANGING: &str =
    "on real threads it did not end: does somebody wait for what never comes?";
pub const OUT_OF_MEMORY: &str = "it has taken 512 MiB: does something grow without end?";
pub const NOT_JUDGED: &str = "not judged, because another test did not end";
pub const ENDLESS_BUILD: &str = "the compiler did not come to an end, and was stopped";
pub const FORGED: &str = "there is a verdict, and the tests have not written it";
pub const LEFT_EARLY: &str = "the process ended well before the test had come to its end";
pub const UNRECORDED: &str = "the test ended without a verdict: a fault of the course, not yours";

pub fn indent(text: &str, by: usize) -> String {
    let pad = " ".repeat(by);
    text.lines()
        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{pad}{line}\n") })
        .collect()
}

/// The tests in an executable are not those that stand in our source.
pub fn other_tests(name: &str) -> String {
    format!("the tests that were built are not those of tests/{name}.rs")
}

pub fn no_tests(name: &str) -> String {
    format!("tests/{name}.rs holds no test")
}

/// Our own crates, or what they need, cannot be compiled.
pub fn course_does_not_build(message: &str) -> String {
    format!("the course itself does not build; cargo says:\n\n{message}\n")
}

pub fn clash(exercise: &str, test: &str) -> String {
    format!("two tests of {exercise} are called `{test}`: each needs a name of its own")
}

/// How to type a command: as a make target where make called us, with cargo otherwise.
#[derive(Debug, Clone, Copy)]
pub struct Typed {
    /// Make called us.
    pub by_make: bool,
}

impl Typed {
    /// As a make target.
    pub const MAKE: Self = Self { by_make: true };

    /// To type on a line of its own.
    pub fn command(self, command: &str, name: &str) -> String {
        match (self.by_make, name) {
            (true, "") => format!("make {command}"),
            (true, name) => format!("make {command} EX={name}"),
            (false, "") => format!("cargo course {command}"),
            (false, name) => format!("cargo course {command} {name}"),
        }
    }

    /// The command that replays an interleaving.
    pub fn replay(self, replay: &protocol::Replay) -> String {
        if self.by_make { replay.make_command() } else { replay.cargo_command() }
    }

    /// The same within a sentence.
    pub fn quoted(self, command: &str, name: &str) -> String {
        format!("`{}`", self.command(command, name))
    }
}

fn tests_in_words(count: usize) -> String {
    if count == 1 { "1 test".to_owned() } else { format!("{count} tests") }
}

#[cfg(test)]
mod tests;
