//! A notification orders events without synchronizing.

use std::sync::atomic::Ordering::Relaxed;

use interleave::sync::atomic::AtomicU32;
use interleave::sync::{Condvar, Mutex};
use interleave::thread;

use crate::common::outcomes;

#[test]
fn a_notification_does_not_synchronize() {
    let found = outcomes(|| {
        let (x, is_done, changed) = (AtomicU32::new(0), Mutex::new(false), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                x.store(1, Relaxed);
                changed.notify_one();
                *is_done.lock().unwrap() = true;
                changed.notify_one();
            });
            let (mut seen, mut done) = (Vec::new(), is_done.lock().unwrap());
            while !*done {
                done = changed.wait(done).unwrap();
                seen.push(x.load(Relaxed));
            }
            seen
        })
    });
    // One of the first two wakeups is the first notification, and the other is spurious.
    assert!(found.contains(&vec![0, 0, 1]), "{found:?}");
}
