//! A cache: look up, compute, insert. Two callers of one key can both compute.
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

pub fn main() {
    let (cache, runs) = (Mutex::new(BTreeMap::new()), AtomicU32::new(0));
    let get = |city: &'static str| {
        if let Some(degrees) = cache.lock().unwrap().get(city) {
            return *degrees;
        }
        runs.fetch_add(1, SeqCst); // the slow part
        let degrees = city.len();
        cache.lock().unwrap().insert(city, degrees);
        degrees
    };
    thread::scope(|scope| {
        scope.spawn(|| get("Lima"));
        scope.spawn(|| get("Lima"));
    });
    assert_eq!(runs.load(SeqCst), 1, "runs of the slow part");
}
