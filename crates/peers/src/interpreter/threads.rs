//! Spawns, joins and unparks threads.
use super::super::std_api::thread;
use super::shared::Shared;
use super::thread::{Handle, Spawner, Thread};
use crate::program::{MUTEXES, Op, REGISTERS, RWLOCKS, Style, ThreadOp, ThreadResult};
use std::sync::{Arc, Mutex, PoisonError};

/// What belongs to the thread with this number.
fn take<T: Default>(of_all: &Mutex<Vec<T>>, number: usize) -> T {
    std::mem::take(&mut of_all.lock().unwrap_or_else(PoisonError::into_inner)[number])
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
        let endpoints = take(&shared.endpoints, number);
        let references = take(&shared.references, number);
        let mut this = Thread {
            shared,
            number,
            mutexes: [const { None }; MUTEXES],
            rwlocks: [const { None }; RWLOCKS],
            endpoints,
            references,
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
        drop(std::mem::take(&mut self.references));
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
