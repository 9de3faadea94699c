//! Loons are cartoon characters: they say who they are, and they have birthdays.
//!
//! `introduce` lets each loon speak in a thread of its own, and returns the greetings in the order
//! in which they were spoken. Nobody is left out, however slow a thread is. And every birthday
//! counts: two at the same moment make two years, and each caller hears a different age.

use std::fmt;
use std::sync::{Arc, Mutex};
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
        *self.age.lock().unwrap()
    }

    /// Makes the loon one year older and returns its new age.
    pub fn birthday(&self) -> u32 {
        // TODO: two birthdays at the same moment must make two years.
        let age = self.age() + 1;
        *self.age.lock().unwrap() = age;
        age
    }
}

impl fmt::Display for Loon {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Hi, I'm {}", self.name)
    }
}

/// Lets every loon speak, and returns the greetings in the order in which they were spoken.
pub fn introduce(loons: &[Arc<Loon>]) -> Vec<String> {
    let spoken = Arc::new(Mutex::new(Vec::new()));
    for loon in loons {
        let (loon, spoken) = (Arc::clone(loon), Arc::clone(&spoken));
        thread::spawn(move || spoken.lock().unwrap().push(loon.to_string()));
    }
    // TODO: wait until every loon has spoken.
    thread::sleep(std::time::Duration::from_millis(1));
    let spoken = spoken.lock().unwrap();
    spoken.clone()
}

fn main() {
    const ROUNDS: usize = 500;
    let loons = ["Bugs", "Daffy", "Elmer"].map(|name| Loon::new(name, 40));
    println!("{}.", introduce(&loons).join(". "));
    let unheard = (0..ROUNDS).filter(|_| introduce(&loons).len() < loons.len()).count();
    println!("In {unheard} of {ROUNDS} rounds somebody was not heard.");

    let lost = (0..ROUNDS).filter(|_| {
        let loon = Loon::new("Bugs", 40);
        let celebrate = || (0..1_000).for_each(|_| _ = loon.birthday());
        thread::scope(|scope| {
            scope.spawn(celebrate);
            celebrate();
        });
        loon.age() < 2_040
    });
    println!("In {} of {ROUNDS} rounds birthdays were lost.", lost.count());
}
