//! What resumes a thread that was suspended because it polls.

use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::sync::{Mutex, RwLock};
use interleave::{Explorer, FailureKind, thread};

use super::fair_polling::assert_passes;

#[test]
fn a_suspended_thread_resumes_when_something_changes() {
    for beats_before in [1, 5] {
        let failure = Explorer::new()
            .check(|| {
                let (queue, beats) = (Mutex::new(Vec::new()), AtomicU32::new(0));
                let data = AtomicU32::new(0);
                thread::scope(|scope| {
                    scope.spawn(|| {
                        while beats.load(SeqCst) < beats_before {}
                        queue.lock().unwrap().push(1);
                        data.store(1, SeqCst);
                    });
                    while queue.lock().unwrap().pop().is_none() {
                        beats.fetch_add(1, SeqCst);
                        thread::yield_now();
                    }
                    assert_eq!(data.load(SeqCst), 1);
                });
            })
            .unwrap_err();
        assert_eq!(failure.kind, FailureKind::Assertion, "{failure}");
    }
}

#[test]
fn a_writer_that_waits_for_readers_changes_nothing() {
    let coverage = assert_passes(|| {
        let (is_open, other) = (RwLock::new(false), Mutex::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                let seen = is_open.read().unwrap();
                *other.lock().unwrap() += 1;
                drop(seen);
                *is_open.write().unwrap() = true;
            });
            while !*is_open.write().unwrap() {
                thread::yield_now();
            }
        });
    });
    assert!(coverage.is_complete(), "{coverage}");
}

/// Takes both, and lets go of the first while another thread holds the second.
fn back_off<A, B>(first: impl Fn() -> A, second: impl Fn() -> Option<B>) {
    loop {
        let _first = first();
        if second().is_some() {
            return;
        }
    }
}

#[test]
fn a_thread_that_backs_off_waits_for_the_release() {
    let with_another = |other: fn(&[RwLock<u32>; 2]), back_off: fn(&[RwLock<u32>; 2])| {
        let coverage = assert_passes(|| {
            let locks = [RwLock::new(0), RwLock::new(0)];
            thread::scope(|scope| {
                scope.spawn(|| other(&locks));
                scope.spawn(|| back_off(&locks));
            });
        });
        assert!(coverage.is_complete(), "{coverage}");
    };
    let read = |[a, b]: &[RwLock<u32>; 2]| {
        let (_a, _b) = (a.read().unwrap(), b.read().unwrap());
    };
    with_another(read, |[a, b]| back_off(|| b.write().unwrap(), || a.try_write().ok()));
    let write = |[a, b]: &[RwLock<u32>; 2]| {
        let (_a, _b) = (a.write().unwrap(), b.write().unwrap());
    };
    with_another(write, |[a, b]| back_off(|| b.write().unwrap(), || a.try_read().ok()));
}

#[test]
fn what_resumes_a_thread_precedes_its_next_operation_and_nothing_else_does() {
    let outcomes = interleave::outcomes(|| {
        let (lock, step) = (RwLock::new(0), AtomicU32::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                let held = lock.read().unwrap();
                step.store(1, SeqCst);
                drop(held);
                step.store(2, SeqCst);
            });
            loop {
                let seen = step.load(SeqCst);
                if lock.try_write().is_ok() {
                    break seen;
                }
            }
        })
    });
    assert!(outcomes.seen.into_keys().eq([0, 1, 2]));
    assert_eq!(outcomes.coverage.executions, 20, "{}", outcomes.coverage);
    let outcomes = interleave::outcomes(|| {
        let (is_open, step) = (Mutex::new(false), AtomicU32::new(0));
        thread::scope(|scope| {
            scope.spawn(|| *is_open.lock().unwrap() = true);
            scope.spawn(|| {
                step.store(1, SeqCst);
                _ = *is_open.lock().unwrap();
            });
            let mut seen = 0;
            while !*is_open.lock().unwrap() {
                thread::yield_now();
                seen = step.load(SeqCst);
            }
            seen
        })
    });
    assert!(outcomes.seen.into_keys().eq([0, 1]));
    assert_eq!(outcomes.coverage.to_string(), "complete: 416 executions");
}
