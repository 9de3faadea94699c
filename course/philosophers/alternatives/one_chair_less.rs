//! One may take forks less than there are seats: then somebody always finds both.

use std::num::NonZeroUsize;
use std::sync::mpsc::channel;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

pub struct Table {
    forks: Vec<Mutex<()>>,
    /// How many more may sit down.
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
