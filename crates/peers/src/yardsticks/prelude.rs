//! What the programs of all suites use.
pub(super) use super::bug::Twin;
pub(super) use super::count::Count;
pub(super) use super::threads::{self, assume};
pub(super) use interleave::sync::atomic::Ordering::{
    self, AcqRel, Acquire, Relaxed, Release, SeqCst,
};
pub(super) use interleave::sync::atomic::{
    AtomicBool, AtomicI32, AtomicI64, AtomicU32, AtomicU64, AtomicUsize, fence,
};
pub(super) use interleave::sync::{
    Arc, Barrier, Condvar, Mutex, MutexGuard, Once, OnceLock, RwLock, mpsc,
};
pub(super) use interleave::thread;
