//! A waiter hands out both forks to one philosopher at a time; nobody asks to put them back.

use std::num::NonZeroUsize;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

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
        println!("{name} ate {meals} times.");
    }
    match meals.iter().sum::<u32>() {
        5_000 => println!("All are full."),
        meals => println!("After {meals} of 5,000 meals each held one fork and waited for ever."),
    }
}
