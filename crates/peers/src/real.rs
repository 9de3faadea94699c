//! The real std, on real threads: one run, which must lead to one of the outcomes.
use crate::program::{Outcome, Program};
use std::sync::Arc;

mod engine {
    pub(super) use std::sync::OnceLock;
    pub(super) use std::{sync, thread};

    pub(super) fn gap() {}

    pub(super) fn is_finished(handle: &thread::JoinHandle<()>) -> bool {
        handle.is_finished()
    }
}

#[path = "interpreter/mod.rs"]
#[expect(clippy::duplicate_mod, reason = "one program text, compiled for each engine")]
mod interpreter;

/// Runs `program` once. Hangs if it deadlocks: only for programs that cannot.
pub fn run(program: &Arc<Program>) -> Outcome {
    interpreter::run(program)
}
