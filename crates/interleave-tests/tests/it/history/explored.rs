//! Recording adds no scheduling points, and equivalent executions have the same verdict.

use std::cell::Cell;

use interleave::sync::Mutex;
use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::{Explorer, FailureKind, History, thread};

use super::Op::{Read, Write};
use super::{Register, apply, call, is_linearizable};

/// Two threads each add one, in one critical section or (`racy`) in two.
fn add_twice(racy: bool, recorded: bool) -> impl Fn() {
    move || {
        let (count, history) = (Mutex::new(0), History::new());
        let add = || {
            let mut guard = count.lock().unwrap();
            let next = *guard + 1;
            if racy {
                drop(guard);
                guard = count.lock().unwrap();
            }
            *guard = next;
            next
        };
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| if recorded { history.record("add", add) } else { add() });
            }
        });
        history.assert_linearizable(0, |count, _| {
            *count += 1;
            *count
        });
    }
}

#[test]
fn recording_finds_a_lost_update_and_adds_no_executions() {
    let explorer = Explorer::new();
    let failure = explorer.check(add_twice(true, true)).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Assertion);
    assert!(failure.message.contains("no order of these operations"), "{}", failure.message);

    let plain = explorer.check(add_twice(false, false)).unwrap();
    assert_eq!((plain.executions, plain.redundant), (2, 0));
    assert_eq!(explorer.check(add_twice(false, true)).unwrap(), plain);
}

#[test]
fn calls_that_linearize_in_return_order_need_no_search() {
    let applied = Cell::new(0);
    let body = || {
        applied.set(0);
        let (count, history) = (Mutex::new(0), History::new());
        let add = |n: u32| {
            let mut count = count.lock().unwrap();
            *count += n;
            *count
        };
        thread::scope(|scope| {
            for n in 1..=3 {
                let (history, add) = (&history, &add);
                scope.spawn(move || history.record(n, || add(n)));
            }
        });
        let order = history.linearize(0, |count, n| {
            applied.set(applied.get() + 1);
            *count += n;
            *count
        });
        assert_eq!(order.unwrap().len(), 3);
        // The search would try wrong prefixes in five of the six orders of the lock.
        assert_eq!(applied.get(), 3);
    };
    assert_eq!(Explorer::new().check(body).unwrap().executions, 6);
}

#[test]
fn recording_adds_no_executions_to_a_racy_program() {
    let count = |recorded: bool| {
        let body = || {
            let (cell, history) = (AtomicU32::new(0), Register::new());
            let read = || cell.load(SeqCst);
            let write = |value| {
                cell.store(value, SeqCst);
                value
            };
            thread::scope(|scope| {
                for value in 1..=3 {
                    let (history, read, write) = (&history, &read, &write);
                    scope.spawn(move || match recorded {
                        true => {
                            history.record(Write(value), || write(value));
                            history.record(Read, read)
                        }
                        false => write(value) + read(),
                    });
                }
            });
            history.assert_linearizable(0, apply);
        };
        Explorer::new().check(body).unwrap()
    };
    assert_eq!(count(true), count(false));
}

#[test]
fn equivalent_executions_have_the_same_verdict() {
    // Each bit of a program is a step of a thread: a recorded call, or a critical section.
    for program in 0..64_u32 {
        let body = || {
            let (lock, history) = (Mutex::new(0_u32), Register::new());
            thread::scope(|scope| {
                for thread in 0..2_u32 {
                    let (lock, history) = (&lock, &history);
                    scope.spawn(move || {
                        for step in 0..3 {
                            let value = 1 + thread * 3 + step;
                            match program >> (thread * 3 + step) & 1 {
                                0 if step % 2 == 0 => call(history, Write(value), value),
                                0 => call(history, Read, 1),
                                _ => {
                                    let mut order = lock.lock().unwrap();
                                    *order = *order * 8 + value;
                                }
                            }
                        }
                    });
                }
            });
            let order = *lock.lock().unwrap();
            (order, is_linearizable(&history))
        };
        let reduced = Explorer::new().outcomes(body).unwrap();
        let all = Explorer::new().exhaustive().outcomes(body).unwrap();
        assert!(reduced.coverage.is_complete() && all.coverage.is_complete());
        assert!(reduced.seen.keys().eq(all.seen.keys()), "{program:b}");
        // There is one execution per order of the lock, and each has one verdict.
        assert_eq!(reduced.coverage.executions as usize, reduced.seen.len(), "{program:b}");
    }
}
