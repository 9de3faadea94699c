//! Two counting semaphores, one for free slots and one for items.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex};

/// A counting semaphore that can be closed: then `acquire` no longer waits.
struct Semaphore {
    permits: Mutex<(usize, bool)>,
    released: Condvar,
}

impl Semaphore {
    fn new(permits: usize) -> Semaphore {
        Semaphore { permits: Mutex::new((permits, false)), released: Condvar::new() }
    }

    /// Takes a permit; returns `false` if the semaphore is closed and has no permits.
    fn acquire(&self) -> bool {
        let mut permits = self.permits.lock().unwrap();
        while permits.0 == 0 && !permits.1 {
            permits = self.released.wait(permits).unwrap();
        }
        let granted = permits.0 > 0;
        permits.0 -= usize::from(granted);
        granted
    }

    fn release(&self) {
        self.permits.lock().unwrap().0 += 1;
        self.released.notify_one();
    }

    fn close(&self) {
        self.permits.lock().unwrap().1 = true;
        self.released.notify_all();
    }
}

pub struct Queue<T> {
    room: Semaphore,
    filled: Semaphore,
    /// The items, and whether the queue is closed.
    items: Mutex<(VecDeque<T>, bool)>,
}

impl<T> Queue<T> {
    pub fn new(capacity: NonZeroUsize) -> Queue<T> {
        let (room, filled) = (Semaphore::new(capacity.get()), Semaphore::new(0));
        Queue { room, filled, items: Mutex::new((VecDeque::new(), false)) }
    }

    pub fn push(&self, item: T) {
        if !self.room.acquire() {
            return;
        }
        let mut items = self.items.lock().unwrap();
        if !items.1 {
            items.0.push_back(item);
            self.filled.release();
        }
    }

    pub fn pop(&self) -> Option<T> {
        if !self.filled.acquire() {
            return None;
        }
        let item = self.items.lock().unwrap().0.pop_front();
        self.room.release();
        item
    }

    pub fn close(&self) {
        self.items.lock().unwrap().1 = true;
        self.room.close();
        self.filled.close();
    }
}
