//! The function runs on a new thread for each key, and the other callers wait for the cell.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;

type Shared<V> = Arc<OnceLock<Result<V, String>>>;

pub struct Memo<V> {
    f: Box<dyn Fn(&str) -> Result<V, String> + Send + Sync>,
    results: Mutex<BTreeMap<String, Shared<V>>>,
}

impl<V: Clone + Send + Sync + 'static> Memo<V> {
    pub fn new(f: impl Fn(&str) -> Result<V, String> + Send + Sync + 'static) -> Memo<V> {
        Memo { f: Box::new(f), results: Mutex::default() }
    }

    pub fn get(&self, key: &str) -> Result<V, String> {
        let cell = Arc::clone(self.results.lock().unwrap().entry(key.to_string()).or_default());
        let run = || thread::scope(|scope| scope.spawn(|| self.compute(key)).join().unwrap());
        cell.get_or_init(run).clone()
    }

    /// Runs the function, and turns a panic into an error.
    fn compute(&self, key: &str) -> Result<V, String> {
        let result = catch_unwind(AssertUnwindSafe(|| (self.f)(key)));
        result.unwrap_or_else(|_| Err(format!("the function panicked for \"{key}\"")))
    }
}
