//! The two locks of the queue.
use crate::yardsticks::prelude::*;

/// A lock around a critical section.
pub(super) trait Lock: Default + Sync {
    /// Runs `f` while the lock is held.
    fn hold<R>(&self, f: impl FnOnce() -> R) -> R;
}

impl Lock for Mutex<()> {
    fn hold<R>(&self, f: impl FnOnce() -> R) -> R {
        let _guard = self.lock().unwrap();
        f()
    }
}

#[derive(Default)]
pub(super) struct Spin(AtomicBool);

impl Lock for Spin {
    fn hold<R>(&self, f: impl FnOnce() -> R) -> R {
        while self.0.swap(true, SeqCst) {
            thread::yield_now();
        }
        let result = f();
        self.0.store(false, SeqCst);
        result
    }
}
