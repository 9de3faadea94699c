//! The slots of threads: a new thread takes a new one, or that of a thread that has ended.
//!
//! Everything that the thread in a slot did happens before everything that the next one does, so the
//! search can take them for one thread.

use super::State;
use super::thread::{self, Scope, Thread};
use crate::clock::Clock;
use crate::objects::Model;
use crate::op::{ObjectId, Place};
use crate::thread_set::{MAX_THREADS, Tid};

impl State {
    /// Adds a thread, a child of the current one. `None` if there are too many.
    pub(crate) fn new_thread(&mut self, name: Option<String>, created: Place) -> Option<Tid> {
        let slots = self.threads.len();
        let parent = self.threads.get(self.current);
        let mut ended = parent.map(|parent| parent.ended).unwrap_or_default();
        let tid = if slots < MAX_THREADS { slots } else { ended.first()? };
        ended.remove(tid);
        let first = || if self.weak_memory { Clock::weak_memory() } else { Clock::ZERO };
        let clock = parent.map_or_else(first, |parent| parent.clock.clone());
        let object = self.new_thread_object(created);
        let earlier = (tid < slots).then(|| self.vacate(tid));
        if tid == slots {
            self.pending.push(None);
            if self.threads.reuse().is_none() {
                self.threads.push(Thread::default());
            }
        }
        let thread = &mut self.threads[tid];
        thread.reset(name, clock, object, self.loops.limits);
        (thread.number, thread.earlier, thread.ended) = (self.spawned, earlier, ended);
        self.spawned += 1;
        Some(tid)
    }

    fn new_thread_object(&mut self, created: Place) -> ObjectId {
        let is_new = |model: &Model| matches!(model, Model::Thread { token: false });
        self.add_object(created, is_new, || Model::Thread { token: false })
    }

    /// Forgets the thread that has ended, and returns the name of the slot.
    fn vacate(&mut self, tid: Tid) -> String {
        for scope in &mut self.scopes {
            scope.children.retain(|child| *child != tid);
        }
        for thread in self.threads.iter_mut() {
            thread.ended.remove(tid);
        }
        let thread = &mut self.threads[tid];
        let name = thread::label(thread.name.as_deref(), thread.number);
        thread.earlier.take().unwrap_or(name)
    }

    /// The name of a thread in reports; that of the first and the last one if they share a slot.
    pub(crate) fn label(&self, tid: Tid) -> String {
        let Thread { name, number, earlier, .. } = &self.threads[tid];
        let last = thread::label(name.as_deref(), *number);
        earlier.as_ref().map_or_else(|| last.clone(), |first| format!("{first} … {last}"))
    }

    /// Opens a scope and returns the number that `JoinAll` waits for.
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

    /// Whether all threads of the scope have returned, so that they no longer borrow anything.
    pub(crate) fn has_ended(&self, id: ObjectId) -> bool {
        self.scope_children(id).iter().all(|child| self.threads[*child].returned)
    }
}
