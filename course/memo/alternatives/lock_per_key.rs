//! A mutex for each key, held while the function runs: the next caller to lock it finds the result.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

type Slot<V> = Arc<Mutex<Option<Result<V, String>>>>;

pub struct Memo<V> {
    f: Box<dyn Fn(&str) -> Result<V, String> + Send + Sync>,
    slots: Mutex<BTreeMap<String, Slot<V>>>,
}

impl<V: Clone + Send + Sync + 'static> Memo<V> {
    pub fn new(f: impl Fn(&str) -> Result<V, String> + Send + Sync + 'static) -> Memo<V> {
        Memo { f: Box::new(f), slots: Mutex::default() }
    }

    pub fn get(&self, key: &str) -> Result<V, String> {
        let slot = Arc::clone(self.slots.lock().unwrap().entry(key.to_string()).or_default());
        let mut result = slot.lock().unwrap();
        result.get_or_insert_with(|| self.compute(key)).clone()
    }

    /// Runs the function, and turns a panic into an error.
    fn compute(&self, key: &str) -> Result<V, String> {
        let result = catch_unwind(AssertUnwindSafe(|| (self.f)(key)));
        result.unwrap_or_else(|_| Err(format!("the function panicked for \"{key}\"")))
    }
}
