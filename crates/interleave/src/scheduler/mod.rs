//! The state of one execution: its threads, its objects, the events so far.
//!
//! `enabled` says who may go on, `effects` carries an operation out, `dependence` says what came
//! before it and which earlier events it races with.

mod atomics;
mod dependence;
mod effects;
mod enabled;
mod loop_probe;
mod memory;
mod seq_cst;
mod spin;
mod steps;
mod thread;
mod waits;

pub(crate) use loop_probe::SuspendedLoop;
pub(crate) use thread::Thread;

use crate::clock::Clock;
use crate::event::EventLog;
use crate::objects::{Model, Object};
use crate::op::{Kind, ObjectId, Op, Place};
use crate::pool::Pool;
use crate::schedule::Schedule;
use crate::search::Search;
use crate::thread_set::{MAX_THREADS, ThreadSet, Tid};
use crate::trace::{ObjectInfo, Trace, TraceInfo, Wait};

/// How long an execution may last, and whether it is over when the body returns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ExecutionLimits {
    pub(crate) steps: usize,
    pub(crate) fair: bool,
}

/// What stops an execution besides its own end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AbortReason {
    /// The code under test, or a test, asks for what cannot be explored.
    Unsupported(String),
    /// The same schedule led to another operation than before.
    Nondeterminism(String),
}

/// The threads of one `thread::scope`.
struct Scope {
    key: usize,
    children: Vec<Tid>,
}

pub(crate) struct State {
    /// Tells the objects of this execution from those of every other.
    pub(crate) epoch: u64,
    /// Whether a release of a lock, the end of a thread and the loss of a sender are operations of
    /// their own. They are when somebody can see them: `try_lock`, `is_finished`, `try_recv`.
    pub(crate) fine_grained: bool,
    /// Whether somebody can.
    pub(crate) needs_fine_grained: bool,
    /// Whether events remember what came before them: for a search that looks for races, for clocks
    /// that can be read, for histories, and for weak memory, where it bounds who may see what is old.
    pub(crate) tracks_order: bool,
    /// Whether an earlier execution kept clocks, so that objects have to forget them.
    clocks_used: bool,
    /// Whether memory is C11's. While every atomic operation is `SeqCst`, that makes no difference.
    pub(crate) weak_memory: bool,
    /// Whether it would.
    pub(crate) needs_weak_memory: bool,
    /// The operations and fences that are `SeqCst`, where memory is C11's.
    sc_events: Vec<seq_cst::ScEvent>,
    /// How many locations there are.
    locations: usize,
    /// Whether this execution is given up: threads unwind and nothing blocks any more.
    pub(crate) abandoned: bool,
    /// How often a thread was asked to unwind since then.
    pub(crate) unwind_requests: u32,
    /// How many panics were panic_index.
    panics_raised: u32,
    pub(crate) abort_reason: Option<AbortReason>,
    /// Whether something bounded the exploration of this execution.
    pub(crate) bounded: bool,
    pub(crate) limits: ExecutionLimits,
    /// From how many events on somebody has to look whether the execution is to stop.
    check_stop_at: usize,
    pub(crate) current: Tid,
    /// Whether the running thread has its turn, and does not only begin or unwind.
    pub(crate) in_turn: bool,
    /// Who goes next, if the thread before has found that out.
    next: Option<Tid>,
    pub(crate) threads: Pool<Thread>,
    /// What each thread is about to do; `None` while it runs and once it has finished.
    pub(crate) pending: Vec<Option<Op>>,
    /// Those whose operation can be carried out whatever the others do.
    ready: ThreadSet,
    /// Those whose operation may have to wait, or who look again at what has not changed.
    may_wait: ThreadSet,
    /// Those among them who look.
    spinning: ThreadSet,
    /// Those among them who need not wait, as it was when somebody last asked.
    unblocked: ThreadSet,
    /// Whether that may be otherwise now.
    dirty: bool,
    pub(crate) objects: Pool<Object>,
    pub(crate) log: EventLog,
    scopes: Vec<Scope>,
    pub(crate) search: Box<dyn Search>,
    trace: Option<Trace>,
    /// At the end: what each thread waits for that has not finished.
    pub(crate) waits: Vec<Wait>,
    /// When the body returned: the threads that nobody had joined.
    pub(crate) unjoined: Vec<Tid>,
    /// The choices so far.
    pub(crate) schedule: Schedule,
    pub(crate) preemptions: usize,
    /// The thread that the last choice preempted.
    preempted: Option<Tid>,
    /// Nothing was enabled but what waits for the end of all else.
    last_resort: ThreadSet,
    /// How often somebody was let on who looks in vain, since something changed.
    pub(crate) unchanged_reads: usize,
    /// How many events there were when the body last changed anything, besides to wait.
    pub(crate) body_changed: usize,
    /// What is known of loops that look in vain.
    loops: loop_probe::LoopTable,
    conflicts: Vec<usize>,
}

impl State {
    pub(crate) fn new(search: Box<dyn Search>) -> Self {
        Self {
            epoch: 0,
            fine_grained: false,
            needs_fine_grained: false,
            tracks_order: false,
            clocks_used: false,
            weak_memory: false,
            needs_weak_memory: false,
            sc_events: Vec::new(),
            locations: 0,
            abandoned: false,
            unwind_requests: 0,
            panics_raised: 0,
            abort_reason: None,
            bounded: false,
            limits: ExecutionLimits { steps: 0, fair: false },
            check_stop_at: 0,
            current: 0,
            in_turn: false,
            next: None,
            threads: Pool::new(),
            pending: Vec::new(),
            ready: ThreadSet::EMPTY,
            may_wait: ThreadSet::EMPTY,
            spinning: ThreadSet::EMPTY,
            unblocked: ThreadSet::EMPTY,
            dirty: false,
            objects: Pool::new(),
            log: EventLog::default(),
            scopes: Vec::new(),
            search,
            trace: None,
            waits: Vec::new(),
            unjoined: Vec::new(),
            schedule: Schedule::default(),
            preemptions: 0,
            preempted: None,
            last_resort: ThreadSet::EMPTY,
            unchanged_reads: 0,
            body_changed: 0,
            loops: loop_probe::LoopTable::default(),
            conflicts: Vec::new(),
        }
    }

    /// Makes ready for another execution.
    pub(crate) fn reset(&mut self, epoch: u64, limits: ExecutionLimits, trace: bool) {
        self.epoch = epoch;
        self.limits = limits;
        // Where the body need not wait for the others, it may be over at any time.
        let asks = limits.fair || self.is_probing();
        self.check_stop_at = if asks { 0 } else { limits.steps };
        self.take_suspended_loops();
        self.clocks_used |= self.tracks_order;
        self.tracks_order = self.search.needs_order() || self.weak_memory;
        self.abandoned = false;
        self.unwind_requests = 0;
        self.panics_raised = 0;
        self.abort_reason = None;
        self.bounded = false;
        self.current = 0;
        self.in_turn = false;
        self.next = None;
        self.threads.clear();
        self.pending.clear();
        self.ready = ThreadSet::EMPTY;
        self.may_wait = ThreadSet::EMPTY;
        self.spinning = ThreadSet::EMPTY;
        self.dirty = true;
        self.objects.clear();
        self.sc_events.clear();
        self.locations = 0;
        self.log.clear();
        self.scopes.clear();
        self.trace = trace.then(Trace::default);
        self.waits.clear();
        self.unjoined.clear();
        self.schedule.clear();
        self.preemptions = 0;
        self.preempted = None;
        self.last_resort = ThreadSet::EMPTY;
        self.unchanged_reads = 0;
        self.body_changed = 0;
    }

    pub(crate) fn new_object(&mut self, model: Model, created: Place) -> ObjectId {
        self.add_object(created, |_| false, || model)
    }

    /// The same for an atomic, of which there are most.
    pub(crate) fn new_atomic(&mut self, created: Place) -> ObjectId {
        let is_new = |model: &Model| matches!(model, Model::Atomic(None));
        self.add_object(created, is_new, || Model::Atomic(None))
    }

    /// Adds an object. Most of the time there was one of its sort in its place before: if that `is_new`
    /// still, or again, it stays.
    #[inline]
    fn add_object(
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
                object.renew(created, self.clocks_used);
            }
            None => self.objects.push(Object::new(model(), created)),
        }
        number
    }

    /// Adds a thread, child of the one that runs. `None` if there are too many.
    pub(crate) fn new_thread(&mut self, name: Option<String>, created: Place) -> Option<Tid> {
        if self.threads.len() == MAX_THREADS {
            return None;
        }
        let tid = self.threads.len();
        let parent = self.threads.get(self.current);
        let first = || if self.weak_memory { Clock::weak_memory() } else { Clock::ZERO };
        let clock = parent.map_or_else(first, |parent| parent.clock.clone());
        let is_new = |model: &Model| matches!(model, Model::Thread { token: false });
        let object = self.add_object(created, is_new, || Model::Thread { token: false });
        self.pending.push(None);
        match self.threads.reuse() {
            Some(thread) => thread.renew(name, clock, object),
            None => self.threads.push(Thread::new(name, clock, object)),
        }
        Some(tid)
    }

    /// Begins a scope; its number is what a `JoinAll` waits for.
    pub(crate) fn open_scope(&mut self, key: usize) -> ObjectId {
        self.scopes.push(Scope { key, children: Vec::new() });
        self.scopes.len() as ObjectId - 1
    }

    /// Adds a thread to the innermost scope with this key.
    pub(crate) fn join_scope(&mut self, key: usize, thread: Tid) {
        if let Some(scope) = self.scopes.iter_mut().rev().find(|scope| scope.key == key) {
            scope.children.push(thread);
            self.dirty = true;
        }
    }

    pub(crate) fn scope_children(&self, id: ObjectId) -> &[Tid] {
        &self.scopes[id as usize].children
    }

    /// Whether all threads of the scope have finished.
    pub(crate) fn has_ended(&self, id: ObjectId) -> bool {
        self.scope_children(id).iter().all(|child| self.threads[*child].finished)
    }

    /// The rows of the report; none while threads unwind that were given up.
    pub(crate) fn trace(&mut self) -> Option<&mut Trace> {
        if self.abandoned { None } else { self.trace.as_mut() }
    }

    pub(crate) fn take_trace(&mut self) -> Trace {
        self.trace.take().unwrap_or_default()
    }

    /// Who and what appears in the execution.
    pub(crate) fn trace_info(&self) -> TraceInfo {
        let info = |object: &Object| ObjectInfo {
            type_name: object.model.sort(),
            created: object.created,
        };
        TraceInfo {
            threads: (0..self.threads.len()).map(|tid| self.label(tid)).collect(),
            objects: self.objects.iter().map(info).collect(),
            waits: self.waits.clone(),
        }
    }

    /// What a report calls a thread.
    pub(crate) fn label(&self, tid: Tid) -> String {
        thread::label(self.threads[tid].name.as_deref(), tid)
    }

    /// The current thread has come to its end.
    pub(crate) fn finish_thread(&mut self) {
        self.thread().finished = true;
        self.dirty = true;
    }

    pub(crate) fn thread(&mut self) -> &mut Thread {
        &mut self.threads[self.current]
    }

    #[inline]
    pub(crate) fn announce(&mut self, op: &Op) {
        self.needs_fine_grained |= dependence::observes_release(op.kind) || self.meets(op);
        self.pending[self.current] = Some(*op);
        self.suspend_receiver(op);
        self.queue(enabled::may_wait(op.kind));
    }

    /// The same for an operation on an atomic, which never has to wait.
    #[inline(always)]
    pub(crate) fn announce_atomic(&mut self, op: Op) {
        self.pending[self.current] = Some(op);
        self.queue(false);
    }

    #[inline(always)]
    fn queue(&mut self, may_wait: bool) {
        let current = self.current;
        let watches = self.threads[current].spin.is_waiting();
        if watches {
            self.spinning.insert(current);
        }
        if watches || may_wait {
            self.may_wait.insert(current);
            self.dirty = true;
        } else {
            self.ready.insert(current);
        }
    }

    /// The current thread does what it has announced.
    #[inline]
    fn begin(&mut self) -> Tid {
        let tid = self.current;
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

    /// Whether the operation can see that a receiver waits at a rendezvous.
    fn meets(&self, op: &Op) -> bool {
        matches!(op.kind, Kind::TrySend) && self.channel(op.object).capacity == Some(0)
    }

    /// Whether something was asked for that the model is too coarse to answer.
    pub(crate) fn needs_refinement(&self) -> bool {
        (self.needs_fine_grained && !self.fine_grained)
            || (self.needs_weak_memory && !self.weak_memory)
    }

    /// Makes the model as fine as has been asked for.
    pub(crate) fn refine(&mut self) {
        self.fine_grained |= self.needs_fine_grained;
        self.weak_memory |= self.needs_weak_memory;
    }

    /// Ends the execution for a reason of its own; the first reason counts.
    pub(crate) fn abort(&mut self, reason: AbortReason) {
        self.abort_reason.get_or_insert(reason);
        self.abandoned = true;
        self.in_turn = false;
    }
}
