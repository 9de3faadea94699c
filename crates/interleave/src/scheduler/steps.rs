//! Step by step: choosing the next thread, and recording what it did.

use super::{AbortReason, State, Thread};
use crate::alternative::Alternative;
use crate::call_stack::CallStack;
use crate::event::Event;
use crate::messages;
use crate::op::{Kind, Op};
use crate::op_result::OpResult;
use crate::schedule::Choice;
use crate::search::ChoicePoint;
use crate::thread_set::{ThreadSet, Tid};
use crate::trace::{Panic, Step, StepKind};

/// How many threads may continue on unchanged objects while no other thread can: a loop that counts
/// up to here ends by itself.
const MAX_UNCHANGED_READS: usize = 2_000;

/// The source locations that each thread reached, in order.
pub(crate) struct Signature {
    threads: Vec<String>,
    events: Vec<Event>,
}

impl Signature {
    /// The first event that differs from `other`: here, and there.
    pub(crate) fn first_difference(&self, other: &Self) -> Option<[Option<String>; 2]> {
        let events = 0..self.events.len().max(other.events.len());
        let mut differ = events.filter(|at| self.seen(*at) != other.seen(*at));
        differ.next().map(|at| [self, other].map(|signature| signature.line(at)))
    }

    /// Which thread reached which line.
    fn seen(&self, at: usize) -> Option<(&str, &str, u32)> {
        let event = self.events.get(at)?;
        Some((&self.threads[event.thread()], event.place.file(), event.place.line()))
    }

    fn line(&self, at: usize) -> Option<String> {
        let event = self.events.get(at)?;
        Some(messages::step(&self.threads[event.thread()], event.place))
    }
}

impl State {
    /// The next thread; `None` if the execution ends here.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<Tid> {
        self.next.take().or_else(|| self.find_next_unless_aborted())
    }

    fn find_next_unless_aborted(&mut self) -> Option<Tid> {
        if self.abort_reason.is_some() {
            return None;
        }
        self.find_next()
    }

    #[inline(always)]
    fn find_next(&mut self) -> Option<Tid> {
        let enabled = self.enabled();
        if enabled.is_empty() || self.log.len() >= self.check_stop_at && self.must_stop() {
            return None;
        }
        self.choose_next(enabled)
    }

    /// Whether the thread that has just announced an operation continues, so that it need not
    /// suspend. The thread has its turn, so the execution is not over.
    #[inline(always)]
    pub(crate) fn continues(&mut self) -> bool {
        let current = self.current;
        let next = self.find_next();
        if next == Some(current) {
            return true;
        }
        self.next = next;
        false
    }

    #[cold]
    fn must_stop(&mut self) -> bool {
        self.probe_is_over()
            || self.busy_waiting.is_some()
            || self.is_over()
            || self.is_too_long()
            || self.is_livelocked()
    }

    /// Whether the body has returned and nothing else is required.
    pub(crate) fn is_over(&self) -> bool {
        self.limits.fair && self.threads[0].finished
    }

    pub(crate) fn is_too_long(&self) -> bool {
        self.log.len() >= self.limits.steps
    }

    fn is_livelocked(&self) -> bool {
        self.unchanged_reads > MAX_UNCHANGED_READS
    }

    /// Chooses the next of the `enabled` threads; `None` if the execution is not reproducible.
    #[inline]
    fn choose_next(&mut self, enabled: ThreadSet) -> Option<Tid> {
        if self.tracks_order {
            self.report_races_of_sleepers(enabled);
        }
        let current = self.current;
        let point = ChoicePoint { log: &self.log, pending: &self.pending, enabled, current };
        match self.search.pick(&point) {
            Ok(next) => {
                // Only reports need it.
                if let Some(trace) = &mut self.trace {
                    trace.choices.push(trace.steps.len());
                    self.preempted = point.is_preemption(next).then_some(current);
                    self.preemptions += usize::from(self.preempted.is_some());
                }
                self.current = next;
                self.schedule.push(Choice { thread: next, variant: 0 });
                Some(next)
            }
            Err(mismatch) => {
                self.abort(AbortReason::Nondeterminism(mismatch.0));
                None
            }
        }
    }

    /// If every enabled thread sleeps, the rest of the execution is redundant, so this is the last
    /// chance to report races.
    fn report_races_of_sleepers(&mut self, enabled: ThreadSet) {
        let (pending, current) = (&self.pending, self.current);
        if self.search.is_asleep(&ChoicePoint { log: &self.log, pending, enabled, current }) {
            self.report_blocked_races();
        }
    }

    /// Which of `count` possible results the current operation has; `meaning` is what each of them is.
    #[inline]
    pub(super) fn variant(
        &mut self,
        count: usize,
        meaning: impl Fn(usize) -> Alternative,
    ) -> usize {
        // In changed code, an operation of an earlier schedule may have fewer results.
        let variant = self.search.variant(count).min(count - 1);
        self.schedule.set_last_variant(variant);
        if self.trace.is_some() {
            let choice = self.schedule.choices().len().saturating_sub(1);
            if let Some(trace) = self.trace() {
                trace.alternatives.push((choice, meaning(variant)));
            }
        }
        variant
    }

    /// Adds an operation to the trace, if there is one.
    #[inline]
    pub(crate) fn record(&mut self, op: &Op, result: Option<OpResult>) {
        if self.trace.is_some() {
            self.trace_operation(op, result);
        }
    }

    /// Whether this execution records a trace.
    #[inline]
    pub(crate) fn is_traced(&self) -> bool {
        self.trace.is_some()
    }

    fn trace_operation(&mut self, op: &Op, result: Option<OpResult>) {
        let is_hidden = matches!(op.kind, Kind::Continue | Kind::WriteStart)
            || matches!(
                (op.kind, result),
                (Kind::ReadStart | Kind::ReadQueued, Some(OpResult::No))
            );
        if is_hidden {
            // The next step of the thread shows what it preempted.
            self.preempted_by_code = self.preempted;
            return;
        }
        let thread = self.current;
        let preempted = self.preempted.or(self.preempted_by_code.take());
        let last = self.schedule.choices().last();
        let variant = last.map_or(0, |choice| choice.variant);
        let newer = self.missed_completion(op, result);
        if let Some(trace) = self.trace() {
            let object = op.object;
            let kind = match op.kind {
                Kind::ReadStart | Kind::ReadQueued => Kind::Read,
                kind => kind,
            };
            let (value, ordering) = (None, None);
            let kind =
                StepKind::Operation { kind, object, result, variant, value, ordering, newer };
            let stack = CallStack::capture_for(trace.steps.len());
            trace.steps.push(Step { thread, kind, place: op.place, preempted, stack });
        }
    }

    /// The events in order: running the same schedule again must produce the same ones.
    pub(crate) fn signature(&self) -> Signature {
        Signature {
            threads: (0..self.threads.len()).map(|tid| self.label(tid)).collect(),
            events: self.log.events().to_vec(),
        }
    }

    /// The current thread panics.
    pub(crate) fn record_panic(&mut self) {
        self.panics_raised += 1;
        self.thread().panic_index = self.panics_raised;
    }

    /// Observes how a thread ended; returns whether it panicked and that was not known yet.
    pub(crate) fn join(&mut self, thread: Tid) -> bool {
        self.observe_return(thread, true)
    }

    /// The same at the end of a scope, which does not wait for destructors of thread-local values.
    pub(crate) fn join_scoped(&mut self, thread: Tid) -> bool {
        self.observe_return(thread, self.threads[thread].clock_at_return.is_none())
    }

    fn observe_return(&mut self, thread: Tid, is_gone: bool) -> bool {
        let mut ended = self.threads[thread].ended;
        if is_gone {
            ended.insert(thread);
        }
        let joiner = self.thread();
        joiner.ended = joiner.ended.or(ended);
        let thread = &mut self.threads[thread];
        if std::mem::replace(&mut thread.joined, true) {
            return false;
        }
        thread.joined_after = self.panics_raised;
        thread.panic.is_some()
    }

    /// Whether a thread panicked before the current panic of the body, and the body had not
    /// observed that.
    pub(crate) fn panicked_before_the_body(&self, thread: &Thread) -> bool {
        let body = self.threads[0].panic_index;
        thread.panic_index < body && (!thread.joined || thread.joined_after >= body)
    }

    /// The current thread is about to carry out an operation while it unwinds.
    pub(crate) fn set_unwinding(&mut self, panic: Option<Panic>) {
        if let Some(panic) = &panic {
            self.trace_panic(panic);
        }
        self.thread().unwinding = panic;
    }

    /// Adds a panic of the current thread to the trace.
    pub(crate) fn trace_panic(&mut self, panic: &Panic) {
        let thread = self.current;
        if let Some(trace) = self.trace() {
            trace.record_panic(thread, panic);
        }
    }
}
