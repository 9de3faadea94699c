//! Each thread takes the next turn and writes its greeting into the slot of that turn; a helper
//! thread waits for all of them. A loon stores its birthdays and counts them.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;

pub struct Loon {
    name: String,
    first: u32,
    birthdays: Mutex<Vec<()>>,
}

impl Loon {
    pub fn new(name: &str, age: u32) -> Arc<Loon> {
        Arc::new(Loon { name: name.to_string(), first: age, birthdays: Mutex::default() })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn age(&self) -> u32 {
        self.first + self.birthdays.lock().unwrap().len() as u32
    }

    pub fn birthday(&self) -> u32 {
        let mut birthdays = self.birthdays.lock().unwrap();
        birthdays.push(());
        self.first + birthdays.len() as u32
    }
}

impl fmt::Display for Loon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hi, I'm {}", self.name)
    }
}

pub fn introduce(loons: &[Arc<Loon>]) -> Vec<String> {
    let loons = loons.to_vec();
    let host = thread::spawn(move || {
        let turn = AtomicUsize::new(0);
        let mut slots = vec![OnceLock::new(); loons.len()];
        thread::scope(|scope| {
            for loon in &loons {
                let (turn, slots) = (&turn, &slots);
                scope.spawn(move || slots[turn.fetch_add(1, Relaxed)].set(loon.to_string()));
            }
        });
        slots.iter_mut().map(|slot| slot.take().unwrap()).collect()
    });
    host.join().unwrap()
}
