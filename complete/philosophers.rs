//! Philosophers sit at a round table, with one fork between every two neighbors.
//!
//! To eat, a philosopher takes both forks beside the seat, and then puts them back, even after a
//! panic. Neighbors never eat at the same time, and no philosopher waits forever: neither when all
//! are hungry at once, nor at a table with one seat, which has only one fork.
//!
//! Answer: all philosophers take the forks in the same order, so they never wait in a circle.

use std::num::NonZeroUsize;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

pub struct Table {
    /// Fork 0 is to the left of seat 0, fork 1 between seats 0 and 1, and so on.
    forks: Vec<Mutex<()>>,
}

impl Table {
    pub fn new(seats: NonZeroUsize) -> Table {
        Table { forks: (0..seats.get()).map(|_| Mutex::new(())).collect() }
    }

    /// Takes both forks, eats, and puts the forks back, even if `eat` panics.
    ///
    /// # Panics
    /// If `seat` is not less than the number of seats.
    pub fn dine(&self, seat: usize, eat: impl FnOnce()) {
        let seats = self.forks.len();
        assert!(seat < seats, "there is no seat {seat}, only seats 0 to {}", seats - 1);
        let (left, right) = (seat, (seat + 1) % seats);
        // All take the fork with the lower number first. The holder of the highest fork in use has
        // both forks, so it eats, and there is no circle. With one seat, both are the same fork.
        let _first = self.take(left.min(right));
        let _second = (left != right).then(|| self.take(left.max(right)));
        eat();
    }

    /// Waits for a fork. It guards no data, so a poisoned lock does no harm.
    fn take(&self, fork: usize) -> MutexGuard<'_, ()> {
        let fork = self.forks[fork].lock().unwrap_or_else(PoisonError::into_inner);
        thread::sleep(Duration::from_micros(1)); // reaching for a fork takes time
        fork
    }
}

fn main() {
    const NAMES: [&str; 5] = ["Plato", "Hypatia", "Kant", "Arendt", "Laozi"];
    let table = Arc::new(Table::new(NonZeroUsize::new(NAMES.len()).unwrap()));
    let (sender, receiver) = channel();
    for seat in 0..NAMES.len() {
        let (table, sender) = (Arc::clone(&table), sender.clone());
        thread::spawn(move || {
            for _ in 0..1_000 {
                table.dine(seat, || sender.send(seat).unwrap());
            }
        });
    }
    drop(sender);
    let mut meals = [0; NAMES.len()];
    // If there is no meal for two seconds, all threads are blocked forever.
    while let Ok(seat) = receiver.recv_timeout(Duration::from_secs(2)) {
        meals[seat] += 1;
    }
    for (name, meals) in NAMES.iter().zip(meals) {
        println!("{name} had {meals} of 1,000 meals.");
    }
    match meals.iter().sum::<u32>() {
        5_000 => println!("All are full."),
        meals => println!("After {meals} of 5,000 meals, each held one fork and waited forever."),
    }
}
