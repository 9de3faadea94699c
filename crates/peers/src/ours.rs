//! Our engine: its complete search, and its plain depth-first search without reduction.
use crate::compare::Answer;
use crate::contest::Model;
use crate::figures::{Limits, Search};
use crate::program::Program;
use crate::quiet;
use crate::stopwatch::Stopwatch;
use interleave::Explorer;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};

mod engine {
    pub(super) use interleave::sync::OnceLock;
    pub(super) use interleave::{sync, thread};

    /// What shuttle needs help with are operations of their own here, as in std.
    pub(super) fn gap() {}

    pub(super) fn is_finished(handle: &thread::JoinHandle<()>) -> bool {
        handle.is_finished()
    }
}

#[path = "interpreter/mod.rs"]
#[expect(clippy::duplicate_mod, reason = "one program text, compiled for each engine")]
mod interpreter;

#[path = "models.rs"]
#[expect(clippy::duplicate_mod, reason = "one program text, compiled for each engine")]
pub mod models;

/// Every outcome of `program`, by the complete search.
pub fn complete(program: &Arc<Program>, cap: usize) -> Answer {
    ask(Explorer::new(), program, cap)
}

/// Every outcome of `program`, one schedule after the other.
pub fn exhaustive(program: &Arc<Program>, cap: usize) -> Answer {
    ask(Explorer::new().exhaustive(), program, cap)
}

fn ask(explorer: Explorer, program: &Arc<Program>, cap: usize) -> Answer {
    let executions = AtomicUsize::new(0);
    // Beyond the cap the body does nothing, so that what follows an unfinished search is quick.
    let body = || (executions.fetch_add(1, Relaxed) < cap).then(|| interpreter::run(program));
    let explorer = explorer.max_executions(cap as u64 + 1);
    let survey = quiet::catch(|| explorer.outcomes_with_failures(body));
    if executions.into_inner() > cap {
        return Answer::Unfinished;
    }
    match survey {
        Ok(survey) if survey.coverage.is_complete() => {
            Answer::All(survey.outcomes.into_iter().map(Option::flatten).collect())
        }
        Ok(_) => Answer::Unfinished,
        Err(message) => Answer::Failed(message),
    }
}

/// The complete search of a model of the benchmark.
pub fn search(model: Model, limits: Limits) -> Search {
    timed(model, limits, Explorer::new())
}

/// Random schedules of a model of the benchmark.
pub fn random(model: Model, limits: Limits) -> Search {
    timed(model, limits, Explorer::new().random(limits.executions))
}

fn timed(model: Model, limits: Limits, explorer: Explorer) -> Search {
    let watch = Stopwatch::start();
    let begun = AtomicU64::new(0);
    let given_up = AtomicBool::new(false);
    let failure = AtomicU64::new(0);
    let body = || {
        // As in `ask`: beyond the limits there is nothing to do.
        if begun.load(Relaxed) >= limits.executions || watch.elapsed() > limits.time {
            given_up.store(true, Relaxed);
            return;
        }
        let execution = begun.fetch_add(1, Relaxed) + 1;
        if !models::run(model) {
            let _ = failure.compare_exchange(0, execution, Relaxed, Relaxed);
        }
    };
    let explorer = explorer.max_executions(limits.executions);
    let survey = quiet::catch(|| explorer.outcomes_with_failures(body));
    let (time, busy) = (watch.elapsed(), watch.busy());
    let coverage = survey.ok().map(|survey| survey.coverage);
    let complete = coverage.filter(|coverage| coverage.is_complete() && !given_up.load(Relaxed));
    Search {
        redundant: complete.as_ref().map_or(0, |coverage| coverage.redundant),
        executions: complete.as_ref().map_or(begun.into_inner(), |coverage| coverage.executions),
        complete: complete.is_some(),
        time,
        busy,
        first_failure: Some(failure.into_inner()).filter(|first| *first > 0),
    }
}
