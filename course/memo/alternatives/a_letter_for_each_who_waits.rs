//! Who waits leaves a channel; who computes sends the result to each of them.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;

enum State<V> {
    Coming(Vec<Sender<Result<V, String>>>),
    There(Result<V, String>),
}

pub struct Memo<V> {
    f: Box<dyn Fn(&str) -> Result<V, String> + Send + Sync>,
    states: Mutex<BTreeMap<String, State<V>>>,
}

impl<V: Clone + Send + Sync + 'static> Memo<V> {
    pub fn new(f: impl Fn(&str) -> Result<V, String> + Send + Sync + 'static) -> Memo<V> {
        Memo { f: Box::new(f), states: Mutex::default() }
    }

    pub fn get(&self, key: &str) -> Result<V, String> {
        let mut states = self.states.lock().unwrap();
        match states.get_mut(key) {
            Some(State::There(result)) => return result.clone(),
            Some(State::Coming(waiting)) => {
                let (sender, receiver) = channel();
                waiting.push(sender);
                drop(states);
                return receiver.recv().expect("who computes sends something");
            }
            None => states.insert(key.to_string(), State::Coming(Vec::new())),
        };
        drop(states);
        let result = self.compute(key);
        let there = State::There(result.clone());
        let before = self.states.lock().unwrap().insert(key.to_string(), there);
        if let Some(State::Coming(waiting)) = before {
            waiting.iter().for_each(|sender| _ = sender.send(result.clone()));
        }
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
