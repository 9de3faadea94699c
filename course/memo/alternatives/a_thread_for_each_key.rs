//! The function runs in a thread of its own for each key, and who asked first hears its panic.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
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
