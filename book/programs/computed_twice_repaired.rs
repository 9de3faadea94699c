//! The map has a cell for each key, and a caller waits at its cell.
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;

pub fn main() {
    let (cache, runs) = (Mutex::new(BTreeMap::new()), AtomicU32::new(0));
    let get = |city: &'static str| {
        let cell: Arc<OnceLock<usize>> =
            Arc::clone(cache.lock().unwrap().entry(city).or_default());
        *cell.get_or_init(|| {
            runs.fetch_add(1, SeqCst); // the slow part
            city.len()
        })
    };
    thread::scope(|scope| {
        scope.spawn(|| get("Lima"));
        scope.spawn(|| get("Lima"));
    });
    assert_eq!(runs.load(SeqCst), 1, "runs of the slow part");
}
