//! loom's search.
use crate::limits::Limits;
use crate::model::Model;
use crate::search::{Recorder, Search};
use peers::silence_panics;
use std::sync::Arc;

mod std_api {
    pub(super) use loom::{sync, thread};
}

#[path = "run.rs"]
#[expect(clippy::duplicate_mod, reason = "compiled once for each engine")]
mod run;

/// The maximum number of threads, main included.
pub(crate) const MAX_THREADS: usize = 5;

pub(crate) fn complete(model: Model, limits: Limits) -> Search {
    let mut builder = loom::model::Builder::new();
    // Override the settings that loom reads from environment variables.
    builder.preemption_bound = None;
    builder.checkpoint_file = None;
    builder.checkpoint_interval = 1;
    builder.max_branches = 10_000;
    builder.max_permutations = usize::try_from(limits.executions + 1).ok();
    builder.max_duration = Some(limits.time);
    let recorder = Arc::new(Recorder::start());
    let shared = Arc::clone(&recorder);
    let result = silence_panics::catch(move || {
        builder.check(move || shared.record(|| run::run(model)));
    });
    let is_within_limits =
        recorder.executions() < limits.executions && recorder.elapsed() < limits.time;
    recorder.finish(result.is_ok() && is_within_limits)
}
