//! Runs a program on one implementation of std. Each peer compiles this file as its child.
use crate::program::{Outcome, Program, Style};
use shared::Shared;
use std::sync::Arc;
use thread::{Spawner, Thread};

mod atomics;
mod channels;
mod endpoints;
mod locals;
mod locks;
mod ops;
mod polling;
mod references;
mod shared;
mod thread;
mod threads;

/// Runs `program` once.
pub(super) fn run(program: &Arc<Program>) -> Outcome {
    let shared = Arc::new(Shared::new(Arc::clone(program)));
    let known = vec![None; program.threads.len()];
    match program.style {
        Style::Free => Thread::run(&shared, 0, Spawner::Free, known),
        Style::Scoped => {
            super::std_api::thread::scope(|scope| {
                Thread::run(&shared, 0, Spawner::Scoped(scope), known)
            });
        }
    }
    shared.outcome()
}
