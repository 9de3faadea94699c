//! A memo remembers what a slow function returned, so that nobody has to ask twice.
//!
//! For each key the function runs once, however many ask for it at the same moment: one of them
//! runs it, the others wait and get the same result. An error is a result as well, and so is a
//! panic: it becomes an error. And whoever asks for one key never waits for another.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

pub struct Memo<V> {
    f: Box<dyn Fn(&str) -> Result<V, String> + Send + Sync>,
    // TODO: nobody can see here that a result is on its way.
    results: Mutex<BTreeMap<String, Result<V, String>>>,
}

impl<V: Clone + Send + Sync + 'static> Memo<V> {
    pub fn new(f: impl Fn(&str) -> Result<V, String> + Send + Sync + 'static) -> Memo<V> {
        Memo { f: Box::new(f), results: Mutex::default() }
    }

    /// What the function returns for this key. It runs if nobody has asked for the key before.
    pub fn get(&self, key: &str) -> Result<V, String> {
        // TODO: who asks while another one computes must wait, and not compute it again.
        if let Some(result) = self.results.lock().unwrap().get(key) {
            return result.clone();
        }
        let result = self.compute(key);
        self.results.lock().unwrap().insert(key.to_string(), result.clone());
        result
    }

    /// Runs the function, and makes an error of a panic.
    fn compute(&self, key: &str) -> Result<V, String> {
        let result = catch_unwind(AssertUnwindSafe(|| (self.f)(key)));
        result.unwrap_or_else(|_| Err(format!("there was a panic when \"{key}\" was computed")))
    }
}

pub fn main() {
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
            println!("Today we have {}.", CITIES.map(|city| weather.get(city).unwrap()).join(", "));
        }
        once += usize::from(ASKED.load(Ordering::Relaxed) == CITIES.len());
    }
    println!("On {once} of {DAYS} days each weather station was asked just once.");
}
