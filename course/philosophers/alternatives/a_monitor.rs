//! One lock for the whole table, but not while eating: who finds both forks free takes them in one step.

use std::num::NonZeroUsize;
use std::sync::mpsc::channel;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

pub struct Table {
    taken: Mutex<Vec<bool>>,
    put_back: Condvar,
}

/// Both forks of a philosopher; puts them back when it goes, also in a panic.
struct Forks<'a> {
    table: &'a Table,
    forks: [usize; 2],
}

impl Drop for Forks<'_> {
    fn drop(&mut self) {
        let mut taken = self.table.taken.lock().unwrap_or_else(PoisonError::into_inner);
        self.forks.iter().for_each(|&fork| taken[fork] = false);
        self.table.put_back.notify_all();
    }
}

impl Table {
    pub fn new(seats: NonZeroUsize) -> Table {
        Table { taken: Mutex::new(vec![false; seats.get()]), put_back: Condvar::new() }
    }

    pub fn dine(&self, seat: usize, eat: impl FnOnce()) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let seats = taken.len();
        assert!(seat < seats, "there is no seat {seat}, only seats 0 to {}", seats - 1);
        let forks = [seat, (seat + 1) % seats];
        while forks.iter().any(|&fork| taken[fork]) {
            taken = self.put_back.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        forks.iter().for_each(|&fork| taken[fork] = true);
        drop(taken);
        let _forks = Forks { table: self, forks };
        eat();
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
