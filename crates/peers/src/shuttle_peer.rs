//! Shuttle's exhaustive search, taught to go on after a deadlock.
use crate::contest::Model;
use crate::figures::{Limits, Search};
use crate::program::{Outcome, Program};
use crate::quiet;
use crate::stopwatch::Stopwatch;
use shuttle::scheduler::{DfsScheduler, RandomScheduler, Schedule, Scheduler, Task, TaskId};
use shuttle::{Config, FailurePersistence, Runner};
use shuttle_engine::runtime::execution::ExecutionState;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

mod engine {
    pub(super) use shuttle::{sync, thread};
    /// Shuttle has none: programs that use it are not for shuttle.
    pub(super) use std::sync::OnceLock;

    /// Shuttle has no scheduling point before a sender or a receiver goes away, and before a thread
    /// arrives at a barrier where it will wait; std has.
    pub(super) fn gap() {
        thread::yield_now();
    }

    /// Shuttle cannot say it: programs that ask are not for shuttle.
    pub(super) fn is_finished(_handle: &thread::JoinHandle<()>) -> bool {
        unreachable!("shuttle is not asked")
    }
}

#[path = "interpreter/mod.rs"]
#[expect(clippy::duplicate_mod, reason = "one program text, compiled for each engine")]
mod interpreter;

#[path = "models.rs"]
#[expect(clippy::duplicate_mod, reason = "one program text, compiled for each engine")]
pub mod models;

/// What shuttle's search found.
#[derive(Debug)]
pub struct Found<T> {
    /// The outcomes; `None` is a deadlock.
    pub outcomes: BTreeSet<Option<T>>,
    /// How many executions that took.
    pub executions: usize,
    /// Whether it finished within the cap.
    pub complete: bool,
}

/// Depth-first search over everything but task 0, which runs only when nothing else can.
///
/// Task 0 is the watchdog of [`survey`]: once it runs again, the others have ended or are deadlocked.
struct WithWatchdog {
    dfs: DfsScheduler,
    last_task: Arc<AtomicUsize>,
}

const WATCHDOG: usize = 0;

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
        // `park` is offered spurious wakeups here, without end: leave them out.
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

/// A configuration that writes nothing and has room on its stacks for unoptimised code.
pub fn quiet() -> Config {
    let mut config = Config::new();
    config.failure_persistence = FailurePersistence::None;
    config.silence_warnings = true;
    config.stack_size = 0x4_0000;
    config
}

/// Lets shuttle do what it does once in a process.
pub(crate) fn warm_up() {
    Runner::new(DfsScheduler::new(Some(1), false), quiet()).run(|| {});
}

/// Runs `body` under every schedule of shuttle's, or the first `cap` of them.
///
/// # Errors
/// The message of a panic in `body` or in shuttle itself.
pub fn survey<T: Ord + Send + 'static>(
    cap: usize,
    body: impl Fn() -> T + Send + Sync + 'static,
) -> Result<Found<T>, String> {
    let outcomes = Arc::new(Mutex::new(BTreeSet::new()));
    let last_task = Arc::new(AtomicUsize::new(0));
    let dfs = DfsScheduler::new(Some(cap), false);
    let search = WithWatchdog { dfs, last_task: Arc::clone(&last_task) };
    let body = Arc::new(body);
    let seen = Arc::clone(&outcomes);
    let run = move || {
        Runner::new(search, quiet()).run(move || {
            let result = Arc::new(Mutex::new(None));
            let (body, answer) = (Arc::clone(&body), Arc::clone(&result));
            shuttle::thread::spawn(move || {
                let outcome = body();
                *answer.lock().unwrap() = Some(outcome);
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
    };
    let executions = quiet::catch(run)?;
    let outcomes = std::mem::take(&mut *outcomes.lock().unwrap());
    Ok(Found { outcomes, executions, complete: executions < cap })
}

/// Every outcome of `program` that shuttle knows.
///
/// # Errors
/// As [`survey`].
pub fn outcomes(program: &Arc<Program>, cap: usize) -> Result<Found<Outcome>, String> {
    let program = Arc::clone(program);
    survey(cap, move || interpreter::run(&program))
}

/// Stops a search at its limits, and remembers whether it had to.
struct Limited<S> {
    scheduler: S,
    limits: Limits,
    watch: Stopwatch,
    executions: u64,
    complete: Arc<AtomicBool>,
}

impl<S: Scheduler> Scheduler for Limited<S> {
    fn new_execution(&mut self) -> Option<Schedule> {
        if self.executions >= self.limits.executions || self.watch.elapsed() > self.limits.time {
            return None;
        }
        let next = self.scheduler.new_execution();
        self.complete.store(next.is_none(), Relaxed);
        self.executions += u64::from(next.is_some());
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

/// Shuttle's depth-first search of a model of the benchmark.
pub fn search(model: Model, limits: Limits) -> Search {
    timed(model, limits, DfsScheduler::new(None, false))
}

/// Random schedules of a model of the benchmark, from `seed`.
pub fn random(model: Model, seed: u64, limits: Limits) -> Search {
    timed(model, limits, RandomScheduler::new_from_seed(seed, usize::MAX))
}

fn timed(model: Model, limits: Limits, scheduler: impl Scheduler + 'static) -> Search {
    let complete = Arc::new(AtomicBool::new(false));
    let failure = Arc::new(AtomicUsize::new(0));
    let current = AtomicUsize::new(0);
    let first = Arc::clone(&failure);
    let watch = Stopwatch::start();
    let limited =
        Limited { scheduler, limits, watch, executions: 0, complete: Arc::clone(&complete) };
    let executions = Runner::new(limited, quiet()).run(move || {
        let execution = current.fetch_add(1, Relaxed) + 1;
        if !models::run(model) {
            let _ = first.compare_exchange(0, execution, Relaxed, Relaxed);
        }
    });
    Search {
        executions: executions as u64,
        redundant: 0,
        complete: complete.load(Relaxed),
        time: watch.elapsed(),
        busy: watch.busy(),
        first_failure: Some(failure.load(Relaxed) as u64).filter(|first| *first > 0),
    }
}
