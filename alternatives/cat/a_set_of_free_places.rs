//! The places of the free cats are a set: who reserves takes the smallest, an appointment puts it
//! back. Whether a cat is available is read from the set.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::thread;

pub struct List {
    cats: Vec<Cat>,
    free: Mutex<BTreeSet<usize>>,
}

impl List {
    pub fn new(cats: &[(&str, &str)]) -> Arc<List> {
        let cat = |&(name, personality): &(&str, &str)| Cat {
            name: name.to_string(),
            personality: personality.to_string(),
            available: false,
        };
        let free = Mutex::new((0..cats.len()).collect());
        Arc::new(List { cats: cats.iter().map(cat).collect(), free })
    }

    pub fn cats(&self) -> Vec<Cat> {
        let free = self.free.lock().unwrap();
        let cats = self.cats.iter().enumerate();
        cats.map(|(place, cat)| Cat { available: free.contains(&place), ..cat.clone() }).collect()
    }

    pub fn by_personality(&self, personality: &str) -> Vec<Cat> {
        self.cats().into_iter().filter(|cat| cat.personality == personality).collect()
    }

    pub fn reserve(self: &Arc<Self>) -> Option<Cat> {
        let place = self.free.lock().unwrap().pop_first()?;
        let list = Arc::clone(self);
        thread::spawn(move || {
            thread::sleep(APPOINTMENT);
            list.free.lock().unwrap().insert(place);
        });
        Some(self.cats[place].clone())
    }
}
