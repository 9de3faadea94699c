//! One execution, from the first operation to the last.

use crate::context;
use crate::coroutine::{Fiber, Go, Job, Stacks};
use crate::messages;
use crate::op::{Kind, Op};
use crate::runtime::Runtime;
use crate::scheduler::{Halt, State, Thread};
use crate::thread_set::Tid;
use crate::trace::Panic;

/// How an execution ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Every thread finished.
    Finished,
    /// The body returned, and other threads wait for a message, a signal or a turn that never comes.
    LeftBehind,
    /// Threads wait for ever, the body or the holder of a lock among them.
    Deadlock,
    /// A thread panicked, and nobody took note.
    Panicked(Tid, Panic),
    /// These threads look again and again at what never changes.
    Livelock(Vec<Tid>),
    /// The body has to return, and has waited for so many turns of the others.
    Starved(usize),
    /// There were more operations than the limit allows.
    TooLong(usize),
    Halted(Halt),
}

/// Runs `body` as the first thread, and all the threads that come of it, until no one can go on.
pub(crate) fn run(runtime: &Runtime, stacks: &mut Stacks, body: Job) -> End {
    let list = std::mem::take(&mut stacks.list);
    let mut fibers = Fibers { runtime, stacks, fibers: list };
    runtime.spawn(None, std::panic::Location::caller(), body);
    let end = fibers.run();
    runtime.state(|state| {
        state.report_blocked_races();
        state.remember_waits();
    });
    let unwound = fibers.unwind();
    fibers.fibers.clear();
    fibers.stacks.list = fibers.fibers;
    match end {
        End::Finished | End::LeftBehind if !unwound => {
            End::Halted(Halt::Misuse(messages::UNSTOPPABLE.to_owned()))
        }
        end => end,
    }
}

/// The coroutines of one execution, by thread.
struct Fibers<'a> {
    runtime: &'a Runtime,
    stacks: &'a mut Stacks,
    fibers: Vec<Option<Fiber>>,
}

impl Fibers<'_> {
    fn run(&mut self) -> End {
        loop {
            self.start_newborn();
            if let Some(end) = context::enter(self.runtime, || self.take_turns()) {
                return end;
            }
        }
    }

    /// Lets one thread after the other go on, until the execution ends or a thread is to begin.
    fn take_turns(&mut self) -> Option<End> {
        while !self.runtime.has_newborn() {
            let next = self.runtime.state(|state| {
                state.in_turn = true;
                state.next()
            });
            match next {
                Some(next) => self.resume(next, Go::On),
                None => return Some(self.runtime.state(end)),
            }
        }
        None
    }

    /// Runs each new thread up to its first operation: what it does before concerns nobody else.
    fn start_newborn(&mut self) {
        while let Some((tid, job)) = self.runtime.take_newborn() {
            match self.stacks.take() {
                Ok(stack) => {
                    let root = move || {
                        context::with(|runtime| runtime.root(job));
                    };
                    self.fibers.resize_with(tid, || None);
                    self.fibers.push(Some(Fiber::new(stack, root)));
                    self.in_turn(tid, Go::On);
                }
                Err(error) => self.runtime.misuse(format!("no stack for another thread: {error}")),
            }
        }
    }

    /// Resumes a thread out of turn, so that who ran last stays who ran last.
    fn in_turn(&mut self, tid: Tid, go: Go) {
        let last = self.runtime.state(|state| {
            state.in_turn = false;
            std::mem::replace(&mut state.current, tid)
        });
        context::enter(self.runtime, || self.resume(tid, go));
        self.runtime.state(|state| state.current = last);
    }

    #[inline(always)]
    fn resume(&mut self, tid: Tid, go: Go) {
        let slot = &mut self.fibers[tid];
        let fiber = slot.as_mut().expect("a thread that is resumed has a coroutine");
        if !fiber.resume(go)
            && let Some(ended) = slot.take()
        {
            ended.recycle(self.stacks);
        }
    }

    /// Unwinds what has not ended, children first, so that destructors run and nothing leaks; `false`
    /// if threads are left that cannot be unwound.
    fn unwind(&mut self) -> bool {
        if self.fibers.iter().all(Option::is_none) && self.runtime.take_newborn().is_none() {
            return true;
        }
        self.runtime.state(|state| state.abandoned = true);
        for _ in 0..UNWIND_ROUNDS {
            while self.runtime.take_newborn().is_some() {}
            for tid in (0..self.fibers.len()).rev() {
                if self.fibers[tid].is_some() {
                    self.in_turn(tid, Go::Unwind);
                }
            }
            if self.fibers.iter().all(Option::is_none) {
                return true;
            }
        }
        self.strand();
        false
    }

    /// Leaves for good what cannot be unwound. It does not go on, so it touches nothing any more that
    /// it borrows from the caller of the exploration.
    #[cold]
    fn strand(&mut self) {
        self.fibers.drain(..).flatten().for_each(Fiber::strand);
        self.runtime.forget_locals();
    }
}

/// How often a thread is asked to unwind.
const UNWIND_ROUNDS: usize = 1_000;

/// The body only waits if it has changed nothing for so many operations.
pub(crate) const WAITING: usize = 1_000;

/// Why no one goes on.
fn end(state: &mut State) -> End {
    if let Some(halt) = state.halt.clone() {
        End::Halted(halt)
    } else if state.enabled().is_empty() {
        standstill(state)
    } else if state.is_over() {
        end_of_body(state)
    } else if state.is_too_long() {
        too_long(state)
    } else {
        End::Livelock(state.lookers().collect())
    }
}

/// What it means that there is no end.
fn too_long(state: &State) -> End {
    let waited = state.past.len() - state.body_changed;
    match state.demands.eventually && waited >= WAITING {
        true => End::Starved(waited),
        false => End::TooLong(state.demands.steps),
    }
}

/// What it means that the body has returned, where nothing else is asked for.
fn end_of_body(state: &State) -> End {
    match unnoticed_panic(state) {
        Some((0, panic)) => {
            let (tid, panic) = cause(state, panic);
            End::Panicked(tid, panic)
        }
        Some((tid, panic)) => End::Panicked(tid, panic),
        None => End::Finished,
    }
}

/// What it means that no one can go on.
fn standstill(state: &State) -> End {
    let waiting: Vec<Tid> = state.unfinished().collect();
    let panicked = unnoticed_panic(state);
    match panicked {
        Some((0, panic)) => {
            let (tid, panic) = cause(state, panic);
            return End::Panicked(tid, panic);
        }
        Some((tid, panic)) if waiting.is_empty() => return End::Panicked(tid, panic),
        _ => {}
    }
    if waiting.is_empty() {
        End::Finished
    } else if waiting.contains(&0) || waiting.iter().any(|tid| state.waits_for_a_thread(*tid)) {
        End::Deadlock
    } else if let Some((tid, panic)) = panicked.or_else(|| panic_without_end(state)) {
        End::Panicked(tid, panic)
    } else {
        End::LeftBehind
    }
}

/// The body if it panicked, or else whoever did so first of those that nobody joined.
fn unnoticed_panic(state: &State) -> Option<(Tid, Panic)> {
    let body = state.threads[0].panic.clone().map(|panic| (0, panic));
    body.or_else(|| first_panic(state, |thread| !thread.joined))
}

/// Which of these threads panicked first, and how.
fn first_panic(state: &State, of: impl Fn(&Thread) -> bool) -> Option<(Tid, Panic)> {
    let others = state.threads.iter().enumerate().skip(1);
    let panicked = others.filter(|(_, thread)| thread.panic.is_some() && of(thread));
    let (tid, thread) = panicked.min_by_key(|(_, thread)| thread.raised)?;
    Some((tid, thread.panic.clone()?))
}

/// The first thread of which a destructor waits for ever while it panics.
fn panic_without_end(state: &State) -> Option<(Tid, Panic)> {
    let mut threads = state.threads.iter().enumerate();
    threads.find_map(|(tid, thread)| Some((tid, thread.unwinds.clone()?)))
}

/// The panic behind a panic of the body: one that came before and that nobody took note of, or one that
/// the body only passes on.
fn cause(state: &State, panic: Panic) -> (Tid, Panic) {
    let passed_on =
        panic.message == "a scoped thread panicked" || panic.message.contains("Any { .. }");
    let is_vague = passed_on || panic.place.is_none();
    first_panic(state, |thread| is_vague || state.panicked_before_the_body(thread))
        .unwrap_or((0, panic))
}

impl State {
    fn unfinished(&self) -> impl Iterator<Item = Tid> {
        self.threads.iter().enumerate().filter(|(_, thread)| !thread.finished).map(|(tid, _)| tid)
    }

    /// Whether the thread waits for a lock or the end of another: someone holds it up for ever.
    fn waits_for_a_thread(&self, tid: Tid) -> bool {
        let pending: Option<Op> = self.pending[tid];
        pending.is_some_and(|op| match op.kind {
            Kind::Lock | Kind::Read | Kind::Write | Kind::Enter => true,
            Kind::Join { .. } | Kind::JoinAll => true,
            Kind::Wake { .. } => self.threads[tid].woken.is_some(),
            _ => false,
        })
    }
}
