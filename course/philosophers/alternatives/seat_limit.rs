//! At most N - 1 of N philosophers may take forks, so one of them always gets both.

use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

pub struct Table {
    forks: Vec<Mutex<()>>,
    /// How many more philosophers may sit down.
    chairs: Mutex<usize>,
    stood_up: Condvar,
}

struct Chair<'a>(&'a Table);

impl Drop for Chair<'_> {
    fn drop(&mut self) {
        *self.0.chairs.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.stood_up.notify_one();
    }
}

impl Table {
    pub fn new(seats: NonZeroUsize) -> Table {
        let forks = (0..seats.get()).map(|_| Mutex::new(())).collect();
        let chairs = Mutex::new(seats.get().saturating_sub(1).max(1));
        Table { forks, chairs, stood_up: Condvar::new() }
    }

    pub fn dine(&self, seat: usize, eat: impl FnOnce()) {
        let seats = self.forks.len();
        assert!(seat < seats, "there is no seat {seat}, only seats 0 to {}", seats - 1);
        let mut chairs = self.chairs.lock().unwrap_or_else(PoisonError::into_inner);
        while *chairs == 0 {
            chairs = self.stood_up.wait(chairs).unwrap_or_else(PoisonError::into_inner);
        }
        *chairs -= 1;
        drop(chairs);
        let _chair = Chair(self);
        let _left = self.take(seat);
        let _right = (seats > 1).then(|| self.take((seat + 1) % seats));
        eat();
    }

    fn take(&self, fork: usize) -> MutexGuard<'_, ()> {
        self.forks[fork].lock().unwrap_or_else(PoisonError::into_inner)
    }
}
