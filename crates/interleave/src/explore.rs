//! Many executions: the complete search, what stands in for it where it does not end, and the
//! failing execution that is easiest to read.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::coroutine::{self, Job, Stacks};
use crate::execution::{self, End};
use crate::failure::{Bound, Coverage, Execution, Failure, FailureKind, Outcomes, Survey};
use crate::panics;
use crate::runtime::Runtime;
use crate::schedule::Schedule;
use crate::scheduler::State;
use crate::search::{Bounded, Dpor, Random, Replay, Search};
use crate::watchdog;

/// Explores every interleaving of a body of code, within budgets that are counted and never timed.
///
/// ```
/// use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
/// use interleave::{Explorer, FailureKind, thread};
///
/// let failure = Explorer::new()
///     .check(|| {
///         let count = AtomicU32::new(0);
///         thread::scope(|scope| {
///             for _ in 0..2 {
///                 scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
///             }
///         });
///         assert_eq!(count.load(SeqCst), 2);
///     })
///     .unwrap_err();
/// assert_eq!(failure.kind, FailureKind::Assertion);
/// assert_eq!(failure.execution.preemptions, 1);
/// ```
#[derive(Clone, Debug)]
pub struct Explorer {
    executions: u64,
    operations: u64,
    steps: usize,
    forbid_leftovers: bool,
    exhaustive: bool,
    asserted_in: Option<String>,
}

impl Default for Explorer {
    fn default() -> Self {
        Self::new()
    }
}

impl Explorer {
    /// An explorer with the usual budgets: 200,000 executions, 20 million operations, and 20,000
    /// operations in one execution.
    pub fn new() -> Self {
        Self {
            executions: 200_000,
            operations: 20_000_000,
            steps: 20_000,
            forbid_leftovers: false,
            exhaustive: false,
            asserted_in: None,
        }
    }

    /// Gives up the complete search after so many executions.
    #[must_use]
    pub fn executions(mut self, executions: u64) -> Self {
        self.executions = executions;
        self
    }

    /// Calls an execution too long after so many operations, 60,000 at most.
    #[must_use]
    pub fn steps(mut self, steps: usize) -> Self {
        self.steps = steps.min(60_000);
        self
    }

    /// Fails if the body returns and leaves threads behind that wait for ever.
    #[must_use]
    pub fn forbid_leftovers(mut self) -> Self {
        self.forbid_leftovers = true;
        self
    }

    /// Visits every schedule, equivalent ones too: slow, and good to check the reduction against.
    #[must_use]
    pub fn exhaustive(mut self) -> Self {
        self.exhaustive = true;
        self
    }

    /// Takes panics raised in `file` for properties that do not hold. Without it, those are the
    /// panics of the body's own thread.
    #[must_use]
    pub fn asserted_in(mut self, file: &str) -> Self {
        self.asserted_in = Some(file.to_owned());
        self
    }

    /// Explores every interleaving of `body`.
    ///
    /// # Errors
    /// The failing interleaving with the fewest preemptions, if one fails.
    ///
    /// # Panics
    /// If called from inside an exploration.
    pub fn check(&self, body: impl Fn()) -> Result<Coverage, Box<Failure>> {
        self.explore(body, |()| true)
    }

    /// Explores every interleaving of `body` and collects its results.
    ///
    /// # Errors
    /// The failing interleaving with the fewest preemptions, if one fails.
    ///
    /// # Panics
    /// If called from inside an exploration.
    pub fn outcomes<T: Ord>(&self, body: impl Fn() -> T) -> Result<Outcomes<T>, Box<Failure>> {
        let mut seen = BTreeMap::new();
        let mut session = Session::new(self, &body);
        let coverage = session.search(|run| {
            if let Some(value) = run.value.take() {
                seen.entry(value).or_insert_with(|| run.schedule.clone());
            }
            run.failure.is_none()
        });
        match coverage {
            Ok(coverage) => Ok(Outcomes { seen, coverage }),
            Err(found) => Err(session.explain(found, |run, kind| run.failure_kind() == Some(kind))),
        }
    }

    /// Explores every interleaving of `body` and collects its results, and goes on after failures.
    ///
    /// # Panics
    /// If called from inside an exploration, or if the code asks for what cannot be explored.
    pub fn survey<T: Ord>(&self, body: impl Fn() -> T) -> Survey<T> {
        let mut outcomes = BTreeSet::new();
        let mut session = Session::new(self, &body);
        let coverage = session.search(|run| {
            let broken = matches!(run.failure, Some((FailureKind::Misuse | FailureKind::Nondeterminism, _)));
            outcomes.insert(if run.failure.is_none() { run.value.take() } else { None });
            !broken
        });
        match coverage {
            Ok(coverage) => Survey { outcomes, coverage },
            Err(found) => panic!("{}", found.message),
        }
    }

    /// Looks for an interleaving whose result is `wanted`: the one with the fewest preemptions.
    /// Failing interleavings have no result.
    ///
    /// # Panics
    /// If called from inside an exploration.
    pub fn witness<T>(&self, body: impl Fn() -> T, wanted: impl Fn(&T) -> bool) -> Option<Execution> {
        let mut session = Session::new(self, &body);
        let found = session.search(|run| !run.value.as_ref().is_some_and(&wanted)).err()?;
        let failure = session.explain(found, |run, _| run.value.as_ref().is_some_and(&wanted));
        Some(failure.execution)
    }

    /// Runs the one interleaving that `schedule` describes, and shows it.
    ///
    /// # Errors
    /// The failure, if it fails; or why the schedule does not fit the code any more.
    ///
    /// # Panics
    /// If called from inside an exploration.
    pub fn replay(&self, schedule: &Schedule, body: impl Fn()) -> Result<Execution, Box<Failure>> {
        let mut session = Session::new(self, &body);
        session.settle_granularity();
        let run = session.run_once(Box::new(Replay::new(schedule)), true);
        match run.failure {
            Some((kind, message)) => {
                let coverage = Coverage { executions: 1, redundant: 0, bound: None };
                Err(Box::new(Failure { kind, message, execution: session.executed(1), coverage }))
            }
            None => Ok(session.executed(1)),
        }
    }

    fn explore<T>(&self, body: impl Fn() -> T, fine: impl Fn(&T) -> bool) -> Result<Coverage, Box<Failure>> {
        let mut session = Session::new(self, &body);
        let coverage = session
            .search(|run| run.failure.is_none() && run.value.as_ref().is_none_or(&fine));
        coverage.map_err(|found| {
            session.explain(found, |run, kind| run.failure_kind() == Some(kind))
        })
    }
}

/// One run of the body.
struct Run<T> {
    value: Option<T>,
    failure: Option<(FailureKind, String)>,
    schedule: Schedule,
    redundant: bool,
    bounded: bool,
    operations: u64,
}

impl<T> Run<T> {
    fn failure_kind(&self) -> Option<FailureKind> {
        self.failure.as_ref().map(|(kind, _)| *kind)
    }
}

/// A run that the search was looking for.
struct Found {
    kind: FailureKind,
    message: String,
    schedule: Schedule,
    coverage: Coverage,
}

/// Why a search ended.
enum Stop {
    Exhausted,
    OutOfBudget,
    Found(Found),
    /// Somebody looks at releases: they have to be operations of their own.
    NeedsFine,
}

/// The executions of one body.
struct Session<'a, T> {
    explorer: &'a Explorer,
    body: &'a dyn Fn() -> T,
    runtime: Runtime,
    stacks: Stacks,
    executions: u64,
    redundant: u64,
    operations: u64,
    bounded: bool,
    _turn: MutexGuard<'static, ()>,
}

/// Tells the objects of one execution from those of all others in the process.
static EPOCH: AtomicU64 = AtomicU64::new(1);

/// Explorations in one process take turns: a `static` of the code under test is one for all.
static TURN: Mutex<()> = Mutex::new(());

/// Preemption bounds that are tried where the complete search does not end (as CHESS does).
const BOUNDS: [usize; 4] = [0, 1, 2, 3];

/// How many executions may go into each of them, and into walks by chance after that.
const FALLBACK: u64 = 20_000;

/// How many executions may go into the search for one that is easier to read.
const EASIER: u64 = 20_000;

const SEED: u64 = 0x5EED_0F1E_A5ED_C0DE;

impl<'a, T> Session<'a, T> {
    fn new(explorer: &'a Explorer, body: &'a dyn Fn() -> T) -> Self {
        assert!(
            !coroutine::is_inside(),
            "an exploration cannot begin inside another one: call it outside of the body"
        );
        panics::install_hook();
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        Self {
            explorer,
            body,
            runtime: Runtime::new(State::new(Box::new(Replay::new(&Schedule::default())))),
            stacks: Stacks::default(),
            executions: 0,
            redundant: 0,
            operations: 0,
            bounded: false,
            _turn: turn,
        }
    }

    /// Searches until `go_on` says no, everything was seen, or the budgets are spent.
    fn search(&mut self, mut go_on: impl FnMut(&mut Run<T>) -> bool) -> Result<Coverage, Found> {
        let _watch = watchdog::watch();
        if let Some(found) = self.differs_from_itself() {
            return Err(found);
        }
        let complete = |explorer: &Explorer| -> Box<dyn Search> {
            if explorer.exhaustive { Box::new(Bounded::new(None)) } else { Box::new(Dpor::default()) }
        };
        // The plain search takes nothing for granted, the granularity neither.
        self.runtime.state(|state| state.fine = self.explorer.exhaustive);
        let mut stop = self.run_all(complete(self.explorer), self.explorer.executions, &mut go_on);
        if matches!(stop, Stop::NeedsFine) {
            self.runtime.state(|state| state.fine = true);
            stop = self.run_all(complete(self.explorer), self.explorer.executions, &mut go_on);
        }
        let mut bound = match stop {
            Stop::Found(found) => return Err(found),
            Stop::Exhausted => return Ok(self.coverage(self.bounded.then_some(Bound::Looks))),
            Stop::OutOfBudget | Stop::NeedsFine => Bound::Random,
        };
        for preemptions in BOUNDS {
            self.operations = 0;
            match self.run_all(Box::new(Bounded::new(Some(preemptions))), FALLBACK, &mut go_on) {
                Stop::Found(found) => return Err(found),
                Stop::Exhausted => bound = Bound::Preemptions(preemptions),
                Stop::OutOfBudget | Stop::NeedsFine => break,
            }
        }
        self.operations = 0;
        match self.run_all(Box::new(Random::new(SEED, FALLBACK)), FALLBACK, &mut go_on) {
            Stop::Found(found) => Err(found),
            _ => Ok(self.coverage(Some(bound))),
        }
    }

    /// Whether the same schedule leads elsewhere the second time.
    fn differs_from_itself(&mut self) -> Option<Found> {
        let mut signature = || {
            let search = Box::new(Replay::new(&Schedule::default()));
            self.runtime.state(|state| state.search = search);
            let run = self.run(false);
            (run.schedule, self.runtime.state(|state| state.signature()))
        };
        let (first, (schedule, second)) = (signature().1, signature());
        let (was, is) = first.into_iter().zip(second).find(|(was, is)| was != is)?;
        Some(Found {
            kind: FailureKind::Nondeterminism,
            message: crate::report::words::nondeterminism(&format!("{is}, and {was} before")),
            schedule,
            coverage: self.coverage(None),
        })
    }

    fn coverage(&self, bound: Option<Bound>) -> Coverage {
        Coverage { executions: self.executions, redundant: self.redundant, bound }
    }

    fn run_all(
        &mut self,
        search: Box<dyn Search>,
        budget: u64,
        go_on: &mut dyn FnMut(&mut Run<T>) -> bool,
    ) -> Stop {
        self.runtime.state(|state| state.search = search);
        let first = self.executions;
        loop {
            let mut run = self.run(false);
            if self.runtime.state(|state| state.needs_fine && !state.fine) {
                self.executions = first;
                return Stop::NeedsFine;
            }
            self.operations += run.operations;
            if run.redundant {
                self.redundant += 1;
            } else {
                self.executions += 1;
                self.bounded |= run.bounded;
                if !go_on(&mut run) {
                    return Stop::Found(self.found(run));
                }
            }
            if !self.runtime.state(|state| state.search.advance()) {
                return match self.runtime.state(|state| state.search.is_exhaustive()) {
                    true => Stop::Exhausted,
                    false => Stop::OutOfBudget,
                };
            }
            let spent = self.executions + self.redundant - first;
            if spent >= budget || self.operations >= self.explorer.operations {
                return Stop::OutOfBudget;
            }
        }
    }

    fn found(&self, run: Run<T>) -> Found {
        let (kind, message) =
            run.failure.unwrap_or((FailureKind::Assertion, "this can happen".to_owned()));
        Found { kind, message, schedule: run.schedule, coverage: self.coverage(None) }
    }

    /// Looks for an execution like the one `found`, with fewer preemptions, and shows it.
    fn explain(&mut self, found: Found, like: impl Fn(&Run<T>, FailureKind) -> bool) -> Box<Failure> {
        let _watch = watchdog::watch();
        let Found { kind, message, schedule, coverage } = found;
        let found_at = coverage.executions;
        let easier = if matches!(kind, FailureKind::Nondeterminism | FailureKind::Misuse) {
            None
        } else {
            self.easier(|run| like(run, kind))
        };
        let (schedule, message) = easier.unwrap_or((schedule, message));
        let replayed = self.run_once(Box::new(Replay::new(&schedule)), true);
        let (kind, message) = match replayed.failure {
            Some((now, _)) if now != kind => (
                FailureKind::Nondeterminism,
                format!(
                    "the same interleaving ended in another way the second time: the code depends on \
                     something besides its threads, such as the order of a HashMap or the time\n\
                     (the first time: {message})"
                ),
            ),
            Some((_, message)) => (kind, message),
            None => (kind, message),
        };
        Box::new(Failure { kind, message, execution: self.executed(found_at), coverage })
    }

    fn easier(&mut self, like: impl Fn(&Run<T>) -> bool) -> Option<(Schedule, String)> {
        let mut left = EASIER;
        for bound in BOUNDS {
            let before = self.executions;
            let search = Box::new(Bounded::new(Some(bound)));
            match self.run_all(search, left, &mut |run| !like(run)) {
                Stop::Found(found) => return Some((found.schedule, found.message)),
                Stop::Exhausted => return None,
                _ => left = left.saturating_sub(self.executions - before),
            }
            if left == 0 {
                return None;
            }
        }
        None
    }

    /// The execution that was just run with a trace.
    fn executed(&self, found_at: u64) -> Execution {
        self.runtime.state(|state| Execution {
            schedule: state.schedule.clone(),
            preemptions: state.preemptions,
            found_at,
            cast: state.cast(),
            trace: state.take_trace(),
        })
    }

    /// Finds out, for a replay, whether releases are operations of their own here.
    fn settle_granularity(&mut self) {
        let _watch = watchdog::watch();
        if let Stop::NeedsFine = self.run_all(Box::new(Bounded::new(Some(0))), 100, &mut |_| true) {
            self.runtime.state(|state| state.fine = true);
        }
    }

    fn run_once(&mut self, search: Box<dyn Search>, trace: bool) -> Run<T> {
        let _watch = watchdog::watch();
        self.runtime.state(|state| state.search = search);
        self.run(trace)
    }

    fn run(&mut self, trace: bool) -> Run<T> {
        watchdog::progress();
        let epoch = EPOCH.fetch_add(1, Ordering::Relaxed);
        self.runtime.state(|state| state.reset(epoch, trace));
        let value = RefCell::new(None);
        let end = {
            let (runtime, body, value) = (&self.runtime, self.body, &value);
            let job: Box<dyn FnOnce() + '_> = Box::new(move || {
                crate::thread::root(runtime, || *value.borrow_mut() = Some(body()));
            });
            // SAFETY: `execution::run` ends only when every coroutine has, or the process.
            #[expect(unsafe_code, reason = "the body borrows from the caller of the exploration")]
            let job: Job = unsafe { coroutine::erase(job) };
            execution::run(runtime, &mut self.stacks, self.explorer.steps, job)
        };
        let failure = self.judge(end);
        self.runtime.state(|state| Run {
            value: if failure.is_none() { value.take() } else { None },
            failure,
            schedule: state.schedule.clone(),
            redundant: state.search.is_redundant(),
            bounded: state.bounded,
            operations: state.events.len() as u64,
        })
    }

    /// What the end of an execution means for what the test asks.
    fn judge(&self, end: End) -> Option<(FailureKind, String)> {
        use crate::report::words;
        let label = |tid: usize| self.runtime.state(|state| state.label(tid));
        let (waits, cast) = self.runtime.state(|state| (state.waits.clone(), state.cast()));
        Some(match end {
            End::Finished => return None,
            End::LeftBehind if !self.explorer.forbid_leftovers => return None,
            End::LeftBehind => {
                (FailureKind::Leftover, words::left_behind(&waits, &cast))
            }
            End::Deadlock => (FailureKind::Deadlock, words::deadlock(&waits, &cast)),
            End::Livelock(threads) => {
                let names: Vec<String> = threads.into_iter().map(label).collect();
                (FailureKind::Livelock, words::livelock(&names))
            }
            End::TooLong(steps) => (FailureKind::TooLong, words::too_long(steps)),
            End::Halted(crate::scheduler::Halt::Misuse(message)) => (FailureKind::Misuse, message),
            End::Halted(crate::scheduler::Halt::Nondeterminism(message)) => {
                (FailureKind::Nondeterminism, words::nondeterminism(&message))
            }
            End::Panicked(tid, panic) => {
                let asserted = match &self.explorer.asserted_in {
                    Some(file) => panic.file == *file,
                    None => tid == 0,
                };
                if asserted {
                    (FailureKind::Assertion, panic.message)
                } else {
                    let place = (panic.line > 0).then(|| (panic.file.as_str(), panic.line));
                    (FailureKind::Panic, words::panicked(&label(tid), place, &panic.message))
                }
            }
        })
    }
}
