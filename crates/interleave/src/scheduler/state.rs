//! The state of one execution.

use super::kinds;
use super::loop_table::LoopTable;
use super::sc_event::ScEvent;
use super::thread::{Scope, Thread};
use crate::event::EventLog;
use crate::objects::{Model, Object};
use crate::op::{Kind, ObjectId, Op, Place};
use crate::pool::Pool;
use crate::schedule::Schedule;
use crate::search::Search;
use crate::thread_set::{ThreadSet, Tid};
use crate::trace::{ObjectInfo, Panic, Trace, TraceInfo, Wait};

/// How long an execution may be, whether it ends when the body returns, and what its threads may
/// do.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ExecutionLimits {
    pub(crate) steps: usize,
    pub(crate) fair: bool,
    pub(crate) deny_busy_waiting: bool,
    pub(crate) cut_at_thread_limit: bool,
    pub(crate) allow_detached_panics: bool,
}

/// Why an execution was aborted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AbortReason {
    /// The code under test uses something that cannot be explored.
    Unsupported(String),
    /// The code under test has too many threads, and the execution is cut short.
    ThreadLimit,
    /// The same schedule led to a different operation than before.
    Nondeterminism(String),
    /// A destructor of a thread-local value panicked, for which std ends the process.
    ThreadLocalPanicked(Tid, Panic),
}

#[derive(Default)]
pub(crate) struct State {
    /// Distinguishes the objects of this execution from those of all others.
    pub(crate) epoch: u64,
    /// Whether releasing a lock, ending a thread and dropping a sender are operations of their own.
    /// They are if some thread can observe them with `try_lock`, `is_finished`, `try_recv` and the
    /// like.
    pub(crate) fine_grained: bool,
    /// Whether some thread can.
    pub(crate) needs_fine_grained: bool,
    /// Whether what some operation depends on is not known exactly.
    is_inexact: bool,
    /// Whether the complete search plans continuations, which it can unless an operation is inexact.
    pub(crate) plans: bool,
    /// Whether the code between two operations is an operation of its own, because it may clone or
    /// drop an `Arc`, and some thread asks how many owners it has.
    pub(crate) pauses: bool,
    /// Whether a reader may have to wait for a writer that waits. That makes a difference only if a
    /// reader can wait for something while it holds the lock; otherwise the writer gets the lock in any
    /// case, and the reader reads after it.
    pub(crate) queues_readers: bool,
    /// Whether some thread waits while it holds a read lock, or calls `try_read`.
    pub(super) readers_wait: bool,
    /// Whether some thread writes.
    writers_exist: bool,
    /// Whether events keep vector clocks: for a search that looks for races, for readable clocks,
    /// for histories, and for weak memory, where they limit which stores a thread can read.
    pub(crate) tracks_order: bool,
    /// Whether executions are classified, for which their order is needed.
    pub(crate) classifies: bool,
    /// Whether the search wants the values of atomics.
    pub(super) wants_values: bool,
    /// Whether an earlier execution kept clocks, so that reused objects must be cleared.
    pub(super) clocks_used: bool,
    /// Whether memory follows the C++20 model. While every atomic operation is `SeqCst`, that makes
    /// no difference.
    pub(crate) weak_memory: bool,
    /// Whether some operation is weaker than `SeqCst`.
    pub(crate) needs_weak_memory: bool,
    /// The `SeqCst` operations and fences, under weak memory.
    pub(super) sc_events: Vec<ScEvent>,
    /// The number of panics so far.
    pub(super) panics_raised: u32,
    pub(crate) abort_reason: Option<AbortReason>,
    /// The thread that waits by polling, and where, if that ends the execution.
    pub(crate) busy_waiting: Option<(Tid, Place)>,
    /// Whether a limit bounded the exploration of this execution.
    pub(crate) bounded: bool,
    pub(crate) limits: ExecutionLimits,
    /// The number of events from which on `must_stop` must be checked.
    pub(super) check_stop_at: usize,
    pub(crate) current: Tid,
    /// Whether the running thread has its turn; `false` while it only starts, or records its call stack.
    pub(crate) in_turn: bool,
    /// The next thread, if the previous one already chose it.
    pub(super) next: Option<Tid>,
    pub(crate) threads: Pool<Thread>,
    /// How many threads there have been.
    pub(super) spawned: usize,
    /// The announced operation of each thread; `None` while it runs and after it has finished.
    pub(crate) pending: Vec<Option<Op>>,
    /// The threads whose operation can be carried out whatever the others do.
    pub(super) ready: ThreadSet,
    /// The threads whose operation may block, or that spin on unchanged objects.
    pub(super) may_wait: ThreadSet,
    /// Those among them that spin.
    pub(super) spinning: ThreadSet,
    /// Whether the operation that is carried out now is that of a suspended thread.
    pub(super) was_suspended: bool,
    /// Those among them that can proceed, as of the last computation.
    pub(super) unblocked: ThreadSet,
    /// Whether `unblocked` must be recomputed.
    pub(super) dirty: bool,
    pub(crate) objects: Pool<Object>,
    pub(crate) log: EventLog,
    pub(super) scopes: Vec<Scope>,
    pub(crate) search: Box<dyn Search>,
    pub(super) trace: Option<Trace>,
    /// At the end: what each unfinished thread waits for.
    pub(crate) waits: Vec<Wait>,
    /// When the body returned: the threads that were not joined.
    pub(crate) unjoined: Vec<Tid>,
    /// The choices so far.
    pub(crate) schedule: Schedule,
    pub(crate) preemptions: usize,
    /// The thread that the last choice preempted.
    pub(super) preempted: Option<Tid>,
    /// The thread that code between two operations preempted.
    pub(super) preempted_by_code: Option<Tid>,
    /// The threads that were enabled because no other thread was.
    pub(super) last_resort: ThreadSet,
    /// The threads that spun on unchanged objects and have had their turn as a last resort.
    pub(super) had_turn: ThreadSet,
    /// How many threads continued on unchanged objects since an object last changed.
    pub(crate) unchanged_reads: usize,
    /// The number of events when the body last changed anything, other than by waiting.
    pub(crate) body_changed: usize,
    /// What is known about loops that repeat without progress.
    pub(super) loops: LoopTable,
    pub(super) conflicts: Vec<usize>,
}

impl State {
    /// Prepares for another execution.
    pub(crate) fn reset(&mut self, epoch: u64, limits: ExecutionLimits, trace: bool) {
        self.epoch = epoch;
        self.limits = limits;
        // If the body does not wait for the other threads, the execution may be over at any time.
        let asks = limits.fair || self.is_probing();
        self.check_stop_at = if asks { 0 } else { limits.steps };
        self.take_suspended_loops();
        self.clocks_used |= self.tracks_order;
        self.tracks_order = self.search.needs_order() || self.weak_memory || self.classifies;
        self.wants_values = self.search.wants_values();
        self.panics_raised = 0;
        self.abort_reason = None;
        self.busy_waiting = None;
        self.bounded = false;
        self.current = 0;
        self.in_turn = false;
        self.next = None;
        self.threads.clear();
        self.spawned = 0;
        self.pending.clear();
        self.ready = ThreadSet::EMPTY;
        self.may_wait = ThreadSet::EMPTY;
        self.spinning = ThreadSet::EMPTY;
        self.was_suspended = false;
        self.dirty = true;
        self.objects.clear();
        self.sc_events.clear();
        self.log.clear();
        self.scopes.clear();
        self.trace = trace.then(Trace::default);
        self.waits.clear();
        self.unjoined.clear();
        self.schedule.clear();
        self.preemptions = 0;
        self.preempted = None;
        self.preempted_by_code = None;
        self.last_resort = ThreadSet::EMPTY;
        self.had_turn = ThreadSet::EMPTY;
        self.unchanged_reads = 0;
        self.body_changed = 0;
        self.loops.time_passed_at = None;
    }

    pub(crate) fn new_object(&mut self, model: Model, created: Place) -> ObjectId {
        let has_queue = matches!(model, Model::RwLock(_));
        let object = self.add_object(created, |_| false, || model);
        for _ in 0..if has_queue { 2 } else { 0 } {
            self.add_object(
                created,
                |model| matches!(model, Model::RwLockQueue),
                || Model::RwLockQueue,
            );
        }
        object
    }

    /// Adds an atomic.
    pub(crate) fn new_atomic(&mut self, created: Place) -> ObjectId {
        let is_new = |model: &Model| matches!(model, Model::Atomic(None));
        self.add_object(created, is_new, || Model::Atomic(None))
    }

    /// Adds an object. Usually the previous execution had the same kind of object at this index; if
    /// `is_new` holds, its model is reused.
    #[inline]
    pub(super) fn add_object(
        &mut self,
        created: Place,
        is_new: impl FnOnce(&Model) -> bool,
        model: impl FnOnce() -> Model,
    ) -> ObjectId {
        let number = self.objects.len() as ObjectId;
        match self.objects.reuse() {
            Some(object) => {
                if !is_new(&object.model) {
                    object.model = model();
                }
                object.reset(created, self.clocks_used);
            }
            None => self.objects.push(Object::new(model(), created)),
        }
        number
    }

    /// The trace of this execution, if it is recorded.
    pub(crate) fn trace(&mut self) -> Option<&mut Trace> {
        self.trace.as_mut()
    }

    pub(crate) fn take_trace(&mut self) -> Trace {
        self.trace.take().unwrap_or_default()
    }

    /// The threads and objects that appear in the trace.
    pub(crate) fn trace_info(&self) -> TraceInfo {
        let indices = self.trace.as_ref().map(|trace| &trace.indices);
        let info = |(id, object): (usize, &Object)| ObjectInfo {
            type_name: object.model.type_name(),
            created: object.created,
            index: indices.and_then(|indices| *indices.get(&(id as ObjectId))?),
        };
        TraceInfo {
            threads: (0..self.threads.len()).map(|tid| self.label(tid)).collect(),
            objects: self.objects.iter().enumerate().map(info).collect(),
            waits: self.waits.clone(),
        }
    }

    /// The function of the current thread has returned. Scopes and `is_finished` do not wait for the
    /// destructors of its thread-local values.
    pub(crate) fn return_thread(&mut self, has_destructors: bool) {
        let thread = self.thread();
        thread.returned = true;
        thread.clock_at_return = has_destructors.then(|| thread.clock.clone());
        self.dirty = true;
    }

    /// Marks the current thread as finished.
    pub(crate) fn finish_thread(&mut self) {
        self.thread().finished = true;
        self.dirty = true;
    }

    pub(crate) fn thread(&mut self) -> &mut Thread {
        &mut self.threads[self.current]
    }

    #[inline]
    pub(crate) fn announce(&mut self, op: &Op) {
        self.needs_fine_grained |= kinds::observes_release(op.kind) || self.meets(op);
        self.is_inexact |= !kinds::is_exact(op.kind);
        self.writers_exist |= op.kind == Kind::Write;
        self.readers_wait |= op.kind == Kind::TryRead
            || kinds::may_wait(op.kind) && self.threads[self.current].read_guards > 0;
        self.pending[self.current] = Some(*op);
        self.suspend_receiver(op);
        self.queue(kinds::may_wait(op.kind), op.place);
    }

    /// Announces an operation on an atomic, which never blocks.
    #[inline(always)]
    pub(crate) fn announce_atomic(&mut self, op: Op) {
        self.pending[self.current] = Some(op);
        self.queue(false, op.place);
    }

    #[inline(always)]
    fn queue(&mut self, may_wait: bool, place: Place) {
        let current = self.current;
        let polls = self.threads[current].must_pause(place);
        self.is_inexact |= polls;
        let watches = polls && self.pause(current);
        if watches || may_wait {
            self.may_wait.insert(current);
            self.dirty = true;
        } else {
            self.ready.insert(current);
        }
    }

    /// Starts the announced operation of the current thread.
    #[inline]
    pub(super) fn begin(&mut self) -> Tid {
        let tid = self.current;
        self.was_suspended = self.spinning.contains(tid);
        if self.ready.contains(tid) {
            self.ready.remove(tid);
        } else {
            self.may_wait.remove(tid);
            self.spinning.remove(tid);
            self.unblocked.remove(tid);
        }
        self.pending[tid] = None;
        tid
    }

    /// Whether the operation can observe a receiver that waits at a rendezvous channel.
    fn meets(&self, op: &Op) -> bool {
        matches!(op.kind, Kind::TrySend) && self.channel(op.object).capacity == Some(0)
    }

    /// Makes the code visible that can clone or drop an `Arc`.
    pub(crate) fn observe_reference_counts(&mut self) {
        self.pauses = true;
        self.needs_fine_grained = true;
    }

    /// Whether a thread woke up spuriously, or a weak `compare_exchange` failed so.
    pub(crate) fn has_spurious_wakeup(&self) -> bool {
        self.threads.iter().any(Thread::has_spurious_wakeup)
    }

    /// Whether the execution needed a finer model than it had.
    pub(crate) fn needs_refinement(&self) -> bool {
        (self.needs_fine_grained && !self.fine_grained)
            || (self.is_inexact && self.search.needs_exact_dependence())
            || (self.needs_weak_memory && !self.weak_memory)
            || (self.needs_queue() && !self.queues_readers)
            || self.loops.needs_lower_limits()
    }

    fn needs_queue(&self) -> bool {
        self.readers_wait && self.writers_exist
    }

    /// Lets the complete search plan continuations, if it has not and can.
    pub(crate) fn start_planning(&mut self) -> bool {
        !self.is_inexact && !std::mem::replace(&mut self.plans, true)
    }

    /// Makes the model as fine as needed.
    pub(crate) fn refine(&mut self) {
        self.queues_readers |= self.needs_queue();
        // The release of a read lock decides whether another reader must wait.
        self.fine_grained |= self.needs_fine_grained || self.queues_readers;
        self.plans &= !self.is_inexact;
        self.weak_memory |= self.needs_weak_memory;
        self.loops.lower_limits();
    }

    /// Aborts the execution; the first reason counts.
    pub(crate) fn abort(&mut self, reason: AbortReason) {
        self.abort_reason.get_or_insert(reason);
        self.in_turn = false;
    }
}
