//! One execution, from the first operation to the last.

use crate::context;
use crate::coroutine::{Fiber, Job, Resume, Stacks};
use crate::messages;
use crate::op::{Kind, Op};
use crate::runtime::Runtime;
use crate::scheduler::{AbortReason, State, Thread};
use crate::thread_set::Tid;
use crate::trace::Panic;

/// How an execution ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ExecutionEnd {
    /// Every thread finished.
    Finished,
    /// The body returned, and other threads wait for a message, a signal or a turn that never comes.
    BlockedThreads,
    /// Threads wait for ever, the body or the holder of a lock among them.
    Deadlock,
    /// A thread panicked, and nobody took note.
    Panicked(Tid, Panic),
    /// These threads look again and again at what never changes.
    Livelock(Vec<Tid>),
    /// The body has to return, and has waited for so many turns of the others.
    Starvation(usize),
    /// There were more operations than the limit allows.
    StepLimit(usize),
    Aborted(AbortReason),
}

/// Runs `body` as the first thread, and all the threads that come of it, until no one can go on.
pub(crate) fn run(runtime: &Runtime, stacks: &mut Stacks, body: Job) -> ExecutionEnd {
    let list = std::mem::take(&mut stacks.list);
    let mut fibers = Fibers { runtime, stacks, fibers: list };
    runtime.spawn(None, std::panic::Location::caller(), body);
    let end = fibers.run();
    runtime.state(|state| {
        state.report_blocked_races();
        state.record_waits();
    });
    let unwound = fibers.unwind();
    fibers.fibers.clear();
    fibers.stacks.list = fibers.fibers;
    match end {
        ExecutionEnd::Finished | ExecutionEnd::BlockedThreads if !unwound => {
            ExecutionEnd::Aborted(AbortReason::Unsupported(messages::UNSTOPPABLE.to_owned()))
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
    fn run(&mut self) -> ExecutionEnd {
        loop {
            self.start_pending_spawns();
            if let Some(end) = context::enter(self.runtime, || self.take_turns()) {
                return end;
            }
        }
    }

    /// Lets one thread after the other go on, until the execution ends or a thread is to begin.
    fn take_turns(&mut self) -> Option<ExecutionEnd> {
        while !self.runtime.has_pending_spawn() {
            let next = self.runtime.state(|state| {
                state.in_turn = true;
                state.next()
            });
            match next {
                Some(next) => self.resume(next, Resume::Continue),
                None => return Some(self.runtime.state(end)),
            }
        }
        None
    }

    /// Runs each new thread up to its first operation: what it does before concerns nobody else.
    fn start_pending_spawns(&mut self) {
        while let Some((tid, job)) = self.runtime.take_pending_spawn() {
            match self.stacks.take() {
                Ok(stack) => {
                    let root = move || {
                        context::with(|runtime| runtime.thread_main(job));
                    };
                    self.fibers.resize_with(tid, || None);
                    self.fibers.push(Some(Fiber::new(stack, root)));
                    self.in_turn(tid, Resume::Continue);
                }
                Err(error) => {
                    self.runtime.unsupported(format!("no stack for another thread: {error}"))
                }
            }
        }
    }

    /// Resumes a thread out of turn, so that who ran last stays who ran last.
    fn in_turn(&mut self, tid: Tid, go: Resume) {
        let last = self.runtime.state(|state| {
            state.in_turn = false;
            std::mem::replace(&mut state.current, tid)
        });
        context::enter(self.runtime, || self.resume(tid, go));
        self.runtime.state(|state| state.current = last);
    }

    #[inline(always)]
    fn resume(&mut self, tid: Tid, go: Resume) {
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
        if self.fibers.iter().all(Option::is_none) && self.runtime.take_pending_spawn().is_none() {
            return true;
        }
        self.runtime.state(|state| state.abandoned = true);
        for _ in 0..UNWIND_ROUNDS {
            while self.runtime.take_pending_spawn().is_some() {}
            for tid in (0..self.fibers.len()).rev() {
                if self.fibers[tid].is_some() {
                    self.in_turn(tid, Resume::Unwind);
                }
            }
            if self.fibers.iter().all(Option::is_none) {
                return true;
            }
        }
        self.leak();
        false
    }

    /// Leaves for good what cannot be unwound. It does not go on, so it touches nothing any more that
    /// it borrows from the caller of the exploration.
    #[cold]
    fn leak(&mut self) {
        self.fibers.drain(..).flatten().for_each(Fiber::leak);
        self.runtime.forget_locals();
    }
}

/// How often a thread is asked to unwind.
const UNWIND_ROUNDS: usize = 1_000;

/// The body only waits if it has changed nothing for so many operations.
pub(crate) const WAITING: usize = 1_000;

/// Why no one goes on.
fn end(state: &mut State) -> ExecutionEnd {
    if let Some(abort_reason) = state.abort_reason.clone() {
        ExecutionEnd::Aborted(abort_reason)
    } else if state.enabled().is_empty() {
        standstill(state)
    } else if state.is_over() {
        end_of_body(state)
    } else if state.is_too_long() {
        too_long(state)
    } else {
        ExecutionEnd::Livelock(state.spinners().collect())
    }
}

/// What it means that there is no end.
fn too_long(state: &State) -> ExecutionEnd {
    let waited = state.log.len() - state.body_changed;
    match state.limits.fair && waited >= WAITING {
        true => ExecutionEnd::Starvation(waited),
        false => ExecutionEnd::StepLimit(state.limits.steps),
    }
}

/// What it means that the body has returned, where nothing else is asked for.
fn end_of_body(state: &State) -> ExecutionEnd {
    match unnoticed_panic(state) {
        Some((0, panic)) => {
            let (tid, panic) = cause(state, panic);
            ExecutionEnd::Panicked(tid, panic)
        }
        Some((tid, panic)) => ExecutionEnd::Panicked(tid, panic),
        None => ExecutionEnd::Finished,
    }
}

/// What it means that no one can go on.
fn standstill(state: &State) -> ExecutionEnd {
    let waiting: Vec<Tid> = state.unfinished().collect();
    let panicked = unnoticed_panic(state);
    match panicked {
        Some((0, panic)) => {
            let (tid, panic) = cause(state, panic);
            return ExecutionEnd::Panicked(tid, panic);
        }
        Some((tid, panic)) if waiting.is_empty() => return ExecutionEnd::Panicked(tid, panic),
        _ => {}
    }
    if waiting.is_empty() {
        ExecutionEnd::Finished
    } else if waiting.contains(&0) || waiting.iter().any(|tid| state.waits_for_a_thread(*tid)) {
        ExecutionEnd::Deadlock
    } else if let Some((tid, panic)) = panicked.or_else(|| panic_without_end(state)) {
        ExecutionEnd::Panicked(tid, panic)
    } else {
        ExecutionEnd::BlockedThreads
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
    let (tid, thread) = panicked.min_by_key(|(_, thread)| thread.panic_index)?;
    Some((tid, thread.panic.clone()?))
}

/// The first thread of which a destructor waits for ever while it panics.
fn panic_without_end(state: &State) -> Option<(Tid, Panic)> {
    let mut threads = state.threads.iter().enumerate();
    threads.find_map(|(tid, thread)| Some((tid, thread.unwinding.clone()?)))
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
