//! Every loon gets a thread of its own, and `introduce` asks again and again whether all of them have spoken.
//! That burns a CPU core, but the contract leaves open how a thread waits.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

pub struct Loon {
    name: String,
    age: Mutex<u32>,
}

impl Loon {
    pub fn new(name: &str, age: u32) -> Arc<Loon> {
        Arc::new(Loon { name: name.to_string(), age: Mutex::new(age) })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn age(&self) -> u32 {
        *lock(&self.age)
    }

    pub fn birthday(&self) -> u32 {
        let mut age = lock(&self.age);
        *age += 1;
        *age
    }
}

impl fmt::Display for Loon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hi, I'm {}", self.name)
    }
}

/// Tries again until no other thread holds the lock.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    loop {
        match mutex.try_lock() {
            Ok(guard) => return guard,
            Err(_) => thread::yield_now(),
        }
    }
}

pub fn introduce(loons: &[Arc<Loon>]) -> Vec<String> {
    let spoken = Arc::new(Mutex::new(Vec::new()));
    let count = Arc::new(AtomicUsize::new(0));
    for loon in loons {
        let (loon, spoken, count) = (Arc::clone(loon), Arc::clone(&spoken), Arc::clone(&count));
        thread::spawn(move || {
            lock(&spoken).push(loon.to_string());
            count.fetch_add(1, SeqCst);
        });
    }
    while count.load(SeqCst) < loons.len() {
        thread::yield_now();
    }
    lock(&spoken).clone()
}

fn main() {
    let loons = ["Bugs", "Daffy", "Elmer"].map(|name| Loon::new(name, 40));
    println!("{}.", introduce(&loons).join(". "));
}
