//! Data in several parts, each behind a lock of its own on a cache line of its own.
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The number of parts.
pub(crate) const SHARDS: usize = 16;

#[repr(align(128))]
#[derive(Default)]
struct Shard<T>(Mutex<T>);

/// `SHARDS` values.
#[derive(Default)]
pub(crate) struct Sharded<T>([Shard<T>; SHARDS]);

impl<T> Sharded<T> {
    /// Locks the shard of a key.
    pub(crate) fn of(&self, key: u32) -> MutexGuard<'_, T> {
        lock(&self.0[key as usize % SHARDS].0)
    }

    /// Locks one shard after the other.
    pub(crate) fn each(&self) -> impl Iterator<Item = MutexGuard<'_, T>> {
        self.0.iter().map(|shard| lock(&shard.0))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
