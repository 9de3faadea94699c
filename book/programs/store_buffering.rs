//! Two people announce themselves, and each checks whether the other has.
use std::sync::atomic::{AtomicBool, Ordering::*};
use std::thread;

pub fn main() {
    let (left, right) = (AtomicBool::new(false), AtomicBool::new(false));
    let (left_alone, right_alone) = thread::scope(|scope| {
        let thread = scope.spawn(|| {
            left.store(true, Release);
            !right.load(Acquire)
        });
        right.store(true, Release);
        let right_alone = !left.load(Acquire);
        (thread.join().unwrap(), right_alone)
    });
    assert!(!(left_alone && right_alone), "both believe that they are alone");
}
