//! What the threads of one run share: created at its start and read after its end.
use super::super::std_api::sync::atomic::{AtomicU8, Ordering::SeqCst};
use super::super::std_api::sync::{Barrier, Condvar, LockResult, Mutex, RwLock};
use super::super::std_api::{Once, OnceLock};
use super::endpoints::Endpoints;
use super::references::{Atomics, References};
use crate::program::{MUTEXES, ONCE_LOCKS, Outcome, Program, RWLOCKS, ThreadResult};
use std::array;
use std::ops::Deref;
use std::sync::{Arc, Mutex as StdMutex, PoisonError};

/// What all threads share. The std mutexes guard what no statement can access.
pub(super) struct Shared {
    pub(super) program: Arc<Program>,
    pub(super) mutexes: [Mutex<u8>; MUTEXES],
    pub(super) condvars: [Condvar; MUTEXES],
    pub(super) rwlocks: [RwLock<u8>; RWLOCKS],
    pub(super) atomics: Atomics,
    pub(super) once_locks: [OnceLock<u8>; ONCE_LOCKS],
    pub(super) once: Once,
    pub(super) barrier: Barrier,
    /// The channel endpoints of threads that have not been spawned.
    pub(super) endpoints: StdMutex<Vec<Endpoints>>,
    /// The references of threads that have not been spawned.
    pub(super) references: StdMutex<Vec<References>>,
    pub(super) results: StdMutex<Vec<Option<ThreadResult>>>,
}

impl Shared {
    pub(super) fn new(program: Arc<Program>) -> Self {
        let atomics = Arc::new(array::from_fn(|_| AtomicU8::new(0)));
        Shared {
            mutexes: array::from_fn(|_| Mutex::new(0)),
            condvars: array::from_fn(|_| Condvar::new()),
            rwlocks: array::from_fn(|_| RwLock::new(0)),
            references: StdMutex::new(References::of(&program, &atomics)),
            atomics,
            once_locks: array::from_fn(|_| OnceLock::new()),
            once: Once::new(),
            barrier: Barrier::new(program.barrier.into()),
            endpoints: StdMutex::new(Endpoints::of(&program)),
            results: StdMutex::new(vec![None; program.threads.len()]),
            program,
        }
    }

    pub(super) fn outcome(&self) -> Outcome {
        let mutexes = self.mutexes.iter().map(|mutex| value(mutex.lock()));
        let rwlocks = self.rwlocks.iter().map(|rwlock| value(rwlock.read()));
        Outcome {
            locks: mutexes.chain(rwlocks).collect(),
            atomics: self.atomics.iter().map(|atomic| atomic.load(SeqCst)).collect(),
            threads: self.results.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }

    pub(super) fn set_result(&self, thread: usize, result: ThreadResult) {
        self.results.lock().unwrap_or_else(PoisonError::into_inner)[thread] = Some(result);
    }
}

/// The value of a lock, and whether it is poisoned.
fn value(result: LockResult<impl Deref<Target = u8>>) -> (u8, bool) {
    match result {
        Ok(guard) => (*guard, false),
        Err(poisoned) => (*poisoned.into_inner(), true),
    }
}
