//! A thread announces data that another one writes.

use std::sync::atomic::Ordering::SeqCst;

use interleave::sync::atomic::{AtomicBool, AtomicU32};
use interleave::sync::{Mutex, RwLock};
use interleave::thread;

/// Runs two threads and the reader beside them.
fn beside_two(write: impl Fn() + Sync, other: impl Fn() + Sync, read: impl Fn()) {
    thread::scope(|scope| {
        scope.spawn(&write);
        scope.spawn(&other);
        read();
    });
}

#[test]
fn another_thread_announces_the_data() {
    fn a_flag(repaired: bool) {
        let (ready, price) = (AtomicBool::new(false), AtomicU32::new(0));
        let write = || {
            price.store(3, SeqCst);
            ready.store(true, SeqCst);
        };
        let other = || {
            if !repaired {
                ready.store(true, SeqCst);
            }
        };
        beside_two(write, other, || {
            if ready.load(SeqCst) {
                assert_eq!(price.load(SeqCst), 3);
            }
        });
    }
    fn locked_data(repaired: bool) {
        let (ready, list) = (AtomicBool::new(false), Mutex::new(Vec::new()));
        let write = || {
            list.lock().unwrap().push("cake");
            ready.store(true, SeqCst);
        };
        let other = || {
            if !repaired {
                ready.swap(true, SeqCst);
            }
        };
        beside_two(write, other, || {
            if ready.load(SeqCst) {
                let length = list.lock().unwrap().len();
                assert_eq!(length, 1);
            }
        });
    }
    fn a_version(repaired: bool) {
        let (version, text) = (AtomicU32::new(0), RwLock::new("old"));
        let write = || {
            *text.write().unwrap() = "new";
            version.fetch_add(1, SeqCst);
        };
        let other = || {
            if !repaired {
                version.fetch_add(1, SeqCst);
            }
        };
        beside_two(write, other, || {
            if version.load(SeqCst) > 0 {
                let text = *text.read().unwrap();
                assert_eq!(text, "new");
            }
        });
    }
    fn the_loser(repaired: bool) {
        let (taken, ready) = (AtomicBool::new(false), AtomicBool::new(false));
        let price = AtomicU32::new(0);
        let publish = || {
            if taken.swap(true, SeqCst) {
                if !repaired {
                    ready.store(true, SeqCst);
                }
                return;
            }
            price.store(3, SeqCst);
            ready.store(true, SeqCst);
        };
        beside_two(publish, publish, || {
            if ready.load(SeqCst) {
                assert_eq!(price.load(SeqCst), 3);
            }
        });
    }
    fn two_numbers(repaired: bool) {
        let (known, left, right) = (AtomicBool::new(false), AtomicU32::new(0), AtomicU32::new(0));
        let write = || {
            left.store(1, SeqCst);
            right.store(1, SeqCst);
            known.store(true, SeqCst);
        };
        let other = || {
            if !repaired {
                known.store(true, SeqCst);
            }
        };
        beside_two(write, other, || {
            if known.load(SeqCst) {
                let left = left.load(SeqCst);
                assert_eq!(left, right.load(SeqCst));
            }
        });
    }
    super::check("has written the rest", &[a_flag, locked_data, a_version, the_loser, two_numbers]);
}
