//! One execution, from its first operation to its last.

use crate::config::STARVATION;
use crate::context;
use crate::coroutine::{Fiber, Job, Resume, Stacks};
use crate::messages;
use crate::op::{Kind, Op, Place};
use crate::op_result::OnceState;
use crate::runtime::Runtime;
use crate::scheduler::{AbortReason, State, Thread};
use crate::thread_set::Tid;
use crate::trace::Panic;

/// How an execution ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ExecutionEnd {
    /// Every thread finished.
    Finished,
    /// The body returned while other threads are blocked forever on a message, a notification or
    /// the like.
    BlockedThreads,
    /// Threads are blocked forever, among them the body or the holder of a lock.
    Deadlock,
    /// A thread panicked, and no other thread observed it.
    Panicked(Tid, Panic),
    /// These threads keep reading objects that never change.
    Livelock(Vec<Tid>),
    /// These threads repeat loops that read nothing, such as one that sleeps.
    IdleLoop(Vec<Tid>),
    /// These threads keep polling, change something in each round, and wait in vain.
    PollingInVain(Vec<Tid>),
    /// This thread waits by polling at this location.
    BusyWaiting(Tid, Place),
    /// The body must return, but has waited for this many operations of the other threads.
    Starvation(usize),
    /// The execution exceeded this limit of operations.
    StepLimit(usize),
    Aborted(AbortReason),
}

/// Runs `body` as the first thread, and every thread that it spawns, until no thread can continue.
pub(crate) fn run(runtime: &Runtime, stacks: &mut Stacks, body: Job) -> ExecutionEnd {
    let list = std::mem::take(&mut stacks.list);
    let mut fibers = Fibers { runtime, stacks, fibers: list };
    runtime.spawn(None, std::panic::Location::caller(), body);
    let end = fibers.run();
    runtime.state(|state| {
        state.report_blocked_races();
        state.record_waits();
    });
    fibers.leave();
    fibers.stacks.list = fibers.fibers;
    end
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

    /// Runs one thread after another until the execution ends or a spawned thread must start.
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

    /// Runs each spawned thread up to its first operation; nothing before it is visible to other
    /// threads.
    fn start_pending_spawns(&mut self) {
        while let Some((tid, job)) = self.runtime.take_pending_spawn() {
            match self.stacks.take() {
                Ok(stack) => {
                    let root = move || {
                        context::with(|runtime| runtime.thread_main(job));
                    };
                    let slots = self.fibers.len().max(tid + 1);
                    self.fibers.resize_with(slots, || None);
                    self.fibers[tid] = Some(Fiber::new(stack, root));
                    self.resume_out_of_turn(tid, Resume::Continue);
                }
                Err(error) => self.runtime.unsupported(messages::no_stack(&error)),
            }
        }
    }

    /// Resumes a thread out of turn, without making it the current thread of the schedule.
    fn resume_out_of_turn(&mut self, tid: Tid, go: Resume) {
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
        let fiber = slot.as_mut().expect("a resumed thread has a coroutine");
        if !fiber.resume(go)
            && let Some(ended) = slot.take()
        {
            ended.recycle(self.stacks);
        }
    }

    /// Leaves the remaining threads where they are, as std does when the process ends: no destructor runs.
    fn leave(&mut self) {
        if self.runtime.state(|state| state.is_traced()) {
            for tid in 0..self.fibers.len() {
                if self.fibers[tid].is_some() {
                    self.resume_out_of_turn(tid, Resume::RecordStack);
                }
            }
        }
        self.fibers.drain(..).flatten().for_each(|fiber| fiber.leave(self.stacks));
        self.runtime.locals.leave();
    }
}

/// Why no thread continues.
fn end(state: &mut State) -> ExecutionEnd {
    if let Some(AbortReason::ThreadLocalPanicked(tid, panic)) = state.abort_reason.clone() {
        ExecutionEnd::Panicked(tid, panic)
    } else if let Some(abort_reason) = state.abort_reason.clone() {
        ExecutionEnd::Aborted(abort_reason)
    } else if let Some((tid, place)) = state.busy_waiting {
        ExecutionEnd::BusyWaiting(tid, place)
    } else if state.enabled().is_empty() {
        nothing_enabled(state)
    } else if state.is_over() {
        end_of_body(state)
    } else if state.is_too_long() {
        over_limit(state)
    } else {
        let spinners = state.spinners();
        match spinners.is_empty() {
            false => ExecutionEnd::Livelock(spinners),
            true => ExecutionEnd::IdleLoop(state.in_loops()),
        }
    }
}

/// How to report an execution that exceeds its limit.
fn over_limit(state: &State) -> ExecutionEnd {
    if !state.limits.fair
        && let Some(threads) = state.polling_in_vain()
    {
        return ExecutionEnd::PollingInVain(threads);
    }
    let waited = state.log.len() - state.body_changed;
    match state.limits.fair && waited >= STARVATION {
        true => ExecutionEnd::Starvation(waited),
        false => ExecutionEnd::StepLimit(state.limits.steps),
    }
}

/// How to report that the body has returned, when nothing else is required.
fn end_of_body(state: &State) -> ExecutionEnd {
    match unobserved_panic(state) {
        Some((0, panic)) => {
            let (tid, panic) = cause(state, panic);
            ExecutionEnd::Panicked(tid, panic)
        }
        Some((tid, panic)) => ExecutionEnd::Panicked(tid, panic),
        None => ExecutionEnd::Finished,
    }
}

/// How to report that no thread is enabled.
fn nothing_enabled(state: &State) -> ExecutionEnd {
    let waiting: Vec<Tid> = state.unfinished().collect();
    let panicked = unobserved_panic(state);
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
    } else if let Some((tid, panic)) = panicked.or_else(|| unwinding_panic(state)) {
        ExecutionEnd::Panicked(tid, panic)
    } else {
        ExecutionEnd::BlockedThreads
    }
}

/// The panic of the body, or else the first panic of a thread that was not joined.
fn unobserved_panic(state: &State) -> Option<(Tid, Panic)> {
    let body = state.threads[0].panic.clone().map(|panic| (0, panic));
    if state.limits.allow_detached_panics {
        return body;
    }
    body.or_else(|| first_panic(state, |thread| !thread.joined))
}

/// The first panic among these threads.
fn first_panic(state: &State, of: impl Fn(&Thread) -> bool) -> Option<(Tid, Panic)> {
    let others = state.threads.iter().enumerate().skip(1);
    let panicked = others.filter(|(_, thread)| thread.panic.is_some() && of(thread));
    let (tid, thread) = panicked.min_by_key(|(_, thread)| thread.panic_index)?;
    Some((tid, thread.panic.clone()?))
}

/// The first thread whose destructor blocks forever while the thread panics.
fn unwinding_panic(state: &State) -> Option<(Tid, Panic)> {
    if state.limits.allow_detached_panics {
        return None;
    }
    let mut threads = state.threads.iter().enumerate();
    threads.find_map(|(tid, thread)| Some((tid, thread.unwinding.clone()?)))
}

/// The cause of a panic of the body: an earlier panic that the body did not observe, or a panic
/// that the body propagates.
fn cause(state: &State, panic: Panic) -> (Tid, Panic) {
    let passed_on =
        panic.message == "a scoped thread panicked" || panic.message.ends_with("Any { .. }");
    let is_vague = passed_on || panic.place.is_none();
    let is_allowed = state.limits.allow_detached_panics;
    let is_cause =
        |thread: &Thread| is_vague || !is_allowed && state.panicked_before_the_body(thread);
    first_panic(state, is_cause).unwrap_or((0, panic))
}

impl State {
    /// The threads that have not finished.
    pub(crate) fn unfinished(&self) -> impl Iterator<Item = Tid> {
        self.threads.iter().enumerate().filter(|(_, thread)| !thread.finished).map(|(tid, _)| tid)
    }

    /// Whether the thread waits for a lock or for the end of a thread, so that another thread
    /// blocks it.
    fn waits_for_a_thread(&self, tid: Tid) -> bool {
        let pending: Option<Op> = self.pending[tid];
        pending.is_some_and(|op| match op.kind {
            Kind::Lock | Kind::Write | Kind::Enter => true,
            Kind::Read | Kind::ReadStart | Kind::ReadQueued => true,
            Kind::Join { .. } | Kind::JoinAll => true,
            Kind::OnceWait { .. } => matches!(self.once(op.object), OnceState::Running(_)),
            Kind::Wake { .. } => self.threads[tid].woken.is_some(),
            _ => false,
        })
    }
}
