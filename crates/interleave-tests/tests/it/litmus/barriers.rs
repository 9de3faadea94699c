//! Synchronization at a barrier.

use std::sync::atomic::Ordering::Relaxed;

use interleave::sync::Barrier;
use interleave::sync::atomic::AtomicU32;
use interleave::{Explorer, thread};

use crate::common::outcomes;

#[test]
fn the_first_to_arrive_sees_what_the_last_did_before() {
    let found = outcomes(|| {
        let (x, barrier) = (AtomicU32::new(0), Barrier::new(2));
        thread::scope(|scope| {
            scope.spawn(|| {
                x.store(1, Relaxed);
                barrier.wait();
            });
            let first = !barrier.wait().is_leader();
            (first, x.load(Relaxed))
        })
    });
    assert_eq!(found, [(false, 1), (true, 1)].into());
}

/// Two of three threads meet first; the third meets the last one, and sees what that did.
#[test]
fn a_thread_too_late_for_one_generation_sees_all_of_the_next() {
    let found = Explorer::new().outcomes_with_failures(|| {
        let (x, barrier) = (AtomicU32::new(0), Barrier::new(2));
        thread::scope(|scope| {
            let meet = || {
                barrier.wait();
                x.load(Relaxed)
            };
            let threads = [scope.spawn(meet), scope.spawn(meet)];
            barrier.wait();
            scope.spawn(|| {
                x.store(1, Relaxed);
                barrier.wait();
            });
            threads.map(|thread| thread.join().unwrap())
        })
    });
    assert!(found.coverage.is_complete());
    let expected = [None, Some([0, 1]), Some([1, 0]), Some([1, 1])];
    assert_eq!(found.outcomes, expected.into(), "if main does not meet either, it blocks forever");
}

/// The relaxed flag does not synchronize, so the barrier has to.
#[test]
fn a_waiter_synchronizes_with_its_own_barrier_while_another_opens() {
    let found = outcomes(|| {
        let [data, flag] = [0; 2].map(AtomicU32::new);
        let [own, other] = [2; 2].map(Barrier::new);
        thread::scope(|scope| {
            let waits = scope.spawn(|| {
                own.wait();
                (flag.load(Relaxed), data.load(Relaxed))
            });
            scope.spawn(|| other.wait());
            other.wait();
            data.store(1, Relaxed);
            flag.store(1, Relaxed);
            own.wait();
            waits.join().unwrap()
        })
    });
    assert_eq!(found, [(1, 1)].into());
}

/// The same if the thread arrives while the previous generation ends.
#[test]
fn a_thread_that_arrives_while_a_generation_ends_sees_all_of_its_own() {
    let found = Explorer::new().outcomes_with_failures(|| {
        let [data, flag] = [0; 2].map(AtomicU32::new);
        let barrier = Barrier::new(2);
        thread::scope(|scope| {
            let meet = || {
                barrier.wait();
                (flag.load(Relaxed), data.load(Relaxed))
            };
            let threads = [scope.spawn(meet), scope.spawn(meet)];
            barrier.wait();
            scope.spawn(|| {
                data.store(1, Relaxed);
                barrier.wait();
                flag.store(1, Relaxed);
            });
            threads.map(|thread| thread.join().unwrap())
        })
    });
    assert!(found.coverage.is_complete());
    let late_thread_sees = |seen: &[(u32, u32); 2]| seen.iter().any(|(_, data)| *data == 1);
    assert!(found.outcomes.iter().flatten().all(late_thread_sees), "{:?}", found.outcomes);
}
