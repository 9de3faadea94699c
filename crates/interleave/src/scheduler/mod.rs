//! The state of one execution: its threads, its objects, the events so far.
//!
//! `enabled` says who may go on, `effects` carries an operation out, `dependence` says what came
//! before it and which earlier events it races with.

mod atomics;
mod dependence;
mod effects;
mod enabled;
mod memory;
mod rounds;
mod spin;
mod steps;
mod strict;
mod thread;
mod waits;

pub(crate) use rounds::Held;
pub(crate) use thread::Thread;

use crate::clock::Clock;
use crate::event::Past;
use crate::objects::{Model, Object};
use crate::op::{Kind, ObjectId, Op, Place};
use crate::pool::Pool;
use crate::schedule::Schedule;
use crate::search::Search;
use crate::thread_set::{MAX_THREADS, ThreadSet, Tid};
use crate::trace::{ObjectInfo, Trace, TraceInfo, Wait};

/// How long an execution may last, and whether it is over when the body returns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Demands {
    pub(crate) steps: usize,
    pub(crate) eventually: bool,
}

/// What stops an execution besides its own end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Halt {
    /// The code under test, or a test, asks for what cannot be explored.
    Misuse(String),
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
    pub(crate) fine: bool,
    /// Whether somebody can.
    pub(crate) needs_fine: bool,
    /// Whether events remember what came before them: for a search that looks for races, for clocks
    /// that can be read, for histories, and for weak memory, where it bounds who may see what is old.
    pub(crate) keeps_order: bool,
    /// Whether an earlier execution kept clocks, so that objects have to forget them.
    has_kept: bool,
    /// Whether memory is C11's. While every atomic operation is `SeqCst`, that makes no difference.
    pub(crate) weak: bool,
    /// Whether it would.
    pub(crate) needs_weak: bool,
    /// The operations and fences that are `SeqCst`, where memory is C11's.
    strict: Vec<strict::Strict>,
    /// How many locations there are.
    locations: usize,
    /// Whether this execution is given up: threads unwind and nothing blocks any more.
    pub(crate) abandoned: bool,
    /// How often a thread was asked to unwind since then.
    pub(crate) asked_to_unwind: u32,
    /// How many panics were raised.
    raises: u32,
    pub(crate) halt: Option<Halt>,
    /// Whether something bounded the exploration of this execution.
    pub(crate) bounded: bool,
    pub(crate) demands: Demands,
    /// From how many events on somebody has to look whether the execution is to stop.
    look_at: usize,
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
    watching: ThreadSet,
    /// Those among them who need not wait, as it was when somebody last asked.
    admitted: ThreadSet,
    /// Whether that may be otherwise now.
    stirred: bool,
    pub(crate) objects: Pool<Object>,
    pub(crate) past: Past,
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
    patient: ThreadSet,
    /// How often somebody was let on who looks in vain, since something changed.
    pub(crate) looks_in_vain: usize,
    /// How many events there were when the body last changed anything, besides to wait.
    pub(crate) body_changed: usize,
    /// What is known of loops that look in vain.
    loops: rounds::Loops,
    conflicts: Vec<usize>,
}

impl State {
    pub(crate) fn new(search: Box<dyn Search>) -> Self {
        Self {
            epoch: 0,
            fine: false,
            needs_fine: false,
            keeps_order: false,
            has_kept: false,
            weak: false,
            needs_weak: false,
            strict: Vec::new(),
            locations: 0,
            abandoned: false,
            asked_to_unwind: 0,
            raises: 0,
            halt: None,
            bounded: false,
            demands: Demands { steps: 0, eventually: false },
            look_at: 0,
            current: 0,
            in_turn: false,
            next: None,
            threads: Pool::new(),
            pending: Vec::new(),
            ready: ThreadSet::EMPTY,
            may_wait: ThreadSet::EMPTY,
            watching: ThreadSet::EMPTY,
            admitted: ThreadSet::EMPTY,
            stirred: false,
            objects: Pool::new(),
            past: Past::default(),
            scopes: Vec::new(),
            search,
            trace: None,
            waits: Vec::new(),
            unjoined: Vec::new(),
            schedule: Schedule::default(),
            preemptions: 0,
            preempted: None,
            patient: ThreadSet::EMPTY,
            looks_in_vain: 0,
            body_changed: 0,
            loops: rounds::Loops::default(),
            conflicts: Vec::new(),
        }
    }

    /// Makes ready for another execution.
    pub(crate) fn reset(&mut self, epoch: u64, demands: Demands, trace: bool) {
        self.epoch = epoch;
        self.demands = demands;
        // Where the body need not wait for the others, it may be over at any time.
        let asks = demands.eventually || self.somebody_is_alone();
        self.look_at = if asks { 0 } else { demands.steps };
        self.take_held();
        self.has_kept |= self.keeps_order;
        self.keeps_order = self.search.needs_order() || self.weak;
        self.abandoned = false;
        self.asked_to_unwind = 0;
        self.raises = 0;
        self.halt = None;
        self.bounded = false;
        self.current = 0;
        self.in_turn = false;
        self.next = None;
        self.threads.clear();
        self.pending.clear();
        self.ready = ThreadSet::EMPTY;
        self.may_wait = ThreadSet::EMPTY;
        self.watching = ThreadSet::EMPTY;
        self.stirred = true;
        self.objects.clear();
        self.strict.clear();
        self.locations = 0;
        self.past.clear();
        self.scopes.clear();
        self.trace = trace.then(Trace::default);
        self.waits.clear();
        self.unjoined.clear();
        self.schedule.clear();
        self.preemptions = 0;
        self.preempted = None;
        self.patient = ThreadSet::EMPTY;
        self.looks_in_vain = 0;
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
                object.renew(created, self.has_kept);
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
        let first = || if self.weak { Clock::weak() } else { Clock::ZERO };
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
            self.stirred = true;
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
        self.stirred = true;
    }

    pub(crate) fn thread(&mut self) -> &mut Thread {
        &mut self.threads[self.current]
    }

    #[inline]
    pub(crate) fn announce(&mut self, op: &Op) {
        self.needs_fine |= dependence::observes_release(op.kind) || self.meets(op);
        self.pending[self.current] = Some(*op);
        self.hold_receiver(op);
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
            self.watching.insert(current);
        }
        if watches || may_wait {
            self.may_wait.insert(current);
            self.stirred = true;
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
            self.watching.remove(tid);
            self.admitted.remove(tid);
        }
        self.pending[tid] = None;
        tid
    }

    /// Whether the operation can see that a receiver waits at a rendezvous.
    fn meets(&self, op: &Op) -> bool {
        matches!(op.kind, Kind::TrySend) && self.channel(op.object).capacity == Some(0)
    }

    /// Whether something was asked for that the model is too coarse to answer.
    pub(crate) fn needs_more(&self) -> bool {
        (self.needs_fine && !self.fine) || (self.needs_weak && !self.weak)
    }

    /// Makes the model as fine as has been asked for.
    pub(crate) fn refine(&mut self) {
        self.fine |= self.needs_fine;
        self.weak |= self.needs_weak;
    }

    /// Ends the execution for a reason of its own; the first reason counts.
    pub(crate) fn halt(&mut self, halt: Halt) {
        self.halt.get_or_insert(halt);
        self.abandoned = true;
        self.in_turn = false;
    }
}
