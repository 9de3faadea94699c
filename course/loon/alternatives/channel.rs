//! Each thread sends its greeting through a channel, which closes after the last one. The age is
//! atomic.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::mpsc::channel;
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
        self.age.load(Relaxed)
    }

    pub fn birthday(&self) -> u32 {
        self.age.fetch_add(1, Relaxed) + 1
    }
}

impl fmt::Display for Loon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hi, I'm {}", self.name)
    }
}

pub fn introduce(loons: &[Arc<Loon>]) -> Vec<String> {
    let (sender, receiver) = channel();
    for loon in loons {
        let (loon, sender) = (Arc::clone(loon), sender.clone());
        thread::spawn(move || sender.send(loon.to_string()));
    }
    // The iterator ends when the last sender is dropped.
    drop(sender);
    receiver.iter().collect()
}
