//! What stops an exploration, and its message. Read each snapshot as a tired user would.

use std::cell::Cell;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use interleave::sync::Mutex;
use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::{Explorer, FailureKind, thread};

/// The kind and the message of a failed exploration.
fn message_of(body: impl Fn()) -> String {
    let failure = Explorer::new().check(body).unwrap_err();
    format!("{:?}\n{}", failure.kind, failure.message)
}

#[test]
fn too_many_threads() {
    insta::assert_snapshot!(message_of(|| {
        for _ in 0..32 {
            thread::spawn(|| ());
        }
    }));
    let most = || (0..31).map(|_| thread::spawn(|| ())).for_each(|thread| thread.join().unwrap());
    assert!(Explorer::new().check(most).is_ok(), "31 threads and the body are allowed");
}

#[test]
fn step_limit() {
    insta::assert_snapshot!(message_of(|| {
        let count = AtomicU32::new(0);
        while count.fetch_add(1, SeqCst) < 1_000_000 {}
    }));
}

#[test]
fn nondeterministic_code() {
    let runs = Cell::new(0);
    insta::assert_snapshot!(message_of(|| {
        let count = AtomicU32::new(0);
        for _ in 0..runs.replace(runs.get() + 1) {
            count.fetch_add(1, SeqCst);
        }
    }));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test is about its effect")]
fn the_order_of_a_hash_map_is_detected() {
    let failure = Explorer::new()
        .check(|| {
            let locks: HashMap<u32, Mutex<u32>> = (0..30).map(|n| (n, Mutex::new(n))).collect();
            thread::scope(|scope| {
                for lock in locks.values() {
                    let number = *lock.lock().unwrap();
                    if number % 2 == 0 {
                        drop(lock.lock());
                    }
                }
                scope.spawn(|| ());
            });
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::Nondeterminism, "{failure}");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test is about its effect")]
fn the_real_clock_is_detected() {
    let by_the_clock = || {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let count = AtomicU32::new(0);
        for _ in 0..now.unwrap().subsec_nanos() / 10 % 1_000 {
            count.fetch_add(1, SeqCst);
        }
    };
    let is_found = |failure: Box<interleave::Failure>| failure.kind == FailureKind::Nondeterminism;
    // Two runs can read the same time by chance, but not again and again.
    assert!((0..8).any(|_| Explorer::new().check(by_the_clock).is_err_and(is_found)));
}

#[test]
fn ordering_locks_by_address_is_allowed() {
    let coverage = Explorer::new()
        .check(|| {
            let locks = [Box::new(Mutex::new(0)), Box::new(Mutex::new(0))];
            let both = |one: &Mutex<u32>, other: &Mutex<u32>| {
                let swap = std::ptr::from_ref(one) > std::ptr::from_ref(other);
                let (first, second) = if swap { (other, one) } else { (one, other) };
                let mut first = first.lock().unwrap();
                *first += 1;
                *second.lock().unwrap() += 1;
            };
            thread::scope(|scope| {
                scope.spawn(|| both(&locks[0], &locks[1]));
                scope.spawn(|| both(&locks[1], &locks[0]));
            });
        })
        .unwrap();
    assert!(coverage.is_complete(), "{coverage}");
}

#[test]
fn nested_exploration() {
    let failure = Explorer::new().check(|| drop(Explorer::new().check(|| ()))).unwrap_err();
    insta::assert_snapshot!(failure.message);
    let on_real_threads = || interleave::on_real_threads(|| ());
    insta::assert_snapshot!(Explorer::new().check(on_real_threads).unwrap_err().message);
}

#[test]
fn concurrent_explorations_take_turns() {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let explore = || {
        let outcomes = interleave::outcomes(|| {
            thread::scope(|scope| {
                for _ in 0..2 {
                    scope.spawn(|| COUNT.store(COUNT.load(SeqCst) + 1, SeqCst));
                }
            });
            COUNT.load(SeqCst)
        });
        (outcomes.seen.into_keys().collect::<Vec<_>>(), outcomes.coverage.executions)
    };
    let all: Vec<_> = std::thread::scope(|scope| {
        let threads = [(); 4].map(|()| scope.spawn(explore));
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for one in &all {
        assert_eq!((one.0.as_slice(), one.1), ([1, 2].as_slice(), all[0].1));
    }
}

#[test]
fn catching_the_unwinding_of_an_aborted_execution_does_not_change_the_verdict() {
    let failure = Explorer::new()
        .check(|| {
            let lock = Mutex::new(());
            let _held = lock.lock().unwrap();
            let again = || drop(lock.lock());
            assert!(catch_unwind(AssertUnwindSafe(again)).is_err());
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::Deadlock);
}
