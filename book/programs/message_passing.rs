//! A reporter writes a page, then raises a flag. A reader finds the page empty.
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::thread;

pub fn main() {
    let (page, ready) = (AtomicU32::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            page.store(42, Relaxed);
            ready.store(true, Relaxed);
        });
        if ready.load(Relaxed) {
            assert_eq!(page.load(Relaxed), 42, "the page behind the flag");
        }
    });
}
