//! The state of one execution: its threads, its objects, the events so far.
//!
//! `enabled` says who may go on, `effects` carries an operation out, `dependence` says what came
//! before it and which earlier events it races with.

mod dependence;
mod effects;
mod enabled;
mod memory;
mod spin;
mod steps;
mod thread;
mod waits;

pub(crate) use thread::Thread;

use crate::clock::Clock;
use crate::event::Event;
use crate::known::View;
use crate::objects::{Model, Object};
use crate::op::{ObjectId, Op, Place};
use crate::schedule::Schedule;
use crate::search::Search;
use crate::thread_set::{MAX_THREADS, ThreadSet, Tid};
use crate::trace::{Cast, Role, Trace, Wait};

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
    /// Whether memory is C11's. While every atomic operation is `SeqCst`, that makes no difference.
    pub(crate) weak: bool,
    /// Whether it would.
    pub(crate) needs_weak: bool,
    /// What sequentially consistent operations have seen and stored.
    sc_view: View,
    /// How many locations there are.
    locations: usize,
    /// Whether this execution is given up: threads unwind and nothing blocks any more.
    pub(crate) abandoned: bool,
    /// How often a thread was asked to unwind since then.
    pub(crate) asked_to_unwind: u32,
    pub(crate) halt: Option<Halt>,
    /// Whether something bounded the exploration of this execution.
    pub(crate) bounded: bool,
    pub(crate) current: Tid,
    pub(crate) threads: Vec<Thread>,
    /// What each thread is about to do; `None` while it runs and once it has finished.
    pub(crate) pending: Vec<Option<Op>>,
    pub(crate) objects: Vec<Object>,
    pub(crate) events: Vec<Event>,
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
    /// Whether the current operation is one of an unwinding thread.
    forced: bool,
    /// Nothing was enabled but what waits for the end of all else.
    patient: ThreadSet,
    /// How often somebody was let on who looks in vain, since something changed.
    pub(crate) looks_in_vain: usize,
    /// How many events there were when the body last changed anything, besides to wait.
    pub(crate) body_changed: usize,
    conflicts: Vec<usize>,
}

impl State {
    pub(crate) fn new(search: Box<dyn Search>) -> Self {
        Self {
            epoch: 0,
            fine: false,
            needs_fine: false,
            weak: false,
            needs_weak: false,
            sc_view: View::default(),
            locations: 0,
            abandoned: false,
            asked_to_unwind: 0,
            halt: None,
            bounded: false,
            current: 0,
            threads: Vec::new(),
            pending: Vec::new(),
            objects: Vec::new(),
            events: Vec::new(),
            scopes: Vec::new(),
            search,
            trace: None,
            waits: Vec::new(),
            unjoined: Vec::new(),
            schedule: Schedule::default(),
            preemptions: 0,
            preempted: None,
            forced: false,
            patient: ThreadSet::EMPTY,
            looks_in_vain: 0,
            body_changed: 0,
            conflicts: Vec::new(),
        }
    }

    /// Makes ready for another execution.
    pub(crate) fn reset(&mut self, epoch: u64, trace: bool) {
        self.epoch = epoch;
        self.abandoned = false;
        self.asked_to_unwind = 0;
        self.halt = None;
        self.bounded = false;
        self.current = 0;
        self.threads.clear();
        self.pending.clear();
        self.objects.clear();
        self.new_object(Model::Atomic(None), std::panic::Location::caller());
        self.sc_view = View::default();
        self.locations = 0;
        self.events.clear();
        self.scopes.clear();
        self.trace = trace.then(Trace::default);
        self.waits.clear();
        self.unjoined.clear();
        self.schedule.clear();
        self.preemptions = 0;
        self.preempted = None;
        self.forced = false;
        self.patient = ThreadSet::EMPTY;
        self.looks_in_vain = 0;
        self.body_changed = 0;
    }

    pub(crate) fn new_object(&mut self, model: Model, created: Place) -> ObjectId {
        let object = self.objects.len() as ObjectId;
        self.objects.push(Object::new(model, created));
        object
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
        let object = self.new_object(Model::Thread { token: false }, created);
        self.pending.push(None);
        self.threads.push(Thread::new(name, clock, object));
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
    pub(crate) fn cast(&self) -> Cast {
        let role = |object: &Object| Role { sort: object.model.sort(), created: object.created };
        Cast {
            threads: (0..self.threads.len()).map(|tid| self.label(tid)).collect(),
            objects: self.objects.iter().map(role).collect(),
            waits: self.waits.clone(),
        }
    }

    /// What a report calls a thread.
    pub(crate) fn label(&self, tid: Tid) -> String {
        thread::label(self.threads[tid].name.as_deref(), tid)
    }

    pub(crate) fn thread(&mut self) -> &mut Thread {
        &mut self.threads[self.current]
    }

    pub(crate) fn announce(&mut self, op: Op) {
        self.needs_fine |= op.kind.observes_release();
        self.pending[self.current] = Some(op);
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
    }
}
