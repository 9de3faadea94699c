//! Nobody joins: who speaks rings a bell, and the host goes on when all were heard. One lock, a
//! `static`, guards the birthdays of all loons.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

static CAKE: Mutex<()> = Mutex::new(());

pub struct Loon {
    name: String,
    age: AtomicU32,
}

impl Loon {
    pub fn new(name: &str, age: u32) -> Arc<Loon> {
        Arc::new(Loon { name: name.to_string(), age: AtomicU32::new(age) })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn age(&self) -> u32 {
        let _cake = CAKE.lock().unwrap();
        self.age.load(Relaxed)
    }

    pub fn birthday(&self) -> u32 {
        let _cake = CAKE.lock().unwrap();
        let age = self.age.load(Relaxed) + 1;
        self.age.store(age, Relaxed);
        age
    }
}

impl fmt::Display for Loon {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("Hi, I'm ")?;
        f.write_str(&self.name)
    }
}

#[derive(Default)]
struct Party {
    spoken: Mutex<Vec<String>>,
    bell: Condvar,
}

pub fn introduce(loons: &[Arc<Loon>]) -> Vec<String> {
    let party = Arc::new(Party::default());
    for loon in loons {
        let (loon, party) = (Arc::clone(loon), Arc::clone(&party));
        thread::spawn(move || {
            party.spoken.lock().unwrap().push(loon.to_string());
            party.bell.notify_one();
        });
    }
    let waiting = |spoken: &mut Vec<String>| spoken.len() < loons.len();
    let spoken = party.spoken.lock().unwrap();
    let mut spoken = party.bell.wait_while(spoken, waiting).unwrap();
    std::mem::take(&mut spoken)
}
