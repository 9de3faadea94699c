//! A memo keeps the results of a slow function, so that each is computed only once.
//!
//! Threads that ask for the same key at the same time share one run of the function: one of them
//! runs it, and the others wait for the result. An error is a result too, and a panic becomes an
//! error. A thread never waits for another key.
//!
//! Defect: until a result is stored, other threads compute it again. Task: make them wait.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

pub struct Memo<V> {
    f: Box<dyn Fn(&str) -> Result<V, String> + Send + Sync>,
    results: Mutex<BTreeMap<String, Result<V, String>>>,
}

impl<V: Clone + Send + Sync + 'static> Memo<V> {
    pub fn new(f: impl Fn(&str) -> Result<V, String> + Send + Sync + 'static) -> Memo<V> {
        Memo { f: Box::new(f), results: Mutex::default() }
    }

    /// Returns the result for this key, and runs the function if this is the first call for it.
    pub fn get(&self, key: &str) -> Result<V, String> {
        // TODO: while one thread computes the result, another finds none and computes it again.
        if let Some(result) = self.results.lock().unwrap().get(key) {
            return result.clone();
        }
        let result = self.compute(key);
        self.results.lock().unwrap().insert(key.to_string(), result.clone());
        result
    }

    /// Runs the function, and turns a panic into an error.
    fn compute(&self, key: &str) -> Result<V, String> {
        let result = catch_unwind(AssertUnwindSafe(|| (self.f)(key)));
        result.unwrap_or_else(|_| Err(format!("the function panicked for \"{key}\"")))
    }
}

fn main() {
    const DAYS: usize = 1_000;
    const CITIES: [&str; 3] = ["Lima", "Oslo", "Pune"];
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let mut once = 0;
    for day in 1..=DAYS {
        ASKED.store(0, Ordering::Relaxed);
        let weather = Memo::new(|city| {
            ASKED.fetch_add(1, Ordering::Relaxed);
            thread::yield_now(); // the weather station takes its time
            Ok(format!("{} degrees in {city}", 7 * city.bytes().map(u32::from).sum::<u32>() % 40))
        });
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| CITIES.map(|city| weather.get(city)));
            }
        });
        if day == 1 {
            println!("Today: {}.", CITIES.map(|city| weather.get(city).unwrap()).join(", "));
        }
        once += usize::from(ASKED.load(Ordering::Relaxed) == CITIES.len());
    }
    println!("On {once} of {DAYS} days each weather station was asked just once.");
}
