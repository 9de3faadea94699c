//! What the threads of one run share: made at its start, and looked at after its end.
use super::super::engine::sync::atomic::{AtomicU8, Ordering::SeqCst};
use super::super::engine::sync::{Barrier, Condvar, Mutex, PoisonError, RwLock, mpsc};
use super::{Bag, Capacity, End, OnceLock, Outcome, Program, RealMutex, Sender, World};
use std::array;
use std::sync::Arc;

impl World {
    pub(super) fn new(program: Arc<Program>) -> Self {
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
                bag.senders.push(program.sends(thread, id).then(|| sender.clone()));
                let owned = usize::from(channel.receiver) == thread;
                bag.receivers.push(if owned { receiver.take() } else { None });
            }
        }
        World {
            mutexes: array::from_fn(|_| Mutex::new(0)),
            condvars: array::from_fn(|_| Condvar::new()),
            rwlocks: array::from_fn(|_| RwLock::new(0)),
            atomics: array::from_fn(|_| AtomicU8::new(0)),
            onces: array::from_fn(|_| OnceLock::new()),
            barrier: Barrier::new(program.barrier.into()),
            bags: RealMutex::new(bags),
            ends: RealMutex::new(vec![None; program.threads.len()]),
            program,
        }
    }

    pub(super) fn outcome(&self) -> Outcome {
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
            atomics: self.atomics.iter().map(|atomic| atomic.load(SeqCst)).collect(),
            ends: self.ends.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }

    pub(super) fn end(&self, thread: usize, end: End) {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner)[thread] = Some(end);
    }
}
