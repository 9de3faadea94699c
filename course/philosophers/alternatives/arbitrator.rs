//! An arbitrator: only one philosopher at a time may take forks.

use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub struct Table {
    waiter: Mutex<()>,
    forks: Vec<Mutex<()>>,
}

impl Table {
    pub fn new(seats: NonZeroUsize) -> Table {
        let forks = (0..seats.get()).map(|_| Mutex::new(())).collect();
        Table { waiter: Mutex::new(()), forks }
    }

    pub fn dine(&self, seat: usize, eat: impl FnOnce()) {
        let seats = self.forks.len();
        assert!(seat < seats, "there is no seat {seat}, only seats 0 to {}", seats - 1);
        let waiter = self.waiter.lock().unwrap();
        let _left = self.take(seat);
        let _right = (seats > 1).then(|| self.take((seat + 1) % seats));
        drop(waiter);
        eat();
    }

    fn take(&self, fork: usize) -> MutexGuard<'_, ()> {
        self.forks[fork].lock().unwrap_or_else(PoisonError::into_inner)
    }
}
