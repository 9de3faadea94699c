//! The deque: its owner pushes and pops at the tail without the lock, thieves steal at the head.
use super::lock::Lock;
use crate::yardsticks::prelude::*;

/// An item is a number; the ring has room for this many.
const CAPACITY: usize = 8;

pub(super) struct Deque<L> {
    lock: L,
    head: AtomicI64,
    tail: AtomicI64,
    mask: AtomicI64,
    ring: [AtomicUsize; CAPACITY],
    /// How many slots `push` leaves free without the lock.
    free: i64,
}

impl<L: Lock> Deque<L> {
    pub(super) fn new(twin: Twin) -> Self {
        Self {
            lock: L::default(),
            head: AtomicI64::new(0),
            tail: AtomicI64::new(0),
            mask: AtomicI64::new(1),
            ring: Default::default(),
            // The bug: without the lock, the last slot is filled as well.
            free: if twin == Twin::Buggy { 0 } else { 1 },
        }
    }

    fn slot(&self, at: i64) -> &AtomicUsize {
        &self.ring[(at & self.mask.load(SeqCst)) as usize]
    }

    pub(super) fn steal(&self) -> Option<usize> {
        self.lock.hold(|| {
            let head = self.head.load(SeqCst);
            self.head.swap(head + 1, SeqCst);
            if head < self.tail.load(SeqCst) {
                return Some(self.slot(head).load(SeqCst));
            }
            self.head.swap(head, SeqCst);
            None
        })
    }

    pub(super) fn pop(&self) -> Option<usize> {
        let tail = self.tail.load(SeqCst) - 1;
        self.tail.swap(tail, SeqCst);
        if self.head.load(SeqCst) <= tail {
            return Some(self.slot(tail).load(SeqCst));
        }
        self.tail.swap(tail + 1, SeqCst);
        self.lock.hold(|| self.pop_locked())
    }

    fn pop_locked(&self) -> Option<usize> {
        let tail = self.tail.load(SeqCst) - 1;
        self.tail.swap(tail, SeqCst);
        let item = if self.head.load(SeqCst) <= tail {
            Some(self.slot(tail).load(SeqCst))
        } else {
            self.tail.swap(tail + 1, SeqCst);
            None
        };
        if self.head.load(SeqCst) > tail {
            self.head.swap(0, SeqCst);
            self.tail.swap(0, SeqCst);
            return None;
        }
        item
    }

    pub(super) fn push(&self, item: usize) {
        let tail = self.tail.load(SeqCst);
        let size = self.mask.load(SeqCst) + 1;
        if tail < self.head.load(SeqCst) + size - self.free {
            self.slot(tail).store(item, SeqCst);
            self.tail.swap(tail + 1, SeqCst);
        } else {
            self.lock.hold(|| self.push_locked(item));
        }
    }

    fn push_locked(&self, item: usize) {
        let mask = self.mask.load(SeqCst);
        let head = self.head.load(SeqCst);
        let count = self.tail.load(SeqCst) - head;
        let head = head & mask;
        self.head.swap(head, SeqCst);
        self.tail.swap(head + count, SeqCst);
        if count >= mask {
            let items: Vec<usize> =
                (head..head + count).map(|at| self.slot(at).load(SeqCst)).collect();
            self.mask.store(2 * (mask + 1) - 1, SeqCst);
            for (slot, item) in self.ring.iter().zip(items) {
                slot.store(item, SeqCst);
            }
            self.head.swap(0, SeqCst);
            self.tail.swap(count, SeqCst);
        }
        assert!(count < self.mask.load(SeqCst));
        let tail = self.tail.load(SeqCst);
        self.slot(tail).store(item, SeqCst);
        self.tail.swap(tail + 1, SeqCst);
    }
}
