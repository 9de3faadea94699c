//! One map, one condition variable: pending keys are in the map, and every result wakes all.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex};

pub struct Memo<V> {
    f: Box<dyn Fn(&str) -> Result<V, String> + Send + Sync>,
    /// `None`: a caller is computing this result.
    results: Mutex<BTreeMap<String, Option<Result<V, String>>>>,
    ready: Condvar,
}

impl<V: Clone + Send + Sync + 'static> Memo<V> {
    pub fn new(f: impl Fn(&str) -> Result<V, String> + Send + Sync + 'static) -> Memo<V> {
        Memo { f: Box::new(f), results: Mutex::default(), ready: Condvar::new() }
    }

    pub fn get(&self, key: &str) -> Result<V, String> {
        let mut results = self.results.lock().unwrap();
        loop {
            match results.get(key) {
                Some(Some(result)) => return result.clone(),
                Some(None) => results = self.ready.wait(results).unwrap(),
                None => break,
            }
        }
        results.insert(key.to_string(), None);
        drop(results);
        let result = self.compute(key);
        self.results.lock().unwrap().insert(key.to_string(), Some(result.clone()));
        self.ready.notify_all();
        result
    }

    /// Runs the function, and turns a panic into an error.
    fn compute(&self, key: &str) -> Result<V, String> {
        let result = catch_unwind(AssertUnwindSafe(|| (self.f)(key)));
        result.unwrap_or_else(|_| Err(format!("the function panicked for \"{key}\"")))
    }
}
