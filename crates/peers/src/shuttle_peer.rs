//! shuttle's depth-first search, extended to continue after a deadlock.
use crate::answer::{Answer, Outcomes};
use crate::program::Program;
use crate::shuttle_config::config;
use crate::silence_panics;
use shuttle::Runner;
use shuttle::scheduler::{DfsScheduler, Schedule, Scheduler, Task, TaskId};
use shuttle_engine::runtime::execution::ExecutionState;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

mod std_api {
    pub(super) use interleave::collections::HashMap;
    pub(super) use shuttle::{sync, thread, thread_local};
    /// shuttle has no `OnceLock`, and its `Once` has no `wait`; programs that use them are not
    /// compared with shuttle.
    pub(super) use std::sync::{Once, OnceLock};

    /// shuttle has no scheduling point before an endpoint is dropped, nor before a thread arrives
    /// at a barrier where it will block; std has.
    pub(super) fn scheduling_point() {
        thread::yield_now();
    }

    pub(super) fn is_finished(_handle: &thread::JoinHandle<()>) -> bool {
        unreachable!("shuttle has no `is_finished`; such programs are not compared with it")
    }
}

#[path = "interpreter/mod.rs"]
#[expect(clippy::duplicate_mod, reason = "compiled once for each implementation of std")]
mod interpreter;

/// Task 0 runs only when no other task can: then the others have ended or are deadlocked.
const WATCHDOG: usize = 0;

/// Depth-first search over all tasks but the watchdog.
struct WithWatchdog {
    dfs: DfsScheduler,
    last_task: Arc<AtomicUsize>,
}

impl Scheduler for WithWatchdog {
    fn new_execution(&mut self) -> Option<Schedule> {
        self.last_task.store(0, Relaxed);
        self.dfs.new_execution()
    }

    fn next_task(
        &mut self,
        runnable: &[&Task],
        current: Option<TaskId>,
        yielding: bool,
    ) -> Option<TaskId> {
        // shuttle offers endless spurious wakeups from `park`: leave them out.
        let awake: Vec<&Task> = runnable
            .iter()
            .filter(|task| usize::from(task.id()) != WATCHDOG && task.runnable())
            .copied()
            .collect();
        let Some(last) = awake.last() else {
            return Some(TaskId::from(WATCHDOG));
        };
        self.last_task.fetch_max(last.id().into(), Relaxed);
        self.dfs.next_task(&awake, current, yielding)
    }

    fn next_u64(&mut self) -> u64 {
        self.dfs.next_u64()
    }
}

/// Every outcome of `program` that shuttle finds in at most `max_executions`.
pub fn outcomes(program: &Arc<Program>, max_executions: usize) -> Answer {
    let outcomes = Arc::new(Mutex::new(Outcomes::new()));
    let last_task = Arc::new(AtomicUsize::new(0));
    let dfs = DfsScheduler::new(Some(max_executions), false);
    let search = WithWatchdog { dfs, last_task: Arc::clone(&last_task) };
    let (program, seen) = (Arc::clone(program), Arc::clone(&outcomes));
    let executions = silence_panics::catch(|| {
        Runner::new(search, config()).run(move || {
            let result = Arc::new(Mutex::new(None));
            let (program, outcome) = (Arc::clone(&program), Arc::clone(&result));
            shuttle::thread::spawn(move || {
                let result = interpreter::run(&program);
                *outcome.lock().unwrap() = Some(result);
            });
            shuttle::thread::yield_now();
            let outcome = result.lock().unwrap().take();
            if outcome.is_none() {
                // Detached tasks are unwound at the end; a failed execution would leak their stacks.
                for task in 1..=last_task.load(Relaxed) {
                    ExecutionState::with(|state| state.detach(TaskId::from(task)));
                }
            }
            seen.lock().unwrap().insert(outcome);
        })
    });
    match executions {
        Err(message) => Answer::Failed(message),
        Ok(executions) if executions < max_executions => {
            Answer::All(std::mem::take(&mut *outcomes.lock().unwrap()))
        }
        Ok(_) => Answer::ExecutionLimit,
    }
}
