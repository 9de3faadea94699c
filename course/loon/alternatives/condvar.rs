//! No joins: a condition variable reports each greeting, and `introduce` waits until all are there.
//! One `static` lock guards the ages of all loons.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

static AGES: Mutex<()> = Mutex::new(());

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
        let _guard = AGES.lock().unwrap();
        self.age.load(Relaxed)
    }

    pub fn birthday(&self) -> u32 {
        let _guard = AGES.lock().unwrap();
        let age = self.age.load(Relaxed) + 1;
        self.age.store(age, Relaxed);
        age
    }
}

impl fmt::Display for Loon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hi, I'm ")?;
        f.write_str(&self.name)
    }
}

#[derive(Default)]
struct Greetings {
    spoken: Mutex<Vec<String>>,
    added: Condvar,
}

pub fn introduce(loons: &[Arc<Loon>]) -> Vec<String> {
    let greetings = Arc::new(Greetings::default());
    for loon in loons {
        let (loon, greetings) = (Arc::clone(loon), Arc::clone(&greetings));
        thread::spawn(move || {
            greetings.spoken.lock().unwrap().push(loon.to_string());
            greetings.added.notify_one();
        });
    }
    let incomplete = |spoken: &mut Vec<String>| spoken.len() < loons.len();
    let spoken = greetings.spoken.lock().unwrap();
    let mut spoken = greetings.added.wait_while(spoken, incomplete).unwrap();
    std::mem::take(&mut spoken)
}
