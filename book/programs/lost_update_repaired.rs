//! The two doorkeepers count in one step.
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

pub fn main() {
    let visitors = AtomicU32::new(0);
    thread::scope(|scope| {
        for _door in 0..2 {
            scope.spawn(|| visitors.fetch_add(1, SeqCst));
        }
    });
    assert_eq!(visitors.load(SeqCst), 2, "visitors counted");
}
