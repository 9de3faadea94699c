//! The flag is stored with `Release` and loaded with `Acquire`.
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::*};
use std::thread;

pub fn main() {
    let (page, ready) = (AtomicU32::new(0), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            page.store(42, Relaxed);
            ready.store(true, Release);
        });
        if ready.load(Acquire) {
            assert_eq!(page.load(Relaxed), 42, "the page behind the flag");
        }
    });
}
