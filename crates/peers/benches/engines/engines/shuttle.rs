//! shuttle's depth-first search, and its random schedules.
use crate::limits::Limits;
use crate::model::Model;
use crate::search::{Recorder, Search};
use peers::shuttle_config::config;
use shuttle::Runner;
use shuttle::scheduler::{DfsScheduler, RandomScheduler, Schedule, Scheduler, Task, TaskId};
use std::mem::ManuallyDrop;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

mod std_api {
    pub(super) use shuttle::{sync, thread};
}

#[path = "run.rs"]
#[expect(clippy::duplicate_mod, reason = "compiled once for each engine")]
mod run;

pub(crate) fn complete(model: Model, limits: Limits) -> Search {
    search(model, limits, DfsScheduler::new(None, false))
}

pub(crate) fn random(model: Model, seed: u64, limits: Limits) -> Search {
    search(model, limits, RandomScheduler::new_from_seed(seed, usize::MAX))
}

fn search(model: Model, limits: Limits, scheduler: impl Scheduler + 'static) -> Search {
    let recorder = Arc::new(Recorder::start());
    let is_complete = Arc::new(AtomicBool::new(false));
    let limited = Limited {
        scheduler: ManuallyDrop::new(scheduler),
        limits,
        recorder: Arc::clone(&recorder),
        is_complete: Arc::clone(&is_complete),
    };
    let shared = Arc::clone(&recorder);
    Runner::new(limited, config()).run(move || shared.record(|| run::run(model)));
    recorder.finish(is_complete.load(Relaxed))
}

/// Stops a search at its limits, and records whether it was complete.
struct Limited<S> {
    /// Never dropped, because a `RandomScheduler` that is stopped early prints its seed then.
    scheduler: ManuallyDrop<S>,
    limits: Limits,
    recorder: Arc<Recorder>,
    is_complete: Arc<AtomicBool>,
}

impl<S: Scheduler> Scheduler for Limited<S> {
    fn new_execution(&mut self) -> Option<Schedule> {
        let Limited { limits, recorder, .. } = self;
        if recorder.executions() >= limits.executions || recorder.elapsed() > limits.time {
            return None;
        }
        let next = self.scheduler.new_execution();
        self.is_complete.store(next.is_none(), Relaxed);
        next
    }

    fn next_task(
        &mut self,
        runnable: &[&Task],
        current: Option<TaskId>,
        yielding: bool,
    ) -> Option<TaskId> {
        self.scheduler.next_task(runnable, current, yielding)
    }

    fn next_u64(&mut self) -> u64 {
        self.scheduler.next_u64()
    }
}
