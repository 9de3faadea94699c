//! Threads, free or scoped, and how they spawn, join and unpark each other.
use super::super::std_api::sync::MutexGuard;
use super::super::std_api::{is_finished, thread};
use super::channels::Endpoints;
use super::locks::RwLockGuard;
use super::shared::Shared;
use crate::program::{MUTEXES, Op, REGISTERS, RWLOCKS, Style, ThreadOp, ThreadResult};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

/// The timeout of timed operations on real threads.
pub(super) const TIMEOUT: Duration = Duration::from_millis(1);

#[derive(Clone, Copy)]
pub(super) enum Spawner<'scope, 'env> {
    Free,
    Scoped(&'scope thread::Scope<'scope, 'env>),
}

pub(super) enum Handle<'scope> {
    Free(thread::JoinHandle<()>),
    Scoped(thread::ScopedJoinHandle<'scope, ()>),
}

impl Handle<'_> {
    pub(super) fn thread(&self) -> &thread::Thread {
        match self {
            Handle::Free(handle) => handle.thread(),
            Handle::Scoped(handle) => handle.thread(),
        }
    }

    pub(super) fn is_finished(&self) -> bool {
        match self {
            Handle::Free(handle) => is_finished(handle),
            Handle::Scoped(handle) => handle.is_finished(),
        }
    }

    pub(super) fn join(self) -> std::thread::Result<()> {
        match self {
            Handle::Free(handle) => handle.join(),
            Handle::Scoped(handle) => handle.join(),
        }
    }
}

/// A running thread. An unwinding thread drops the fields in this order.
pub(super) struct Thread<'s, 'scope, 'env> {
    pub(super) shared: &'s Arc<Shared>,
    pub(super) number: usize,
    pub(super) mutexes: [Option<MutexGuard<'s, u8>>; MUTEXES],
    pub(super) rwlocks: [Option<RwLockGuard<'s>>; RWLOCKS],
    pub(super) endpoints: Endpoints,
    pub(super) spawner: Spawner<'scope, 'env>,
    pub(super) spawned: Vec<usize>,
    pub(super) children: Vec<(usize, Handle<'scope>)>,
    pub(super) known: Vec<Option<thread::Thread>>,
    pub(super) registers: [u8; REGISTERS],
    pub(super) poison: u8,
}

impl<'s, 'scope, 'env> Thread<'s, 'scope, 'env> {
    pub(super) fn run(
        shared: &'s Arc<Shared>,
        number: usize,
        spawner: Spawner<'scope, 'env>,
        mut known: Vec<Option<thread::Thread>>,
    ) {
        if shared.program.ops().any(|op| matches!(op, Op::Thread(_, ThreadOp::Unpark))) {
            known[number] = Some(thread::current());
        }
        let endpoints = {
            let mut endpoints = shared.endpoints.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut endpoints[number])
        };
        let mut this = Thread {
            shared,
            number,
            mutexes: [const { None }; MUTEXES],
            rwlocks: [const { None }; RWLOCKS],
            endpoints,
            spawner,
            spawned: Vec::new(),
            children: Vec::new(),
            known,
            registers: [0; REGISTERS],
            poison: 0,
        };
        this.run_statements();
        this.end();
    }

    fn end(mut self) {
        self.mutexes.iter_mut().for_each(|guard| *guard = None);
        self.rwlocks.iter_mut().for_each(|guard| *guard = None);
        self.endpoints.drop_in_order();
        let program = &self.shared.program;
        let scope_joins = self.number == 0 && program.style == Style::Scoped && !program.panics();
        for (_, child) in self.children.drain(..) {
            if !scope_joins {
                let _ = child.join();
            }
        }
        let result = ThreadResult::Returned { registers: self.registers, poison: self.poison };
        self.shared.set_result(self.number, result);
    }

    pub(super) fn other_thread(&mut self, other: usize, op: ThreadOp) -> Option<u8> {
        let child = self.children.iter().position(|(number, _)| *number == other);
        match op {
            ThreadOp::Spawn => self.spawn(other),
            ThreadOp::Unpark => {
                if let Some(Some(thread)) = self.known.get(other) {
                    thread.unpark();
                }
            }
            ThreadOp::Join => {
                let result = self.children.remove(child?).1.join();
                return Some(if result.is_ok() { 1 } else { 2 });
            }
            ThreadOp::IsFinished => return Some(self.children[child?].1.is_finished().into()),
        }
        None
    }

    fn spawn(&mut self, child: usize) {
        let shared = self.shared;
        if shared.program.parent(child) != Some(self.number) || self.spawned.contains(&child) {
            return;
        }
        self.spawned.push(child);
        let (shared, known) = (Arc::clone(shared), self.known.clone());
        let handle = match self.spawner {
            Spawner::Free => Handle::Free(thread::spawn(move || {
                Thread::run(&shared, child, Spawner::Free, known);
            })),
            Spawner::Scoped(scope) => Handle::Scoped(scope.spawn(move || {
                Thread::run(&shared, child, Spawner::Scoped(scope), known);
            })),
        };
        self.known[child] = Some(handle.thread().clone());
        self.children.push((child, handle));
    }
}
