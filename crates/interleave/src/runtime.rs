//! The interface between the facade and the scheduler: operations of the current thread, and the
//! threads that it spawns.

use std::any::Any;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::atomic::Ordering;

use crate::call_stack::CallStack;
use crate::coroutine::{Job, Resume};
use crate::locals::Locals;
use crate::messages;
use crate::op::{Kind, NOTHING, ObjectId, Op, Place};
use crate::op_result::{AtomicEffect, AtomicOp, OnceState, OpResult};
use crate::panics;
use crate::readiness::{self, Readiness};
use crate::scheduler::{AbortReason, State};
use crate::thread_set::{MAX_THREADS, Tid};
use crate::trace::{Step, StepKind, Trace, Value};

/// One execution, as its threads see it.
#[derive(Default)]
pub(crate) struct Runtime {
    state: RefCell<State>,
    pending_spawns: RefCell<VecDeque<(Tid, Job)>>,
    pub(crate) locals: Locals,
}

impl Runtime {
    /// Accesses the state. Must not be held across a suspension.
    #[inline]
    pub(crate) fn state<R>(&self, f: impl FnOnce(&mut State) -> R) -> R {
        f(&mut self.state.borrow_mut())
    }

    /// Announces an operation, waits until it may happen, and carries it out.
    pub(crate) fn perform(&self, op: Op) -> OpResult {
        self.wait_for_turn(&op);
        self.state(|state| {
            let result = state.carry_out(&op);
            state.record(&op, Some(result));
            result
        })
    }

    /// Announces an atomic operation: returns the object, its state, and when the operation may
    /// happen.
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

    /// Carries out an atomic operation whose turn has come. `latest` is the value of the real
    /// atomic.
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

    /// Adds an atomic operation to the trace, with its ordering and the value that it read or wrote.
    #[cold]
    pub(crate) fn record_atomic(
        &self,
        op: &Op,
        (success, failure): (Ordering, Ordering),
        outcome: AtomicEffect,
        value: Value,
    ) {
        self.state(|state| state.record(op, None));
        self.trace(|trace, thread| {
            let succeeds = outcome.written.is_some() || op.kind == Kind::Load;
            trace.set_ordering(if succeeds { success } else { failure }, outcome.newer);
            trace.set_value(thread, value);
        });
    }

    pub(crate) fn perform_fence(&self, op: Op, order: Ordering) {
        self.wait_for_turn(&op);
        self.state(|state| {
            state.carry_out_fence(&op, order);
            state.record(&op, None);
        });
        self.trace(|trace, _| trace.set_ordering(order, None));
    }

    /// Completes an initialization.
    pub(crate) fn complete(&self, op: Op, once: OnceState) {
        self.perform(op);
        self.state(|state| state.finish_once(op.object, once));
        self.pause(op.place);
    }

    /// Announces an operation, and waits until it may happen.
    #[inline(always)]
    fn wait_for_turn(&self, op: &Op) {
        self.announce(op).wait(|| self.state(State::record_blocked_stack));
    }

    /// Announces the next operation of the current thread, and returns when it may happen.
    fn announce(&self, op: &Op) -> Readiness {
        if std::thread::panicking() {
            return self.announce_while_panicking(op);
        }
        self.state(|state| {
            state.announce(op);
            readiness::of(state)
        })
    }

    /// Announces an operation of a thread that unwinds; it takes turns like any other thread.
    #[cold]
    fn announce_while_panicking(&self, op: &Op) -> Readiness {
        let turn = self.state(|state| {
            state.set_unwinding(panics::last());
            state.announce(op);
            readiness::of(state)
        });
        if turn == Readiness::Later && panics::suspend() == Resume::RecordStack {
            panics::suspend_forever();
        }
        self.state(|state| state.thread().unwinding = None);
        Readiness::Now
    }

    /// Releases a lock. The release is an operation of its own only if some thread can observe it.
    /// `let_go` releases the real lock. If the execution is traced, it returns the data as text.
    pub(crate) fn release(
        &self,
        op: Op,
        changed: bool,
        let_go: &mut dyn FnMut(bool) -> Option<String>,
    ) {
        let visible = self.state(|state| state.fine_grained);
        if visible {
            self.wait_for_turn(&op);
        }
        let is_traced = self.state(|state| {
            if visible {
                state.carry_out(&op);
            } else {
                state.release(op);
            }
            if changed {
                state.changed(state.current, op.object);
            }
            state.is_traced()
        });
        let value = let_go(is_traced);
        self.trace_unlock(op.object, changed, value, op.place);
        self.pause(op.place);
    }

    /// Spawns a thread that runs `job`; `None` if there are too many threads.
    pub(crate) fn spawn(&self, name: Option<String>, place: Place, job: Job) -> Option<Tid> {
        let tid = self.state(|state| {
            let tid = state.new_thread(name, place);
            // The new thread runs up to its first operation before any other thread continues.
            state.in_turn = false;
            if let (Some(thread), current) = (tid, state.current)
                && let Some(trace) = state.trace()
                && thread > 0
            {
                let kind = StepKind::Spawned { thread };
                let stack = CallStack::capture_for(trace.steps.len());
                trace.steps.push(Step { thread: current, kind, place, preempted: None, stack });
            }
            tid
        });
        match tid {
            Some(tid) => self.pending_spawns.borrow_mut().push_back((tid, job)),
            None if self.state(|state| state.limits.cut_at_thread_limit) => {
                self.state(|state| state.abort(AbortReason::ThreadLimit));
            }
            None => self.unsupported(messages::too_many_threads(MAX_THREADS)),
        }
        tid
    }

    pub(crate) fn take_pending_spawn(&self) -> Option<(Tid, Job)> {
        self.pending_spawns.borrow_mut().pop_front()
    }

    /// Whether a spawned thread has not started.
    pub(crate) fn has_pending_spawn(&self) -> bool {
        !self.pending_spawns.borrow().is_empty()
    }

    pub(crate) fn current(&self) -> Tid {
        self.state(|state| state.current)
    }

    /// Ends the execution as std ends the process: a destructor of a thread-local value panicked.
    fn thread_local_panicked(&self, payload: &(dyn Any + Send)) -> ! {
        let panic = panics::describe_caught(payload);
        self.state(|state| {
            state.trace_panic(&panic);
            let thread = state.current;
            state.abort(AbortReason::ThreadLocalPanicked(thread, panic));
        });
        panics::suspend_forever()
    }

    /// Drops a sender. This is an operation of its own only if some thread can observe it.
    pub(crate) fn drop_sender(&self, op: Op) {
        if self.state(|state| state.fine_grained) {
            self.perform(op);
        } else {
            self.state(|state| state.drop_sender(op.object));
        }
        self.pause(op.place);
    }

    /// Records that the current thread starts to panic, unless the engine itself does.
    pub(crate) fn panic_raised(&self) {
        if let Ok(mut state) = self.state.try_borrow_mut() {
            state.record_panic();
        }
    }

    /// Records that the current thread has panicked.
    pub(crate) fn panicked(&self, payload: &(dyn Any + Send)) {
        let panic = panics::describe_caught(payload);
        self.state(|state| {
            state.trace_panic(&panic);
            let thread = state.thread();
            thread.panic = Some(panic);
        });
    }

    /// Lets other threads run before the current one continues with its own code, if some thread can
    /// observe that. Must follow each operation that others may have waited for or can observe.
    #[inline]
    pub(crate) fn pause(&self, place: Place) {
        if self.state(|state| state.pauses) {
            self.perform(Op { kind: Kind::Continue, object: NOTHING, place });
        }
    }

    /// The outermost function of every simulated thread; nothing unwinds out of it.
    pub(crate) fn thread_main(&self, job: Job) {
        let main = || {
            self.pause(Location::caller());
            job();
        };
        if let Err(payload) = catch_unwind(AssertUnwindSafe(main)) {
            self.panicked(&*payload);
        }
        self.announce_return();
        let has_destructors = self.locals.have_destructors(self.current());
        self.state(|state| state.return_thread(has_destructors));
        let drop_all = AssertUnwindSafe(|| self.locals.drop_all(self.current()));
        if let Err(payload) = catch_unwind(drop_all) {
            self.thread_local_panicked(&*payload);
        }
        self.state(State::finish_thread);
    }

    /// Announces that the function of the current thread has returned, if some thread can observe it.
    #[track_caller]
    fn announce_return(&self) {
        let (object, visible) = self.state(|state| (state.thread().object, state.fine_grained));
        if visible {
            self.perform(Op { kind: Kind::Exit, object, place: Location::caller() });
        }
        if self.locals.have_destructors(self.current()) {
            self.pause(Location::caller());
        }
    }

    /// Aborts the exploration because the code under test uses something that cannot be explored.
    pub(crate) fn unsupported(&self, message: String) {
        self.state(|state| state.abort(AbortReason::Unsupported(message)));
    }

    /// Aborts the exploration. The current thread does not continue, so it must not hold anything that a later
    /// execution needs.
    pub(crate) fn reject(&self, message: String) -> ! {
        self.unsupported(message);
        panics::suspend_forever()
    }

    /// Calls `record` with the trace and the current thread, if the execution records a trace.
    pub(crate) fn trace(&self, record: impl FnOnce(&mut Trace, Tid)) {
        self.state(|state| {
            let thread = state.current;
            if let Some(trace) = state.trace() {
                record(trace, thread);
            }
        });
    }

    /// Adds to the trace what the last operation read; `value` is only called if there is a trace.
    pub(crate) fn trace_value(&self, value: impl FnOnce() -> String) {
        self.trace(|trace, thread| trace.set_value(thread, Value::Read(value())));
    }

    /// Adds to the trace that a guard was dropped.
    fn trace_unlock(&self, object: ObjectId, changed: bool, value: Option<String>, place: Place) {
        let kind = StepKind::Unlocked { object, changed, value };
        self.trace(|trace, thread| {
            let stack = CallStack::default();
            trace.steps.push(Step { thread, kind, place, preempted: None, stack });
        });
    }
}
