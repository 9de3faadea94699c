//! Greetings come over a channel, which ends when the last thread has spoken; the age is atomic.

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
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Hi, I'm {}", self.name)
    }
}

pub fn introduce(loons: &[Arc<Loon>]) -> Vec<String> {
    let (speak, heard) = channel();
    for loon in loons {
        let (loon, speak) = (Arc::clone(loon), speak.clone());
        thread::spawn(move || speak.send(loon.to_string()));
    }
    // What is received ends once no sender is left, so this one must not stay.
    drop(speak);
    heard.iter().collect()
}
