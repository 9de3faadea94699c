//! `interleave`: its complete search, and its depth-first search without reduction.
use crate::answer::Answer;
use crate::program::Program;
use crate::silence_panics;
use interleave::Explorer;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

mod std_api {
    pub(super) use interleave::sync::OnceLock;
    pub(super) use interleave::{sync, thread};

    /// `interleave` has all of std's scheduling points.
    pub(super) fn scheduling_point() {}

    pub(super) fn is_finished(handle: &thread::JoinHandle<()>) -> bool {
        handle.is_finished()
    }
}

#[path = "interpreter/mod.rs"]
#[expect(clippy::duplicate_mod, reason = "compiled once for each implementation of std")]
mod interpreter;

/// Every outcome of `program` that `explorer` finds in at most `max_executions`.
pub fn outcomes(explorer: Explorer, program: &Arc<Program>, max_executions: usize) -> Answer {
    let executions = AtomicUsize::new(0);
    // Beyond the limit the body does nothing, so that the fallback search is quick.
    let body =
        || (executions.fetch_add(1, Relaxed) < max_executions).then(|| interpreter::run(program));
    let explorer = explorer.max_executions(max_executions as u64 + 1);
    let survey = silence_panics::catch(|| explorer.outcomes_with_failures(body));
    if executions.into_inner() > max_executions {
        return Answer::ExecutionLimit;
    }
    match survey {
        Ok(survey) if survey.coverage.is_complete() => {
            Answer::All(survey.outcomes.into_iter().map(Option::flatten).collect())
        }
        Ok(_) => Answer::ExecutionLimit,
        Err(message) => Answer::Failed(message),
    }
}
