//! What the kernels share: Go's primitives in terms of std.
pub(super) use crate::yardsticks::prelude::*;
pub(super) use std::mem;

/// Leaves a critical section; the buggy twin forgets to unlock.
pub(super) fn leave<G>(guard: G, twin: Twin) {
    match twin {
        Twin::Buggy => mem::forget(guard),
        Twin::Repaired => drop(guard),
    }
}

/// A signal to many: a channel that is closed in Go.
#[derive(Default)]
pub(super) struct Event {
    is_set: Mutex<bool>,
    changed: Condvar,
}

impl Event {
    pub(super) fn set(&self) {
        *self.is_set.lock().unwrap() = true;
        self.changed.notify_all();
    }

    pub(super) fn wait(&self) {
        drop(self.changed.wait_while(self.is_set.lock().unwrap(), |is_set| !*is_set).unwrap());
    }

    pub(super) fn is_set(&self) -> bool {
        *self.is_set.lock().unwrap()
    }
}

/// Go's `WaitGroup`.
#[derive(Default)]
pub(super) struct Count {
    value: Mutex<isize>,
    changed: Condvar,
}

impl Count {
    pub(super) fn add(&self, more: isize) {
        let mut value = self.value.lock().unwrap();
        *value += more;
        assert!(*value >= 0, "a negative count");
        if *value == 0 {
            self.changed.notify_all();
        }
    }

    pub(super) fn done(&self) {
        self.add(-1);
    }

    pub(super) fn wait(&self) {
        drop(self.changed.wait_while(self.value.lock().unwrap(), |value| *value > 0).unwrap());
    }
}

/// A mutex without a guard: the unlock is a call of its own.
#[derive(Default)]
pub(super) struct RawMutex {
    is_locked: Mutex<bool>,
    unlocked: Condvar,
}

impl RawMutex {
    pub(super) fn lock(&self) {
        let is_locked = self.is_locked.lock().unwrap();
        *self.unlocked.wait_while(is_locked, |is_locked| *is_locked).unwrap() = true;
    }

    pub(super) fn unlock(&self) {
        *self.is_locked.lock().unwrap() = false;
        self.unlocked.notify_one();
    }
}
