//! Runs a program on one engine's std. This file is compiled once for each engine, as its child.
use super::engine::sync::atomic::{AtomicU8, Ordering::SeqCst};
use super::engine::sync::{
    Barrier, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
    mpsc,
};
use super::engine::{OnceLock, gap, is_finished, thread};
use crate::program::{
    ATOMICS, Capacity, DISCONNECTED, End, MUTEXES, NOTHING, ONCES, Op, Outcome, Program, REGISTERS,
    ROUNDS, RWLOCKS, Style, WOULD_BLOCK,
};
use std::array;
use std::sync::Arc;
use std::sync::Mutex as RealMutex;
use std::time::Duration;

mod channels;
mod locks;
mod world;

/// How long who waits for a while waits, on real threads.
const A_WHILE: Duration = Duration::from_millis(1);

/// What all threads share. The real mutexes hold what no statement can see.
struct World {
    program: Arc<Program>,
    mutexes: [Mutex<u8>; MUTEXES],
    condvars: [Condvar; MUTEXES],
    rwlocks: [RwLock<u8>; RWLOCKS],
    atomics: [AtomicU8; ATOMICS],
    onces: [OnceLock<u8>; ONCES],
    barrier: Barrier,
    bags: RealMutex<Vec<Bag>>,
    ends: RealMutex<Vec<Option<End>>>,
}

/// A thread's ends of the channels, which wait here until the thread is spawned.
#[derive(Default)]
struct Bag {
    senders: Vec<Option<Sender>>,
    receivers: Vec<Option<mpsc::Receiver<u8>>>,
}

#[derive(Clone)]
enum Sender {
    Unbounded(mpsc::Sender<u8>),
    Bounded(mpsc::SyncSender<u8>),
}

#[derive(Clone, Copy)]
enum Spawner<'scope, 'env> {
    Free,
    Scoped(&'scope thread::Scope<'scope, 'env>),
}

enum Handle<'scope> {
    Free(thread::JoinHandle<()>),
    Scoped(thread::ScopedJoinHandle<'scope, ()>),
}

enum Hold<'w> {
    Read(RwLockReadGuard<'w, u8>),
    Write(RwLockWriteGuard<'w, u8>),
}

/// One thread at work. Fields are in the order in which an unwinding thread drops them.
struct Thread<'w, 'scope, 'env> {
    world: &'w Arc<World>,
    id: usize,
    mutexes: [Option<MutexGuard<'w, u8>>; MUTEXES],
    rwlocks: [Option<Hold<'w>>; RWLOCKS],
    bag: Bag,
    spawner: Spawner<'scope, 'env>,
    spawned: Vec<usize>,
    children: Vec<(usize, Handle<'scope>)>,
    known: Vec<Option<thread::Thread>>,
    regs: [u8; REGISTERS],
    poison: u8,
}

/// Runs `program` once, and returns what it led to.
pub(super) fn run(program: &Arc<Program>) -> Outcome {
    let world = Arc::new(World::new(Arc::clone(program)));
    let known = vec![None; program.threads.len()];
    match program.style {
        Style::Free => Thread::run(&world, 0, Spawner::Free, known),
        Style::Scoped => {
            thread::scope(|scope| Thread::run(&world, 0, Spawner::Scoped(scope), known));
        }
    }
    world.outcome()
}

impl<'w, 'scope, 'env> Thread<'w, 'scope, 'env> {
    fn run(
        world: &'w Arc<World>,
        id: usize,
        spawner: Spawner<'scope, 'env>,
        mut known: Vec<Option<thread::Thread>>,
    ) {
        if world.program.ops().any(|op| matches!(op, Op::Unpark { .. })) {
            known[id] = Some(thread::current());
        }
        let bag = {
            let mut bags = world.bags.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut bags[id])
        };
        let mut this = Thread {
            world,
            id,
            mutexes: array::from_fn(|_| None),
            rwlocks: array::from_fn(|_| None),
            bag,
            spawner,
            spawned: Vec::new(),
            children: Vec::new(),
            known,
            regs: [0; REGISTERS],
            poison: 0,
        };
        for statement in &world.program.threads[id] {
            let runs = statement
                .when
                .is_none_or(|when| (this.regs[usize::from(when.reg)] == when.value) == when.equal);
            if runs {
                this.step(statement.op);
            }
        }
        this.finish();
    }

    fn finish(mut self) {
        self.mutexes.iter_mut().for_each(|guard| *guard = None);
        self.rwlocks.iter_mut().for_each(|guard| *guard = None);
        for sender in self.bag.senders.iter_mut().filter(|sender| sender.is_some()) {
            gap();
            *sender = None;
        }
        for receiver in self.bag.receivers.iter_mut().filter(|receiver| receiver.is_some()) {
            gap();
            *receiver = None;
        }
        let scope_waits = self.id == 0
            && self.world.program.style == Style::Scoped
            && !self.world.program.panics();
        for (_, handle) in self.children.drain(..) {
            if !scope_waits {
                let _ = handle.join();
            }
        }
        self.world.end(self.id, End::Returned { regs: self.regs, poison: self.poison });
    }

    fn step(&mut self, op: Op) {
        match op {
            Op::Lock { .. }
            | Op::TryLock { .. }
            | Op::Unlock { .. }
            | Op::Add { .. }
            | Op::Get { .. }
            | Op::WaitWhile { .. }
            | Op::WaitOnce { .. }
            | Op::WaitTimeout { .. }
            | Op::NotifyOne { .. }
            | Op::NotifyAll { .. } => self.step_mutex(op),
            Op::Read { .. }
            | Op::TryRead { .. }
            | Op::Write { .. }
            | Op::TryWrite { .. }
            | Op::Release { .. }
            | Op::AddWritten { .. }
            | Op::GetRead { .. } => self.step_rwlock(op),
            Op::Send { .. }
            | Op::TrySend { .. }
            | Op::Recv { .. }
            | Op::TryRecv { .. }
            | Op::RecvTimeout { .. }
            | Op::Hangup { .. } => self.step_channel(op),
            Op::Load { atomic, reg } => self.set(reg, self.atomic(atomic).load(SeqCst)),
            Op::Look { atomic, pauses, reg } => {
                let atomic = self.atomic(atomic);
                let nothing = (0..ROUNDS).take_while(|_| {
                    let is_nothing = atomic.load(SeqCst) == 0;
                    if pauses && is_nothing {
                        thread::yield_now();
                    }
                    is_nothing
                });
                let rounds = nothing.count();
                self.set(reg, rounds as u8);
            }
            Op::Store { atomic, value } => self.atomic(atomic).store(value, SeqCst),
            Op::StoreReg { atomic, from } => {
                self.atomic(atomic).store(self.regs[usize::from(from)], SeqCst);
            }
            Op::FetchAdd { atomic, value, reg } => {
                self.set(reg, self.atomic(atomic).fetch_add(value, SeqCst));
            }
            Op::CompareExchange { atomic, old, new, reg, weak } => {
                let atomic = self.atomic(atomic);
                let result = match weak {
                    true => atomic.compare_exchange_weak(old, new, SeqCst, SeqCst),
                    false => atomic.compare_exchange(old, new, SeqCst, SeqCst),
                };
                self.set(reg, result.unwrap_or_else(|seen| seen + 10));
            }
            Op::Park => thread::park(),
            Op::ParkTimeout => thread::park_timeout(A_WHILE),
            Op::Sleep => thread::sleep(A_WHILE),
            Op::ParkUntil { atomic } => {
                while self.atomic(atomic).load(SeqCst) == 0 {
                    thread::park();
                }
            }
            Op::Unpark { thread } => {
                if let Some(Some(thread)) = self.known.get(usize::from(thread)) {
                    thread.unpark();
                }
            }
            Op::Barrier => {
                gap();
                self.world.barrier.wait();
            }
            Op::BarrierLeader { reg } => {
                gap();
                let leader = self.world.barrier.wait().is_leader();
                self.set(reg, leader.into());
            }
            Op::Spawn { thread } => self.spawn(thread.into()),
            Op::Join { thread, reg } => {
                let child = self.children.iter().position(|(id, _)| *id == usize::from(thread));
                if let Some(child) = child {
                    let result = self.children.remove(child).1.join();
                    self.set(reg, if result.is_ok() { 1 } else { 2 });
                }
            }
            Op::IsFinished { thread, reg } => {
                let child = self.children.iter().find(|(id, _)| *id == usize::from(thread));
                if let Some((_, child)) = child {
                    let finished = child.is_finished();
                    self.set(reg, finished.into());
                }
            }
            Op::OnceSet { once, value, reg } => {
                let set = self.world.onces[usize::from(once)].set(value).is_ok();
                self.set(reg, set.into());
            }
            Op::OnceGet { once, reg } => {
                let value = self.world.onces[usize::from(once)].get().copied();
                self.set(reg, value.unwrap_or(NOTHING));
            }
            Op::OnceInit { once, value, reg } => {
                let value = *self.world.onces[usize::from(once)].get_or_init(|| {
                    self.atomic(0).fetch_add(1, SeqCst);
                    value
                });
                self.set(reg, value);
            }
            Op::Panic => {
                // A thread that leaves children behind would make the end of the program vague.
                if self.id != 0 && self.children.is_empty() {
                    self.world.end(self.id, End::Panicked);
                    std::panic::resume_unwind(Box::new("planned"));
                }
            }
        }
    }

    fn spawn(&mut self, child: usize) {
        let world = self.world;
        if world.program.parent(child) != Some(self.id) || self.spawned.contains(&child) {
            return;
        }
        self.spawned.push(child);
        let world = Arc::clone(world);
        let known = self.known.clone();
        let handle = match self.spawner {
            Spawner::Free => Handle::Free(thread::spawn(move || {
                Thread::run(&world, child, Spawner::Free, known);
            })),
            Spawner::Scoped(scope) => Handle::Scoped(scope.spawn(move || {
                Thread::run(&world, child, Spawner::Scoped(scope), known);
            })),
        };
        self.known[child] = Some(handle.thread().clone());
        self.children.push((child, handle));
    }

    fn set(&mut self, reg: u8, value: u8) {
        self.regs[usize::from(reg)] = value;
    }

    fn atomic(&self, atomic: u8) -> &'w AtomicU8 {
        &self.world.atomics[usize::from(atomic)]
    }
}

impl Handle<'_> {
    fn thread(&self) -> &thread::Thread {
        match self {
            Handle::Free(handle) => handle.thread(),
            Handle::Scoped(handle) => handle.thread(),
        }
    }

    fn is_finished(&self) -> bool {
        match self {
            Handle::Free(handle) => is_finished(handle),
            Handle::Scoped(handle) => handle.is_finished(),
        }
    }

    fn join(self) -> std::thread::Result<()> {
        match self {
            Handle::Free(handle) => handle.join(),
            Handle::Scoped(handle) => handle.join(),
        }
    }
}
