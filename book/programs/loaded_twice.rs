//! Two threads need a table that is loaded on first use.
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

pub fn main() {
    let (table, loads) = (Mutex::new(None), AtomicU32::new(0));
    let load = || {
        loads.fetch_add(1, SeqCst);
        ["spade", "heart"]
    };
    let icon = |index: usize| {
        if table.lock().unwrap().is_none() {
            let loaded = load();
            *table.lock().unwrap() = Some(loaded);
        }
        table.lock().unwrap().unwrap()[index]
    };
    thread::scope(|scope| {
        scope.spawn(|| icon(0));
        scope.spawn(|| icon(1));
    });
    assert_eq!(loads.load(SeqCst), 1, "loads");
}
