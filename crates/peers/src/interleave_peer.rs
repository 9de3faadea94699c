//! `interleave`: its complete search, and its depth-first search without reduction.
use crate::answer::Answer;
use crate::program::Program;
use crate::silence_panics;
use interleave::{Bound, Explorer};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

mod std_api {
    pub(super) use interleave::collections::HashMap;
    pub(super) use interleave::sync::{Once, OnceLock};
    pub(super) use interleave::{sync, thread, thread_local};

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
    // Beyond the limit the body does nothing, so that the fallback search is quick. A failure has no
    // result.
    let body =
        || (executions.fetch_add(1, Relaxed) < max_executions).then(|| interpreter::run(program));
    let explorer = explorer.max_executions(max_executions as u64 + 1);
    let explorer = explorer.reference_counts(program.counts_references());
    let survey = silence_panics::catch(|| explorer.outcomes_with_failures(body));
    match survey {
        Ok(survey) => {
            let is_cut = survey.outcomes.contains(&Some(None));
            let ran = survey.outcomes.into_iter().filter(|outcome| *outcome != Some(None));
            let outcomes = ran.map(Option::flatten).collect();
            match survey.coverage.bound {
                _ if is_cut => Answer::Some(outcomes),
                // Every order was tried, and an operation stands between any two changes.
                None | Some(Bound::ReferenceCounts) => Answer::All(outcomes),
                Some(_) => Answer::Some(outcomes),
            }
        }
        // The search may notice the limit.
        Err(_) if executions.into_inner() > max_executions => Answer::ExecutionLimit,
        Err(message) => Answer::Failed(message),
    }
}
