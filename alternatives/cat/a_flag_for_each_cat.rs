//! The lock the other way round: customers share it, because each cat has an atomic flag that only
//! one can win; who wants to see the whole list at one moment takes it alone.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, RwLock};
use std::thread;

pub struct List {
    cats: Vec<(String, String, AtomicBool)>,
    moment: RwLock<()>,
}

impl List {
    pub fn new(cats: &[(&str, &str)]) -> Arc<List> {
        let cat = |&(name, personality): &(&str, &str)| {
            (name.to_string(), personality.to_string(), AtomicBool::new(true))
        };
        Arc::new(List { cats: cats.iter().map(cat).collect(), moment: RwLock::new(()) })
    }

    fn look(&self, wanted: impl Fn(&str) -> bool) -> Vec<Cat> {
        let _alone = self.moment.write().unwrap();
        let mut cats = Vec::new();
        for (name, personality, available) in &self.cats {
            if wanted(personality) {
                let (name, personality) = (name.clone(), personality.clone());
                cats.push(Cat { name, personality, available: available.load(SeqCst) });
            }
        }
        cats
    }

    pub fn cats(&self) -> Vec<Cat> {
        self.look(|_| true)
    }

    pub fn by_personality(&self, personality: &str) -> Vec<Cat> {
        self.look(|it| it == personality)
    }

    pub fn reserve(self: &Arc<Self>) -> Option<Cat> {
        let _shared = self.moment.read().unwrap();
        let place = self.cats.iter().position(|(.., free)| free.swap(false, SeqCst))?;
        let list = Arc::clone(self);
        thread::spawn(move || {
            thread::sleep(APPOINTMENT);
            let _shared = list.moment.read().unwrap();
            list.cats[place].2.store(true, SeqCst);
        });
        let (name, personality) = (self.cats[place].0.clone(), self.cats[place].1.clone());
        Some(Cat { name, personality, available: false })
    }
}
