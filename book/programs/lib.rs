//! The programs of the book, compiled against the engine: each program, and each mutant of an answer that
//! a chapter shows, with the scenario in which it goes wrong.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::new_without_default,
    clippy::type_complexity,
    reason = "programs and answers are compiled as they are"
)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

mod chapters;
pub mod graphs;
mod scenarios;

/// The mutants that [`scenarios`] names, which the build script makes.
#[allow(warnings, reason = "some mistakes have a warning of the compiler")]
mod mutants {
    include!(concat!(env!("OUT_DIR"), "/mutants.rs"));
}

use interleave::{Explorer, Failure};

/// A program, or a scenario of a mutant.
pub struct Program {
    /// The name of its file, or `exercise/mutant`.
    pub name: &'static str,
    body: fn(),
}

impl Program {
    /// Runs it in every interleaving. A thread that has to wait must block.
    ///
    /// # Errors
    /// The interleaving in which it goes wrong.
    pub fn explore(&self) -> Result<String, Box<Failure>> {
        let coverage = Explorer::new().deny_busy_waiting().check(self.body)?;
        Ok(format!("no interleaving fails ({coverage})"))
    }

    /// What a reader sees: the report, or that no interleaving fails.
    pub fn report(&self) -> String {
        self.explore().unwrap_or_else(|failure| failure.to_string())
    }
}

/// Declares each program as a module, and lists them all.
macro_rules! programs {
    ($($name:ident)*) => {
        $(mod $name;)*

        const PROGRAMS: &[Program] =
            &[$(Program { name: stringify!($name), body: $name::main }),*];
    };
}

programs! {
    actor
    computed_twice
    computed_twice_repaired
    early_sum
    if_not_while
    if_not_while_repaired
    loaded_twice
    loaded_twice_repaired
    lost_update
    lost_update_repaired
    lost_wakeup
    message_passing
    message_passing_repaired
    mixed_board
    mixed_board_repaired
    no_join
    no_join_repaired
    polite_cooks
    read_twice
    same_ticket
    same_ticket_repaired
    sender_kept
    store_buffering
    two_guards
    two_locks
    two_locks_repaired
    two_models
    two_reads
    two_reads_repaired
    waits_for_flag
}

/// All programs, and all scenarios of mutants.
pub fn all() -> impl Iterator<Item = &'static Program> {
    PROGRAMS.iter().chain(scenarios::SCENARIOS)
}

/// The program or the scenario with this name.
pub fn find(name: &str) -> Option<&'static Program> {
    all().find(|program| program.name == name)
}
