//! A waiter polls until the soup is ready, but the cook has been sent home.
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

pub fn main() {
    let ready = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !ready.load(SeqCst) {
                thread::yield_now();
            }
        });
    });
}
