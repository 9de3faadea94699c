//! The executions of one body.

mod ask;
mod minimize;
mod search_driver;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::allocations;
use crate::classify;
use crate::config::Config;
use crate::context;
use crate::coroutine::{self, Job, Stacks};
use crate::execution::{self, ExecutionEnd};
use crate::object_handle;
use crate::panics;
use crate::runtime::Runtime;
use crate::schedule::Schedule;
use crate::scheduler::AbortReason;
use crate::search::{DelayBounded, Search};
use crate::watchdog;
use report::{Bound, Coverage, Execution, FailureKind};

/// The code under test. Only the caller knows its type, so everything below is compiled once, with
/// the engine, and not again for each body.
pub(crate) trait Body {
    /// Runs the body once, and keeps its result.
    fn run(&self);

    /// Drops the result, outside any execution.
    fn forget(&self);
}

/// The result of one execution.
pub(crate) struct RunResult {
    /// The number of executions before it in the search. A search that starts over counts again.
    pub(crate) number: u64,
    pub(crate) failure: Option<(FailureKind, String)>,
    pub(crate) schedule: Schedule,
    /// Its class of equivalent executions, if executions are classified.
    pub(crate) class: u64,
    /// Whether it failed and a thread woke up spuriously in it.
    woke_spuriously: bool,
    redundant: bool,
    bounded: Option<Bound>,
    operations: u64,
}

impl RunResult {
    pub(crate) fn failure_kind(&self) -> Option<FailureKind> {
        self.failure.as_ref().map(|(kind, _)| *kind)
    }
}

/// An execution that a search has found.
pub(crate) struct FoundRun {
    pub(crate) kind: FailureKind,
    pub(crate) message: String,
    schedule: Schedule,
    woke_spuriously: bool,
    coverage: Coverage,
}

pub(crate) struct Session<'a> {
    config: &'a Config,
    body: &'a dyn Body,
    runtime: Runtime,
    stacks: Stacks,
    executions: u64,
    /// The executions of directed schedules, before the search.
    directed: u64,
    redundant: u64,
    operations: u64,
    /// The first limit that an execution has reached.
    bounded: Option<Bound>,
    _turn: MutexGuard<'static, ()>,
}

/// Distinguishes the objects of one execution from those of all others in the process.
static EPOCH: AtomicU64 = AtomicU64::new(1);

/// Explorations in one process take turns, because they share the statics of the code under test.
static TURN: Mutex<()> = Mutex::new(());

impl<'a> Session<'a> {
    pub(crate) fn new(config: &'a Config, body: &'a dyn Body) -> Self {
        assert!(
            !coroutine::is_inside(),
            "an exploration cannot start inside another one; start it outside the body"
        );
        assert!(!std::thread::panicking(), "an exploration cannot start in a panicking thread");
        panics::install_hook(|| _ = context::with(Runtime::panic_raised));
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        watchdog::begin_exploration();
        Self {
            config,
            body,
            runtime: Runtime::default(),
            stacks: Stacks::default(),
            executions: 0,
            directed: 0,
            redundant: 0,
            operations: 0,
            bounded: None,
            _turn: turn,
        }
    }

    /// The search for a single execution: without preemptions, or strictly taking turns.
    pub(crate) fn plain(&self) -> Box<dyn Search> {
        if self.config.fair { Box::new(DelayBounded::new(0)) } else { Box::default() }
    }

    /// Runs the body once with this search.
    pub(crate) fn run_once(&mut self, search: Box<dyn Search>, trace: bool) -> RunResult {
        let _watch = watchdog::watch();
        self.runtime.state(|state| state.search = search);
        let run = self.run(trace);
        self.runtime.state(|state| state.schedule = run.schedule.clone());
        run
    }

    /// The execution that just ran with a trace.
    pub(crate) fn executed(&self, found_at: u64) -> Execution {
        self.runtime.state(|state| {
            let schedule = (state.schedule.clone(), state.preemptions);
            let info = state.trace_info();
            Execution::new(schedule, found_at, state.unjoined.clone(), (state.take_trace(), info))
        })
    }

    /// From now on, each execution is assigned to a class.
    pub(crate) fn classify(&self) {
        self.runtime.state(|state| state.classifies = true);
    }

    /// Runs the body once.
    fn run(&mut self, trace: bool) -> RunResult {
        watchdog::begin_execution();
        // No other thread writes it while this session holds the lock.
        let epoch = EPOCH.load(Ordering::Relaxed);
        EPOCH.store(epoch + 1, Ordering::Relaxed);
        self.runtime.state(|state| state.reset(epoch, self.config.execution_limits(), trace));
        self.body.forget();
        let end = {
            let (runtime, body) = (&self.runtime, self.body);
            let job: Box<dyn FnOnce() + '_> = Box::new(move || {
                body.run();
                runtime.state(|state| state.record_unjoined());
            });
            // SAFETY: when `execution::run` returns, every coroutine has ended, or never runs again.
            #[expect(unsafe_code, reason = "the body borrows from the caller of the exploration")]
            let job: Job = unsafe { coroutine::erase(job) };
            if trace {
                allocations::set_recording(true);
            }
            let end = execution::run(runtime, &mut self.stacks, job);
            if trace {
                allocations::set_recording(false);
            }
            end
        };
        self.runtime.state(|state| {
            let is_cut = matches!(end, ExecutionEnd::Aborted(AbortReason::ThreadLimit));
            let bounded = is_cut.then_some(Bound::Threads);
            let failure = classify::failure_of(end, state, self.config);
            let class = state.classifies.then(|| state.log.class(state.schedule.choices()));
            RunResult {
                class: class.unwrap_or_default(),
                number: self.executions,
                woke_spuriously: failure.is_some() && state.has_spurious_wakeup(),
                failure,
                schedule: std::mem::take(&mut state.schedule),
                redundant: state.search.is_redundant(),
                bounded: bounded.or(state.bounded.then_some(Bound::SpinLimit)),
                operations: state.log.len() as u64,
            }
        })
    }
}

/// Runs `body` on real threads while no exploration of this process runs, because both may use the
/// same `static`. Real threads cannot be stopped: if `body` does not finish, the process ends with
/// a message and the exit code [`STUCK`](report::exit_code::STUCK).
///
/// ```
/// let total: u32 = interleave::on_real_threads(|| {
///     std::thread::scope(|scope| scope.spawn(|| 40 + 2).join().unwrap())
/// });
/// assert_eq!(total, 42);
/// ```
///
/// # Panics
/// If called inside an exploration, or if `body` panics.
pub fn on_real_threads<R>(body: impl FnOnce() -> R) -> R {
    assert!(!coroutine::is_inside(), "real threads cannot be used inside an exploration");
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let run = object_handle::RealRun::new(EPOCH.fetch_add(1, Ordering::Relaxed));
    let _watch = watchdog::watch_real_threads();
    run.within(body)
}
