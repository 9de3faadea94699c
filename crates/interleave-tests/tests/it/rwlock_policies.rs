//! A reader that arrives while a writer waits may overtake the writer or have to wait for it.

use std::collections::BTreeSet;

use interleave::sync::atomic::{AtomicBool, Ordering::SeqCst};
use interleave::sync::{Arc, Barrier, Condvar, Mutex, RwLock, mpsc};
use interleave::{Explorer, Failure, FailureKind, thread};

/// The deadlock of `body`, which the search without reduction finds as well.
fn deadlock(body: impl Fn()) -> Box<Failure> {
    let failure = Explorer::new().check(&body).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Deadlock, "{failure}");
    let exhaustive = Explorer::new().exhaustive().max_executions(500_000).check(&body);
    assert_eq!(exhaustive.unwrap_err().kind, FailureKind::Deadlock);
    failure
}

/// The outcomes of `body`, which are those of the search without reduction.
fn outcomes<T: Ord + std::fmt::Debug>(body: impl Fn() -> T) -> (BTreeSet<Option<T>>, u64) {
    let reduced = Explorer::new().outcomes_with_failures(&body);
    let exhaustive =
        Explorer::new().exhaustive().max_executions(500_000).outcomes_with_failures(&body);
    assert!(reduced.coverage.is_complete() && exhaustive.coverage.is_complete());
    assert_eq!(reduced.outcomes, exhaustive.outcomes);
    (reduced.outcomes, reduced.coverage.executions)
}

#[test]
fn a_second_read_lock_of_a_thread_deadlocks_with_a_waiting_writer() {
    let failure = deadlock(|| {
        let prices = RwLock::new(vec![1, 2]);
        thread::scope(|scope| {
            scope.spawn(|| prices.write().unwrap().push(3));
            let first = prices.read().unwrap();
            let second = prices.read().unwrap();
            assert_eq!(first.len(), second.len());
        });
    });
    insta::assert_snapshot!(failure.to_string());
}

#[test]
fn a_second_read_lock_without_a_writer_is_complete() {
    let prices = || {
        let prices = RwLock::new(1);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| *prices.read().unwrap() + *prices.read().unwrap());
            }
        });
    };
    assert_eq!(Explorer::new().check(prices).unwrap().to_string(), "complete: 1 execution");
}

#[test]
fn a_writer_that_waits_for_the_thread_that_reads_twice_is_joined_later() {
    // The writer cannot arrive while the lock is read.
    let body = || {
        let price = RwLock::new(1);
        let sum = *price.read().unwrap() + *price.read().unwrap();
        thread::scope(|scope| {
            scope.spawn(|| *price.write().unwrap() += sum);
        });
        price.into_inner().unwrap()
    };
    assert_eq!(outcomes(body).0, [Some(3)].into());
}

#[test]
fn a_reader_behind_a_writer_blocks_the_holder_of_the_read_lock() {
    // Each needs something that the next one holds: a read lock, the queue, and a mutex.
    let failure = deadlock(|| {
        let (price, log) = (RwLock::new(1), Mutex::new(Vec::new()));
        thread::scope(|scope| {
            scope.spawn(|| {
                let price = price.read().unwrap();
                log.lock().unwrap().push(*price);
            });
            scope.spawn(|| {
                let mut log = log.lock().unwrap();
                log.push(*price.read().unwrap());
            });
            scope.spawn(|| *price.write().unwrap() += 1);
        });
    });
    insta::assert_snapshot!(failure.to_string());
}

#[test]
fn without_the_writer_these_locks_cannot_deadlock() {
    let body = || {
        let (price, log) = (RwLock::new(1), Mutex::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                let price = price.read().unwrap();
                *log.lock().unwrap() += *price;
            });
            scope.spawn(|| {
                let mut log = log.lock().unwrap();
                *log += *price.read().unwrap();
            });
        });
        log.into_inner().unwrap()
    };
    assert_eq!(outcomes(body).0, [Some(2)].into());
}

#[test]
fn two_locks_read_in_opposite_order_deadlock_with_two_writers() {
    let read_both = |first: &RwLock<u32>, second: &RwLock<u32>| {
        let first = first.read().unwrap();
        *first + *second.read().unwrap()
    };
    let with_writers = |writers: usize| {
        move || {
            let (a, b) = (RwLock::new(1), RwLock::new(2));
            thread::scope(|scope| {
                scope.spawn(|| read_both(&a, &b));
                scope.spawn(|| read_both(&b, &a));
                for lock in [&a, &b].into_iter().take(writers) {
                    scope.spawn(|| *lock.write().unwrap() += 1);
                }
            });
        }
    };
    let failure = Explorer::new().check(with_writers(2)).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Deadlock);
    assert!(Explorer::new().check(with_writers(1)).unwrap().is_complete());
}

#[test]
fn a_reader_behind_a_writer_does_not_send_what_a_reader_waits_for() {
    deadlock(|| {
        let price = RwLock::new(1);
        let (sender, receiver) = mpsc::channel();
        let price = &price;
        thread::scope(|scope| {
            scope.spawn(move || {
                let price = price.read().unwrap();
                *price + receiver.recv().unwrap()
            });
            scope.spawn(|| sender.send(*price.read().unwrap()).unwrap());
            scope.spawn(|| *price.write().unwrap() += 1);
        });
    });
}

#[test]
fn a_reader_behind_a_writer_does_not_arrive_at_a_barrier() {
    deadlock(|| {
        let (price, meeting) = (RwLock::new(1), Barrier::new(2));
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let _price = price.read().unwrap();
                    meeting.wait();
                });
            }
            scope.spawn(|| *price.write().unwrap() += 1);
        });
    });
}

#[test]
fn a_reader_behind_a_writer_is_not_joined_under_the_read_lock() {
    deadlock(|| {
        let price = Arc::new(RwLock::new(1));
        let (theirs, written) = (Arc::clone(&price), Arc::clone(&price));
        let writer = thread::spawn(move || *written.write().unwrap() += 1);
        let guard = price.read().unwrap();
        let reader = thread::spawn(move || *theirs.read().unwrap());
        reader.join().unwrap();
        drop(guard);
        writer.join().unwrap();
    });
}

#[test]
fn a_reader_behind_a_writer_does_not_notify() {
    deadlock(|| {
        let (price, ready, changed) = (RwLock::new(1), Mutex::new(false), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                let _price = price.read().unwrap();
                let ready = ready.lock().unwrap();
                drop(changed.wait_while(ready, |ready| !*ready).unwrap());
            });
            scope.spawn(|| {
                let price = *price.read().unwrap();
                *ready.lock().unwrap() = price > 0;
                changed.notify_all();
            });
            scope.spawn(|| *price.write().unwrap() += 1);
        });
    });
}

#[test]
fn a_reader_behind_a_writer_does_not_set_the_flag_that_a_reader_polls() {
    let body = || {
        let (price, done) = (RwLock::new(1), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| {
                let _price = price.read().unwrap();
                while !done.load(SeqCst) {
                    thread::yield_now();
                }
            });
            scope.spawn(|| {
                let _price = price.read().unwrap();
                done.store(true, SeqCst);
            });
            scope.spawn(|| *price.write().unwrap() += 1);
        });
    };
    let failure = Explorer::new().check(body).unwrap_err();
    assert!(matches!(failure.kind, FailureKind::Livelock | FailureKind::Deadlock), "{failure}");
}

#[test]
fn try_read_may_fail_while_a_writer_waits() {
    let (seen, _) = outcomes(|| {
        let price = RwLock::new(1);
        thread::scope(|scope| {
            scope.spawn(|| *price.write().unwrap() += 1);
            let first = price.read().unwrap();
            let second = price.try_read().map(|price| *price).ok();
            (*first, second)
        })
    });
    let expected = [(1, Some(1)), (1, None), (2, Some(2))];
    assert_eq!(seen, expected.map(Some).into());
}

#[test]
fn a_refused_try_read_can_be_followed_by_one_that_succeeds_before_the_writer() {
    let (seen, _) = outcomes(|| {
        let price = RwLock::new(1);
        thread::scope(|scope| {
            scope.spawn(|| *price.write().unwrap() += 1);
            scope.spawn(|| *price.read().unwrap());
            let tries = || price.try_read().map(|price| *price).ok();
            (tries(), tries())
        })
    });
    for pair in [(None, Some(1)), (None, Some(2)), (Some(1), None), (None, None)] {
        assert!(seen.contains(&Some(pair)), "{pair:?} in {seen:?}");
    }
}

#[test]
fn a_reader_that_waits_for_a_refused_reader_waits_forever() {
    let body = || {
        let price = RwLock::new(1);
        let (sender, receiver) = mpsc::channel();
        let price = &price;
        thread::scope(|scope| {
            scope.spawn(move || {
                let price = price.read().unwrap();
                *price + receiver.recv().unwrap()
            });
            scope.spawn(|| *price.write().unwrap() += 1);
            while price.try_read().is_err() {
                thread::yield_now();
            }
            sender.send(1).unwrap();
        });
    };
    let failure = Explorer::new().check(body).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Livelock, "{failure}");
}

#[test]
fn try_read_succeeds_beside_readers() {
    let (seen, _) = outcomes(|| {
        let price = RwLock::new(1);
        thread::scope(|scope| {
            scope.spawn(|| *price.read().unwrap());
            price.try_read().is_ok()
        })
    });
    assert_eq!(seen, [Some(true)].into());
}

#[test]
fn a_downgraded_guard_holds_a_read_lock() {
    let failure = Explorer::new().check(|| {
        let price = RwLock::new(1);
        thread::scope(|scope| {
            scope.spawn(|| *price.write().unwrap() += 1);
            let guard = interleave::sync::RwLockWriteGuard::downgrade(price.write().unwrap());
            assert!(*price.read().unwrap() >= *guard);
        });
    });
    assert_eq!(failure.unwrap_err().kind, FailureKind::Deadlock);
}

#[test]
fn short_read_locks_cost_no_more_executions() {
    // Three accesses of which two commute: a write before, between and after two reads.
    let body = || {
        let price = RwLock::new(1);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| *price.read().unwrap());
            }
            scope.spawn(|| *price.write().unwrap() += 1);
        });
    };
    assert_eq!(Explorer::new().check(body).unwrap().executions, 4);
}

#[test]
fn a_read_lock_that_is_held_across_an_independent_lock_is_complete() {
    let (seen, executions) = outcomes(|| {
        let (price, log) = (RwLock::new(1), Mutex::new(0));
        thread::scope(|scope| {
            scope.spawn(|| *price.write().unwrap() += 1);
            let price = price.read().unwrap();
            *log.lock().unwrap() += *price;
        });
        log.into_inner().unwrap()
    });
    // The writer arrives and writes first, or arrives before, during or after the read lock.
    assert_eq!((seen, executions), ([Some(1), Some(2)].into(), 3));
}

#[test]
fn a_blocked_reader_names_the_writer_that_it_waits_for() {
    let body = || {
        let (price, is_known) = (RwLock::new(1), AtomicBool::new(true));
        thread::scope(|scope| {
            scope.spawn(|| {
                let _price = price.write().unwrap();
                is_known.load(SeqCst)
            });
            scope.spawn(|| *price.read().unwrap());
            // While this thread can run, there is a choice.
            scope.spawn(|| is_known.load(SeqCst));
            let _first = price.read().unwrap();
            drop(price.read());
        });
    };
    let waits = |schedule: &str| {
        let (choices, _) = Explorer::new().ask(&schedule.parse().unwrap(), true, body);
        let reader = choices.threads.into_iter().find(|next| next.thread == 2).unwrap();
        (!reader.is_enabled).then(|| reader.text.split(" since").next().unwrap().to_owned())
    };
    let held = Some("waits for price; thread-1 has held it".to_owned());
    // The reader comes while the writer has the lock, or while the writer waits for main, and stays
    // until main has left and the writer has the lock.
    assert_eq!([waits("1x2"), waits("0.1.2v1.0x3.1")], [held.clone(), held]);
    assert_eq!(waits("0.1.2v1").unwrap(), "waits for price");
    assert_eq!(waits("0.1.2v0"), None);
}

#[test]
fn without_a_writer_the_release_of_a_read_lock_is_no_step() {
    let read_two = || {
        let (one, other) = (RwLock::new(0), RwLock::new(0));
        assert_eq!(*one.read().unwrap() + *other.read().unwrap(), 1);
    };
    let failure = Explorer::new().check(read_two).unwrap_err();
    assert_eq!(failure.execution.schedule.to_string(), "0x2", "{failure}");
}
