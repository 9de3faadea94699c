//! What the facade talks to: operations of the running thread, and the births of others.

use std::any::Any;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::rc::Rc;
use std::sync::atomic::Ordering;

use crate::coroutine::{Job, Resume};
use crate::messages;
use crate::op::{Kind, ObjectId, Op, Place};
use crate::op_result::OnceState;
use crate::op_result::{AtomicEffect, AtomicOp, OpResult};
use crate::panics;
use crate::readiness::{self, Readiness};
use crate::scheduler::{AbortReason, State};
use crate::thread_set::{MAX_THREADS, Tid};
use crate::trace::{Panic, Step, StepKind};

/// One execution, as its threads see it.
pub(crate) struct Runtime {
    state: RefCell<State>,
    pending_spawns: RefCell<VecDeque<(Tid, Job)>>,
    locals: RefCell<Vec<Local>>,
}

/// A thread-local value: whose, of which key.
struct Local {
    thread: Tid,
    key: usize,
    value: Rc<dyn Any>,
}

impl Runtime {
    pub(crate) fn new(state: State) -> Self {
        Self {
            state: RefCell::new(state),
            pending_spawns: RefCell::default(),
            locals: RefCell::default(),
        }
    }

    /// Looks at or changes the state. Not to be held while a thread suspends.
    #[inline]
    pub(crate) fn state<R>(&self, f: impl FnOnce(&mut State) -> R) -> R {
        f(&mut self.state.borrow_mut())
    }

    /// Announces an operation, waits until it may happen, and carries it out.
    pub(crate) fn perform(&self, op: Op) -> OpResult {
        if !self.may_go_on(&op) {
            return OpResult::Done;
        }
        self.state(|state| {
            let answer = state.carry_out(&op);
            state.record(&op, Some(answer));
            answer
        })
    }

    /// Announces an atomic operation, of which there are most: which object it is on, what is known of
    /// that, and when it may happen.
    #[inline(always)]
    pub(crate) fn announce_atomic<H>(
        &self,
        resolve: impl FnOnce(&mut State) -> (ObjectId, H),
        operation: impl FnOnce(ObjectId) -> Op,
    ) -> (ObjectId, H, Readiness) {
        if std::thread::panicking() {
            let (object, touch) = self.state(resolve);
            return (object, touch, self.announce_while_panicking(&operation(object)));
        }
        self.state(|state| {
            let (object, touch) = resolve(state);
            state.announce_atomic(operation(object));
            (object, touch, readiness::of(state))
        })
    }

    /// Carries out an atomic operation whose turn has come. `latest` is what the real one has.
    #[inline(always)]
    pub(crate) fn carry_out_atomic(
        &self,
        (object, place): (ObjectId, Place),
        latest: u64,
        request: &AtomicOp<'_>,
        orders: (Ordering, Ordering),
    ) -> AtomicEffect {
        self.state(|state| state.carry_out_atomic((object, place), latest, request, orders))
    }

    /// Keeps an atomic operation for the report, with the order that it names and `text` of what it read
    /// or wrote.
    #[cold]
    pub(crate) fn record_atomic(
        &self,
        op: &Op,
        (success, failure): (Ordering, Ordering),
        outcome: AtomicEffect,
        text: String,
    ) {
        self.state(|state| {
            state.record(op, None);
            let thread = state.current;
            if let Some(trace) = state.trace() {
                let succeeds = outcome.written.is_some() || op.kind == Kind::Load;
                trace.set_ordering(if succeeds { success } else { failure }, outcome.newer);
                trace.set_value(thread, text);
            }
        });
    }

    pub(crate) fn perform_fence(&self, op: Op, order: Ordering) {
        if self.may_go_on(&op) {
            self.state(|state| {
                state.carry_out_fence(&op, order);
                state.record(&op, None);
                if let Some(trace) = state.trace() {
                    trace.set_ordering(order, None);
                }
            });
        }
    }

    /// Begins to wait on a condvar: `let_go` gives up the real mutex at that moment.
    pub(crate) fn perform_wait(&self, op: Op, let_go: impl FnOnce()) {
        self.perform(op);
        let_go();
    }

    /// Ends the turn of an initialiser.
    pub(crate) fn complete(&self, op: Op, once: OnceState) {
        self.perform(op);
        self.state(|state| state.finish_once(op.object, once));
    }

    /// Waits until the operation may happen; `false` if the execution is given up and a destructor
    /// asks, which must neither block nor panic.
    #[inline(always)]
    fn may_go_on(&self, op: &Op) -> bool {
        self.announce(op).wait()
    }

    /// Says what the running thread is about to do, and when it may.
    fn announce(&self, op: &Op) -> Readiness {
        if std::thread::panicking() {
            return self.announce_while_panicking(op);
        }
        self.state(|state| {
            state.announce(op);
            readiness::of(state)
        })
    }

    /// The same for a thread that unwinds: it takes turns like any other.
    #[cold]
    fn announce_while_panicking(&self, op: &Op) -> Readiness {
        let turn = self.state(|state| {
            if state.abandoned {
                return readiness::aborted(state, Readiness::Unwinding);
            }
            state.set_unwinding(panics::last());
            state.announce(op);
            readiness::of(state)
        });
        if turn == Readiness::Later && panics::suspend() == Resume::Unwind {
            // What it waits for may come of how others unwind; if not, it stays.
            while !self.state(|state| state.is_enabled(state.current, op)) {
                panics::suspend();
            }
            return Readiness::Unwinding;
        }
        self.state(|state| state.thread().unwinding = None);
        if turn == Readiness::Later { Readiness::Now } else { turn }
    }

    /// What to say before the process ends because a panic leaves a destructor while its thread unwinds.
    pub(crate) fn double_panic_message(&self, second: Option<&Panic>) -> String {
        self.state(|state| messages::panics_twice(second, state.abandoned))
    }

    /// Forgets what belongs to threads that stay for good where they are.
    pub(crate) fn forget_locals(&self) {
        std::mem::forget(self.locals.take());
    }

    /// Lets other threads unwind first: for a destructor that finds a lock held which the scheduler
    /// can no longer grant.
    ///
    /// # Panics
    /// If the execution is not given up: then the model and the real lock disagree.
    pub(crate) fn wait_for_unwinding(&self) {
        assert!(self.is_abandoned(), "the model of a lock says free, and it is not");
        panics::suspend();
    }

    /// Lets go of a lock. That is a step of its own only where somebody can see that it is held.
    pub(crate) fn release(&self, op: Op, changed: bool, let_go: impl FnOnce()) {
        let visible = self.state(|state| {
            if changed {
                state.changed(state.current, op.object);
            }
            state.fine_grained
        });
        if visible && self.may_go_on(&op) {
            self.state(|state| {
                state.carry_out(&op);
            });
        } else {
            self.state(|state| state.release(op));
        }
        let_go();
        self.note_unlocked(op.object, changed, op.place);
    }

    /// Adds a thread that will do `job`; `None` if there are too many, or the execution is given up.
    pub(crate) fn spawn(&self, name: Option<String>, place: Place, job: Job) -> Option<Tid> {
        if self.is_abandoned() {
            return None;
        }
        let tid = self.state(|state| {
            let tid = state.new_thread(name, place);
            // It begins before anybody has another turn.
            state.in_turn = false;
            if let (Some(thread), current) = (tid, state.current)
                && let Some(trace) = state.trace()
                && thread > 0
            {
                let kind = StepKind::Spawned { thread };
                trace.steps.push(Step { thread: current, kind, place, preempted: None });
            }
            tid
        });
        match tid {
            Some(tid) => self.pending_spawns.borrow_mut().push_back((tid, job)),
            None => self.state(|state| {
                state.abort(AbortReason::Unsupported(format!(
                    "more than {MAX_THREADS} threads in one interleaving, the body among them; \
                     more cannot be explored"
                )));
            }),
        }
        tid
    }

    pub(crate) fn take_pending_spawn(&self) -> Option<(Tid, Job)> {
        self.pending_spawns.borrow_mut().pop_front()
    }

    /// Whether a thread waits to begin.
    pub(crate) fn has_pending_spawn(&self) -> bool {
        !self.pending_spawns.borrow().is_empty()
    }

    pub(crate) fn current(&self) -> Tid {
        self.state(|state| state.current)
    }

    pub(crate) fn is_abandoned(&self) -> bool {
        self.state(|state| state.abandoned)
    }

    /// The running thread's value of a key.
    pub(crate) fn local(&self, key: usize) -> Option<Rc<dyn Any>> {
        let thread = self.current();
        let locals = self.locals.borrow();
        let local = locals.iter().find(|local| local.thread == thread && local.key == key);
        local.map(|local| Rc::clone(&local.value))
    }

    pub(crate) fn set_local(&self, key: usize, value: Rc<dyn Any>) {
        self.locals.borrow_mut().push(Local { thread: self.current(), key, value });
    }

    /// Drops the running thread's values, the youngest first. Their destructors may make new ones.
    pub(crate) fn drop_locals(&self) {
        let thread = self.current();
        loop {
            let last = {
                let mut locals = self.locals.borrow_mut();
                let at = locals.iter().rposition(|local| local.thread == thread);
                at.map(|at| locals.remove(at))
            };
            match last {
                Some(local) => drop(local),
                None => return,
            }
        }
    }

    /// Lets go of a sender. That is a step of its own only where somebody can see it.
    pub(crate) fn drop_sender(&self, op: Op) {
        if self.state(|state| state.fine_grained) {
            self.perform(op);
        } else {
            self.state(|state| state.drop_sender(op.object));
        }
    }

    /// Remembers when the running thread began to panic, unless the engine itself does.
    pub(crate) fn panic_raised(&self) {
        if let Ok(mut state) = self.state.try_borrow_mut() {
            state.record_panic();
        }
    }

    /// Remembers that the running thread panicked.
    pub(crate) fn panicked(&self, payload: &(dyn Any + Send)) {
        let Some(panic) = panics::describe_caught(payload) else { return };
        self.state(|state| {
            state.trace_panic(&panic);
            let thread = state.thread();
            thread.panic = Some(panic);
        });
    }

    /// The first frame of every simulated thread: nothing unwinds out of it.
    pub(crate) fn thread_main(&self, job: Job) {
        if let Err(payload) = catch_unwind(AssertUnwindSafe(job)) {
            self.panicked(&*payload);
        }
        // A thread that is given up unwinds from here once more.
        let _unless_abandoned = catch_unwind(AssertUnwindSafe(|| {
            self.drop_locals();
            self.announce_exit();
        }));
        self.state(State::finish_thread);
    }

    /// Announces that the running thread ends, where somebody can see it.
    #[track_caller]
    pub(crate) fn announce_exit(&self) {
        let (object, visible) =
            self.state(|state| (state.thread().object, state.fine_grained && !state.abandoned));
        if visible {
            self.perform(Op { kind: Kind::Exit, object, place: Location::caller() });
        }
    }

    /// Stops the exploration: what the code under test asks for cannot be explored.
    pub(crate) fn unsupported(&self, message: String) {
        self.state(|state| state.abort(AbortReason::Unsupported(message)));
    }

    /// Says in the report what the last operation read or wrote; `text` is called only for a report.
    pub(crate) fn note(&self, text: impl FnOnce() -> String) {
        self.state(|state| {
            let current = state.current;
            if let Some(trace) = state.trace() {
                trace.set_value(current, text());
            }
        });
    }

    /// Says in the report that a guard went away.
    pub(crate) fn note_unlocked(&self, object: ObjectId, changed: bool, place: Place) {
        self.state(|state| {
            let thread = state.current;
            if let Some(trace) = state.trace() {
                let kind = StepKind::Unlocked { object, changed };
                trace.steps.push(Step { thread, kind, place, preempted: None });
            }
        });
    }
}
