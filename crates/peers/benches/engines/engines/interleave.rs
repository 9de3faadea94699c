//! `interleave`'s complete search, and its random schedules.
use crate::limits::Limits;
use crate::model::Model;
use crate::search::{Recorder, Search};
use interleave::Explorer;
use peers::silence_panics;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

mod std_api {
    pub(super) use interleave::{sync, thread};
}

#[path = "run.rs"]
mod run;

pub(crate) fn complete(model: Model, limits: Limits) -> Search {
    search(model, limits, Explorer::new())
}

pub(crate) fn random(model: Model, limits: Limits) -> Search {
    search(model, limits, Explorer::new().random(limits.executions))
}

fn search(model: Model, limits: Limits, explorer: Explorer) -> Search {
    let recorder = Recorder::start();
    let is_stopped = AtomicBool::new(false);
    // Beyond the limits the body does nothing, so that the fallback search is quick.
    let body = || {
        if recorder.executions() >= limits.executions || recorder.elapsed() > limits.time {
            is_stopped.store(true, Relaxed);
        } else {
            recorder.record(|| run::run(model));
        }
    };
    let explorer = explorer.max_executions(limits.executions);
    let survey = silence_panics::catch(|| explorer.outcomes_with_failures(body));
    let coverage = survey.ok().map(|survey| survey.coverage);
    match coverage.filter(|coverage| coverage.is_complete() && !is_stopped.load(Relaxed)) {
        None => recorder.finish(false),
        Some(coverage) => Search {
            executions: coverage.executions,
            redundant: coverage.redundant,
            ..recorder.finish(true)
        },
    }
}
