//! Runs a program on one engine's std. This file is compiled once for each engine, as its child.
use super::engine::sync::atomic::{AtomicU8, Ordering::SeqCst};
use super::engine::sync::mpsc::{self, TryRecvError, TrySendError};
use super::engine::sync::{
    Barrier, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
    TryLockError,
};
use super::engine::{before_drop, thread};
use crate::program::{
    ATOMICS, Capacity, DISCONNECTED, End, MUTEXES, Op, Outcome, Program, REGISTERS, RWLOCKS, Style,
    WOULD_BLOCK,
};
use std::array;
use std::sync::Arc;
use std::sync::Mutex as RealMutex;

/// What all threads share. The real mutexes hold what no statement can see.
struct World {
    program: Arc<Program>,
    mutexes: [Mutex<u8>; MUTEXES],
    condvars: [Condvar; MUTEXES],
    rwlocks: [RwLock<u8>; RWLOCKS],
    atomics: [AtomicU8; ATOMICS],
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

impl World {
    fn new(program: Arc<Program>) -> Self {
        let mut bags: Vec<Bag> = program.threads.iter().map(|_| Bag::default()).collect();
        for (id, channel) in program.channels.iter().enumerate() {
            let (sender, receiver) = match channel.capacity {
                Capacity::Unbounded => {
                    let (sender, receiver) = mpsc::channel();
                    (Sender::Unbounded(sender), receiver)
                }
                Capacity::Bounded(capacity) => {
                    let (sender, receiver) = mpsc::sync_channel(capacity.into());
                    (Sender::Bounded(sender), receiver)
                }
            };
            let mut receiver = Some(receiver);
            for (thread, bag) in bags.iter_mut().enumerate() {
                bag.senders
                    .push(program.sends(thread, id).then(|| sender.clone()));
                let owned = usize::from(channel.receiver) == thread;
                bag.receivers
                    .push(if owned { receiver.take() } else { None });
            }
        }
        World {
            mutexes: array::from_fn(|_| Mutex::new(0)),
            condvars: array::from_fn(|_| Condvar::new()),
            rwlocks: array::from_fn(|_| RwLock::new(0)),
            atomics: array::from_fn(|_| AtomicU8::new(0)),
            barrier: Barrier::new(program.barrier.into()),
            bags: RealMutex::new(bags),
            ends: RealMutex::new(vec![None; program.threads.len()]),
            program,
        }
    }

    fn outcome(&self) -> Outcome {
        let mutexes = self.mutexes.iter().map(|mutex| match mutex.lock() {
            Ok(guard) => (*guard, false),
            Err(poisoned) => (*poisoned.into_inner(), true),
        });
        let rwlocks = self.rwlocks.iter().map(|rwlock| match rwlock.read() {
            Ok(guard) => (*guard, false),
            Err(poisoned) => (*poisoned.into_inner(), true),
        });
        Outcome {
            locks: mutexes.chain(rwlocks).collect(),
            atomics: self
                .atomics
                .iter()
                .map(|atomic| atomic.load(SeqCst))
                .collect(),
            ends: self
                .ends
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone(),
        }
    }

    fn end(&self, thread: usize, end: End) {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner)[thread] = Some(end);
    }
}

impl<'w, 'scope, 'env> Thread<'w, 'scope, 'env> {
    fn run(
        world: &'w Arc<World>,
        id: usize,
        spawner: Spawner<'scope, 'env>,
        mut known: Vec<Option<thread::Thread>>,
    ) {
        if world
            .program
            .ops()
            .any(|op| matches!(op, Op::Unpark { .. }))
        {
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
        for sender in self
            .bag
            .senders
            .iter_mut()
            .filter(|sender| sender.is_some())
        {
            before_drop();
            *sender = None;
        }
        for receiver in self
            .bag
            .receivers
            .iter_mut()
            .filter(|receiver| receiver.is_some())
        {
            before_drop();
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
        self.world.end(
            self.id,
            End::Returned {
                regs: self.regs,
                poison: self.poison,
            },
        );
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
            | Op::Hangup { .. } => self.step_channel(op),
            Op::Load { atomic, reg } => self.set(reg, self.atomic(atomic).load(SeqCst)),
            Op::Store { atomic, value } => self.atomic(atomic).store(value, SeqCst),
            Op::StoreReg { atomic, from } => {
                self.atomic(atomic)
                    .store(self.regs[usize::from(from)], SeqCst);
            }
            Op::FetchAdd { atomic, value, reg } => {
                self.set(reg, self.atomic(atomic).fetch_add(value, SeqCst));
            }
            Op::CompareExchange {
                atomic,
                old,
                new,
                reg,
            } => {
                let result = self
                    .atomic(atomic)
                    .compare_exchange(old, new, SeqCst, SeqCst);
                self.set(reg, result.unwrap_or_else(|seen| seen + 10));
            }
            Op::Park => thread::park(),
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
            Op::Barrier => drop(self.world.barrier.wait()),
            Op::BarrierLeader { reg } => {
                let leader = self.world.barrier.wait().is_leader();
                self.set(reg, leader.into());
            }
            Op::Spawn { thread } => self.spawn(thread.into()),
            Op::Join { thread, reg } => {
                let child = self
                    .children
                    .iter()
                    .position(|(id, _)| *id == usize::from(thread));
                if let Some(child) = child {
                    let result = self.children.remove(child).1.join();
                    self.set(reg, if result.is_ok() { 1 } else { 2 });
                }
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

    fn step_mutex(&mut self, op: Op) {
        match op {
            Op::Lock { mutex } => {
                let at = usize::from(mutex);
                if self.mutexes[at].is_none() {
                    let guard = self.world.mutexes[at].lock();
                    self.mutexes[at] = Some(guard.unwrap_or_else(|poisoned| {
                        self.poison |= 1 << at;
                        poisoned.into_inner()
                    }));
                }
            }
            Op::TryLock { mutex, reg } => {
                let at = usize::from(mutex);
                if self.mutexes[at].is_none() {
                    self.mutexes[at] = match self.world.mutexes[at].try_lock() {
                        Ok(guard) => Some(guard),
                        Err(TryLockError::Poisoned(poisoned)) => {
                            self.poison |= 1 << at;
                            Some(poisoned.into_inner())
                        }
                        Err(TryLockError::WouldBlock) => None,
                    };
                    self.set(reg, self.mutexes[at].is_some().into());
                }
            }
            Op::Unlock { mutex } => self.mutexes[usize::from(mutex)] = None,
            Op::Add { mutex, value } => {
                if let Some(guard) = &mut self.mutexes[usize::from(mutex)] {
                    **guard += value;
                }
            }
            Op::Get { mutex, reg } => {
                if let Some(guard) = &self.mutexes[usize::from(mutex)] {
                    let value = **guard;
                    self.set(reg, value);
                }
            }
            Op::WaitWhile { mutex, value } => while self.wait(mutex.into(), value) {},
            Op::WaitOnce { mutex, value } => {
                self.wait(mutex.into(), value);
            }
            Op::NotifyOne { mutex } => self.world.condvars[usize::from(mutex)].notify_one(),
            Op::NotifyAll { mutex } => self.world.condvars[usize::from(mutex)].notify_all(),
            _ => unreachable!("not about a mutex: {op}"),
        }
    }

    /// Waits once if the mutex is held and its value is `value`; says whether it did.
    fn wait(&mut self, at: usize, value: u8) -> bool {
        let Some(guard) = self.mutexes[at].take_if(|guard| **guard == value) else {
            return false;
        };
        let guard = self.world.condvars[at].wait(guard);
        self.mutexes[at] = Some(guard.unwrap_or_else(|poisoned| {
            self.poison |= 1 << at;
            poisoned.into_inner()
        }));
        true
    }

    fn step_rwlock(&mut self, op: Op) {
        let (Op::Read { rwlock }
        | Op::TryRead { rwlock, .. }
        | Op::Write { rwlock }
        | Op::TryWrite { rwlock, .. }
        | Op::Release { rwlock }
        | Op::AddWritten { rwlock, .. }
        | Op::GetRead { rwlock, .. }) = op
        else {
            unreachable!("not about a rwlock: {op}")
        };
        let at = usize::from(rwlock);
        let lock = &self.world.rwlocks[at];
        match (op, &mut self.rwlocks[at]) {
            (Op::Read { .. }, hold @ None) => {
                *hold = Some(Hold::Read(lock.read().unwrap_or_else(|poisoned| {
                    self.poison |= 1 << (MUTEXES + at);
                    poisoned.into_inner()
                })));
            }
            (Op::Write { .. }, hold @ None) => {
                *hold = Some(Hold::Write(lock.write().unwrap_or_else(|poisoned| {
                    self.poison |= 1 << (MUTEXES + at);
                    poisoned.into_inner()
                })));
            }
            (Op::TryRead { reg, .. }, hold @ None) => {
                *hold = match lock.try_read() {
                    Ok(guard) => Some(Hold::Read(guard)),
                    Err(TryLockError::Poisoned(poisoned)) => {
                        self.poison |= 1 << (MUTEXES + at);
                        Some(Hold::Read(poisoned.into_inner()))
                    }
                    Err(TryLockError::WouldBlock) => None,
                };
                self.regs[usize::from(reg)] = hold.is_some().into();
            }
            (Op::TryWrite { reg, .. }, hold @ None) => {
                *hold = match lock.try_write() {
                    Ok(guard) => Some(Hold::Write(guard)),
                    Err(TryLockError::Poisoned(poisoned)) => {
                        self.poison |= 1 << (MUTEXES + at);
                        Some(Hold::Write(poisoned.into_inner()))
                    }
                    Err(TryLockError::WouldBlock) => None,
                };
                self.regs[usize::from(reg)] = hold.is_some().into();
            }
            (Op::Release { .. }, hold) => *hold = None,
            (Op::AddWritten { value, .. }, Some(Hold::Write(guard))) => **guard += value,
            (Op::GetRead { reg, .. }, Some(Hold::Write(guard))) => {
                self.regs[usize::from(reg)] = **guard;
            }
            (Op::GetRead { reg, .. }, Some(Hold::Read(guard))) => {
                self.regs[usize::from(reg)] = **guard;
            }
            _ => {}
        }
    }

    fn step_channel(&mut self, op: Op) {
        match op {
            Op::Send {
                channel,
                value,
                reg,
            } => {
                let sent = match &self.bag.senders[usize::from(channel)] {
                    Some(Sender::Unbounded(sender)) => sender.send(value).is_ok(),
                    Some(Sender::Bounded(sender)) => sender.send(value).is_ok(),
                    None => return,
                };
                self.set(reg, if sent { 1 } else { DISCONNECTED });
            }
            Op::TrySend {
                channel,
                value,
                reg,
            } => {
                let result = match &self.bag.senders[usize::from(channel)] {
                    Some(Sender::Bounded(sender)) => sender.try_send(value),
                    _ => return,
                };
                self.set(
                    reg,
                    match result {
                        Ok(()) => 1,
                        Err(TrySendError::Full(_)) => WOULD_BLOCK,
                        Err(TrySendError::Disconnected(_)) => DISCONNECTED,
                    },
                );
            }
            Op::Recv { channel, reg } => {
                if let Some(receiver) = &self.bag.receivers[usize::from(channel)] {
                    let value = receiver.recv().unwrap_or(DISCONNECTED);
                    self.set(reg, value);
                }
            }
            Op::TryRecv { channel, reg } => {
                if let Some(receiver) = &self.bag.receivers[usize::from(channel)] {
                    let value = receiver.try_recv().unwrap_or_else(|error| match error {
                        TryRecvError::Empty => WOULD_BLOCK,
                        TryRecvError::Disconnected => DISCONNECTED,
                    });
                    self.set(reg, value);
                }
            }
            Op::Hangup { channel } => {
                let sender = &mut self.bag.senders[usize::from(channel)];
                if sender.is_some() {
                    before_drop();
                    *sender = None;
                }
            }
            _ => unreachable!("not about a channel: {op}"),
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

    fn join(self) -> std::thread::Result<()> {
        match self {
            Handle::Free(handle) => handle.join(),
            Handle::Scoped(handle) => handle.join(),
        }
    }
}
