//! Programs of threads with a few statements each.

use std::time::Duration;

use interleave::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release, SeqCst};
use interleave::sync::atomic::{AtomicU8, fence};
use interleave::sync::mpsc::{Receiver, SyncSender, sync_channel};
use interleave::sync::{Arc, Condvar, Mutex, MutexGuard, Once, OnceLock, RwLock, TryLockError};
use interleave::thread::{self, JoinHandle};

use crate::common::{Xorshift, be_redundant_without_a_plan};

/// A statement about one of two objects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Op {
    Lock,
    Both,
    Try,
    Poison,
    IsPoisoned,
    ClearPoison,
    Read,
    Write,
    ReadWithin,
    TryRead,
    TryWrite,
    Load,
    Store,
    Add,
    Exchange,
    LoadWeak,
    StoreWeak,
    Publish,
    Acquire,
    ExchangeWeak,
    ExchangeSpurious,
    Swap,
    Fence,
    StrictFence,
    Send,
    TrySend,
    Receive,
    TryReceive,
    ReceiveInTime,
    Wait,
    WaitInTime,
    NotifyOne,
    NotifyAll,
    Park,
    Unpark,
    IsFinished,
    Once,
    IsDone,
    AwaitOnce,
    Complete,
    IsCompleted,
    AwaitCompleted,
    /// The next statement is executed only if the last result is the number of the object.
    If,
    /// The thread shares a new atomic with a thread that it spawns.
    Own,
}

/// The statements of each thread. The first thread spawns the others and joins them at the end.
#[derive(Debug)]
pub(crate) struct Program {
    capacity: usize,
    threads: Vec<Vec<(Op, usize)>>,
}

/// What all threads share.
struct Shared {
    mutexes: [Mutex<u8>; 2],
    locks: [RwLock<u8>; 2],
    cells: [AtomicU8; 2],
    condvars: [Condvar; 2],
    once: [OnceLock<u8>; 2],
    completed: [Once; 2],
}

/// A running thread, its own objects and the results of its statements.
struct Worker<'a> {
    id: u8,
    shared: &'a Shared,
    others: &'a [JoinHandle<Vec<u8>>],
    sender: Option<SyncSender<u8>>,
    receiver: Option<Receiver<u8>>,
    results: Vec<u8>,
}

impl Program {
    /// A program without a channel.
    pub(crate) fn new(threads: &[&[(Op, usize)]]) -> Self {
        Self { capacity: 0, threads: threads.iter().map(|ops| ops.to_vec()).collect() }
    }

    /// A program with three threads.
    pub(crate) fn generate(number: u64, longest: usize, ops: &[Op]) -> Self {
        let mut random = Xorshift::new(number + 1);
        let threads = (0..3).map(|_| {
            let length = random.below(longest + 1);
            (0..length).map(|_| (ops[random.below(ops.len())], random.below(3) / 2)).collect()
        });
        let threads = threads.collect();
        Self { capacity: random.below(3), threads }
    }

    fn uses_channel(&self) -> bool {
        let channel = [Op::Send, Op::TrySend, Op::Receive, Op::TryReceive, Op::ReceiveInTime];
        self.threads.iter().flatten().any(|(op, _)| channel.contains(op))
    }

    /// Like `run`, but the search plans continuations, which it otherwise does for few programs.
    pub(crate) fn run_planned(&self) -> Vec<Vec<u8>> {
        let results = self.run();
        be_redundant_without_a_plan();
        results
    }

    /// The results of each thread, and the final values of the atomics.
    pub(crate) fn run(&self) -> Vec<Vec<u8>> {
        let shared = Arc::new(Shared {
            mutexes: Default::default(),
            locks: Default::default(),
            cells: Default::default(),
            condvars: Default::default(),
            once: Default::default(),
            completed: [const { Once::new() }; 2],
        });
        // Without a channel, a program with only atomics has another search.
        let (sender, mut receiver) =
            self.uses_channel().then(|| sync_channel(self.capacity)).unzip();
        let mut handles = Vec::new();
        for id in 1..self.threads.len() {
            let (shared, sender, receiver) = (Arc::clone(&shared), sender.clone(), receiver.take());
            let ops = self.threads[id].clone();
            handles.push(thread::spawn(move || {
                let (id, others) = (id as u8, &[][..]);
                let results = Vec::new();
                Worker { id, shared: &shared, others, sender, receiver, results }.work(&ops)
            }));
        }
        let worker = Worker {
            id: 0,
            shared: &shared,
            others: &handles,
            sender,
            receiver: None,
            results: Vec::new(),
        };
        let mut results = vec![worker.work(&self.threads[0])];
        for handle in handles {
            results.push(handle.join().unwrap_or_default());
        }
        let cells = shared.cells.each_ref().map(|cell| cell.load(SeqCst));
        results.push(cells.to_vec());
        results
    }
}

impl Worker<'_> {
    fn work(mut self, ops: &[(Op, usize)]) -> Vec<u8> {
        let mut ops = ops.iter();
        while let Some(&(op, n)) = ops.next() {
            if op != Op::If {
                let result = self.execute(op, n);
                self.results.push(result);
            } else if self.results.last().is_some_and(|last| usize::from(*last) != n) {
                ops.next();
            }
        }
        self.results
    }

    fn lock(&self, n: usize) -> MutexGuard<'_, u8> {
        self.shared.mutexes[n].lock().unwrap_or_else(|poison| poison.into_inner())
    }

    /// Changes the value in a way that identifies the thread, and returns the previous one.
    fn mark(&self, value: &mut u8) -> u8 {
        let before = *value;
        *value = before * 3 % 81 + self.id + 1;
        before
    }

    /// Executes one statement and returns its result.
    fn execute(&mut self, op: Op, n: usize) -> u8 {
        let Shared { mutexes, locks, cells, condvars, once, completed } = self.shared;
        let (cell, mark) = (&cells[n], self.id + 1);
        match op {
            Op::Lock => self.mark(&mut self.lock(n)),
            Op::Both => {
                let _outer = self.lock(n);
                self.mark(&mut self.lock(1 - n))
            }
            Op::Try => match mutexes[n].try_lock() {
                Ok(mut value) => self.mark(&mut value),
                Err(TryLockError::WouldBlock) => 100,
                Err(TryLockError::Poisoned(_)) => 101,
            },
            Op::Poison => {
                let _held = self.lock(n);
                assert_eq!(self.id, 0, "poisons the lock");
                0
            }
            Op::IsPoisoned => mutexes[n].is_poisoned().into(),
            Op::ClearPoison => {
                mutexes[n].clear_poison();
                0
            }
            Op::Read => *locks[n].read().unwrap(),
            Op::Write => self.mark(&mut locks[n].write().unwrap()),
            Op::ReadWithin => {
                let _outer = locks[1 - n].read().unwrap();
                *locks[n].read().unwrap()
            }
            Op::TryRead => locks[n].try_read().map_or(100, |value| *value),
            Op::TryWrite => locks[n].try_write().map_or(100, |mut value| self.mark(&mut value)),
            Op::Load => cell.load(SeqCst),
            Op::Store => {
                cell.store(mark, SeqCst);
                0
            }
            Op::Add => cell.fetch_add(mark, SeqCst),
            Op::Exchange => cell.compare_exchange(1, mark, SeqCst, SeqCst).map_or(100, |v| v),
            Op::LoadWeak => cell.load(Relaxed),
            Op::StoreWeak => {
                cell.store(mark, Relaxed);
                0
            }
            Op::Publish => {
                cell.store(mark, Release);
                0
            }
            Op::Acquire => cell.load(Acquire),
            Op::ExchangeWeak => match cell.compare_exchange(1, mark, AcqRel, Relaxed) {
                Ok(value) => value,
                Err(value) => 100 + value,
            },
            Op::ExchangeSpurious => match cell.compare_exchange_weak(0, mark, SeqCst, SeqCst) {
                Ok(value) => value,
                Err(value) => 100 + value,
            },
            Op::Swap => cell.swap(mark, AcqRel),
            Op::Fence => {
                fence(AcqRel);
                0
            }
            Op::StrictFence => {
                fence(SeqCst);
                0
            }
            Op::Send => self.sender.as_ref().map_or(100, |all| all.send(mark).is_ok().into()),
            Op::TrySend => {
                self.sender.as_ref().map_or(100, |all| all.try_send(mark).is_ok().into())
            }
            Op::Receive => self.receiver.as_ref().map_or(100, |all| all.recv().unwrap_or(101)),
            Op::TryReceive => {
                self.receiver.as_ref().map_or(100, |all| all.try_recv().unwrap_or(101))
            }
            Op::ReceiveInTime => self
                .receiver
                .as_ref()
                .map_or(100, |all| all.recv_timeout(Duration::from_millis(1)).unwrap_or(101)),
            Op::Wait => self.mark(&mut condvars[n].wait(self.lock(0)).unwrap()),
            Op::WaitInTime => {
                let (mut value, timeout) =
                    condvars[n].wait_timeout(self.lock(0), Duration::from_millis(1)).unwrap();
                self.mark(&mut value) + 100 * u8::from(timeout.timed_out())
            }
            Op::NotifyOne => {
                condvars[n].notify_one();
                0
            }
            Op::NotifyAll => {
                condvars[n].notify_all();
                0
            }
            Op::Park => {
                thread::park();
                0
            }
            Op::Unpark => {
                self.others.get(n).inspect(|other| other.thread().unpark());
                0
            }
            Op::IsFinished => self.others.get(n).map_or(100, |other| other.is_finished().into()),
            Op::Once => *once[n].get_or_init(|| mark),
            Op::IsDone => once[n].get().copied().unwrap_or(100),
            Op::AwaitOnce => *once[n].wait(),
            Op::Complete => {
                let mut ran = 0;
                completed[n].call_once_force(|state| {
                    ran = 1 + u8::from(state.is_poisoned());
                    assert!(self.id > 0 || n > 0, "poisons the `Once`");
                });
                ran
            }
            Op::IsCompleted => completed[n].is_completed().into(),
            Op::AwaitCompleted => {
                completed[n].wait();
                0
            }
            Op::If => unreachable!("it has no result"),
            Op::Own => {
                let own = AtomicU8::new(0);
                thread::scope(|scope| {
                    let other = scope.spawn(|| own.swap(1, SeqCst) + cell.fetch_add(mark, SeqCst));
                    let mine = own.compare_exchange(0, 2, SeqCst, SeqCst).is_ok();
                    other.join().unwrap() + 100 * u8::from(mine)
                })
            }
        }
    }
}
