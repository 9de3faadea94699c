//! The real std on real threads: one run, whose outcome must be one of the expected ones.
use crate::program::{Outcome, Program};
use std::sync::Arc;

mod std_api {
    /// std's own begins with a random key.
    pub(super) use interleave::collections::HashMap;
    pub(super) use std::sync::{Once, OnceLock};
    pub(super) use std::{sync, thread, thread_local};

    /// Real threads can be preempted anywhere.
    pub(super) fn scheduling_point() {}

    pub(super) fn is_finished(handle: &thread::JoinHandle<()>) -> bool {
        handle.is_finished()
    }
}

#[path = "interpreter/mod.rs"]
#[expect(clippy::duplicate_mod, reason = "compiled once for each implementation of std")]
mod interpreter;

/// Runs `program` once. It blocks forever if the program deadlocks.
pub fn run(program: &Arc<Program>) -> Outcome {
    interpreter::run(program)
}
