//! Scoped threads borrow the loons, and the scope joins them. The age changes in a
//! `compare_exchange` loop.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, RwLock};
use std::thread;

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
        self.age.load(SeqCst)
    }

    pub fn birthday(&self) -> u32 {
        let mut age = self.age.load(SeqCst);
        while let Err(newer) = self.age.compare_exchange(age, age + 1, SeqCst, SeqCst) {
            age = newer;
        }
        age + 1
    }
}

impl fmt::Display for Loon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hi, I'm {}", self.name())
    }
}

pub fn introduce(loons: &[Arc<Loon>]) -> Vec<String> {
    let spoken = RwLock::new(Vec::new());
    thread::scope(|scope| {
        for loon in loons {
            scope.spawn(|| spoken.write().unwrap().push(loon.to_string()));
        }
    });
    spoken.into_inner().unwrap()
}
