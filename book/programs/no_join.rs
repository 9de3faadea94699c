//! A baker reads the number of rolls before the helper has baked them.
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

pub fn main() {
    let rolls = Arc::new(AtomicU32::new(0));
    let basket = Arc::clone(&rolls);
    thread::spawn(move || basket.store(12, SeqCst));
    assert_eq!(rolls.load(SeqCst), 12, "rolls in the basket");
}
