//! A `OnceLock` checks and loads in one step. A second caller waits.
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

pub fn main() {
    let (table, loads) = (OnceLock::new(), AtomicU32::new(0));
    let load = || {
        loads.fetch_add(1, SeqCst);
        ["spade", "heart"]
    };
    let icon = |index: usize| table.get_or_init(load)[index];
    thread::scope(|scope| {
        scope.spawn(|| icon(0));
        scope.spawn(|| icon(1));
    });
    assert_eq!(loads.load(SeqCst), 1, "loads");
}
