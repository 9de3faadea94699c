//! Loom, on the models of the benchmark.
use crate::contest::Model;
use crate::figures::{Limits, Search};
use crate::quiet;
use crate::stopwatch::Stopwatch;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

mod engine {
    pub(super) use loom::{sync, thread};
}

#[path = "models.rs"]
#[expect(clippy::duplicate_mod, reason = "one program text, compiled for each engine")]
pub mod models;

/// Loom's search of a model of the benchmark. It has five threads at most, the first one among them.
pub fn search(model: Model, limits: Limits) -> Search {
    let begun = Arc::new(AtomicU64::new(0));
    let failure = Arc::new(AtomicU64::new(0));
    let mut builder = loom::model::Builder::new();
    // What the environment says does not count.
    builder.preemption_bound = None;
    builder.checkpoint_file = None;
    builder.checkpoint_interval = 1;
    builder.max_branches = 10_000;
    builder.max_permutations = usize::try_from(limits.executions + 1).ok();
    builder.max_duration = Some(limits.time);
    let (count, first) = (Arc::clone(&begun), Arc::clone(&failure));
    let watch = Stopwatch::start();
    let searched = quiet::catch(move || {
        builder.check(move || {
            let execution = count.fetch_add(1, Relaxed) + 1;
            if !models::run(model) {
                let _ = first.compare_exchange(0, execution, Relaxed, Relaxed);
            }
        });
    });
    let (time, busy) = (watch.elapsed(), watch.busy());
    let executions = begun.load(Relaxed);
    Search {
        executions,
        redundant: 0,
        complete: searched.is_ok() && executions < limits.executions && time < limits.time,
        time,
        busy,
        first_failure: Some(failure.load(Relaxed)).filter(|first| *first > 0),
    }
}
