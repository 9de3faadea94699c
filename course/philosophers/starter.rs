//! Philosophers sit at a round table, with one fork between each two neighbours.
//!
//! To eat, a philosopher takes both forks beside the seat, and puts them back afterwards. At no
//! moment do neighbours eat together, and nobody must wait for ever: neither when all are hungry
//! at once, nor when one sits alone at a table with one seat, where there is only one fork.

use std::num::NonZeroUsize;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

pub struct Table {
    /// Fork 0 lies to the left of seat 0, fork 1 between seats 0 and 1, and so on.
    forks: Vec<Mutex<()>>,
}

impl Table {
    pub fn new(seats: NonZeroUsize) -> Table {
        Table { forks: (0..seats.get()).map(|_| Mutex::new(())).collect() }
    }

    /// Takes both forks, eats, and puts them back, even if eating ends in a panic.
    ///
    /// # Panics
    /// If there is no such seat.
    pub fn dine(&self, seat: usize, eat: impl FnOnce()) {
        let seats = self.forks.len();
        assert!(seat < seats, "there is no seat {seat}, only seats 0 to {}", seats - 1);
        let (left, right) = (seat, (seat + 1) % seats);
        // TODO: what if all of them have taken the left fork? What if there is only one fork?
        let _left = self.take(left);
        let _right = self.take(right);
        eat();
    }

    /// Waits for a fork. A fork that was dropped in a panic is as good as any other.
    fn take(&self, fork: usize) -> MutexGuard<'_, ()> {
        let fork = self.forks[fork].lock().unwrap_or_else(PoisonError::into_inner);
        thread::sleep(Duration::from_micros(1)); // a hand takes its time
        fork
    }
}

pub fn main() {
    const NAMES: [&str; 5] = ["Plato", "Hypatia", "Kant", "Arendt", "Laozi"];
    let table = Arc::new(Table::new(NonZeroUsize::new(NAMES.len()).unwrap()));
    let (tell, told) = channel();
    for seat in 0..NAMES.len() {
        let (table, tell) = (Arc::clone(&table), tell.clone());
        thread::spawn(move || {
            for _ in 0..1_000 {
                table.dine(seat, || tell.send(seat).unwrap());
            }
        });
    }
    drop(tell);
    let mut meals = [0; NAMES.len()];
    // Nobody eats for two seconds: they all wait for ever, and we need not.
    while let Ok(seat) = told.recv_timeout(Duration::from_secs(2)) {
        meals[seat] += 1;
    }
    for (name, meals) in NAMES.iter().zip(meals) {
        println!("{name} had {meals} of 1,000 meals.");
    }
    match meals.iter().sum::<u32>() {
        5_000 => println!("All are full."),
        meals => println!("After {meals} of 5,000 meals each held one fork and waited for ever."),
    }
}
