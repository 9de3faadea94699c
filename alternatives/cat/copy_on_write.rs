//! Copy on write: a look keeps the list of its moment; each change puts a new one in its place.

use std::sync::{Arc, RwLock};
use std::thread;

pub struct List(RwLock<Arc<Vec<Cat>>>);

impl List {
    pub fn new(cats: &[(&str, &str)]) -> Arc<List> {
        let cats = cats.iter().map(|(name, personality)| Cat {
            name: String::from(*name),
            personality: String::from(*personality),
            available: true,
        });
        Arc::new(List(RwLock::new(Arc::new(cats.collect()))))
    }

    pub fn cats(&self) -> Vec<Cat> {
        let now = Arc::clone(&self.0.read().unwrap());
        now.to_vec()
    }

    pub fn by_personality(&self, personality: &str) -> Vec<Cat> {
        let now = Arc::clone(&self.0.read().unwrap());
        now.iter().filter(|cat| cat.personality == personality).cloned().collect()
    }

    pub fn reserve(self: &Arc<Self>) -> Option<Cat> {
        let mut cats = self.0.write().unwrap();
        let place = cats.iter().position(|cat| cat.available)?;
        let cat = &mut Arc::make_mut(&mut cats)[place];
        cat.available = false;
        let list = self.clone();
        thread::spawn(move || {
            thread::sleep(APPOINTMENT);
            Arc::make_mut(&mut list.0.write().unwrap())[place].available = true;
        });
        Some(cat.clone())
    }
}
