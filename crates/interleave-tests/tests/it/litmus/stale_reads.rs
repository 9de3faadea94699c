//! Stale reads: which values a load may read, and how often.
use std::collections::BTreeSet;
use std::sync::atomic::Ordering::{Relaxed, SeqCst};

use interleave::Explorer;
use interleave::sync::Mutex;
use interleave::sync::atomic::AtomicU32;
use interleave::thread;

use super::all;
use crate::common::outcomes;

#[test]
fn a_failed_exchange_may_read_a_stale_value() {
    let found = outcomes(|| {
        let x = AtomicU32::new(0);
        thread::scope(|scope| {
            scope.spawn(|| x.store(5, Relaxed));
            x.compare_exchange(5, 6, Relaxed, Relaxed)
        })
    });
    assert_eq!(found, BTreeSet::from([Ok(5), Err(0)]));
}

#[test]
fn a_load_is_stale_although_the_first_execution_has_none() {
    let seen = outcomes(|| {
        let [first, data, flag] = [const { AtomicU32::new(0) }; 3];
        thread::scope(|scope| {
            scope.spawn(|| {
                if first.swap(1, SeqCst) == 0 {
                    data.store(1, Relaxed);
                    flag.store(1, Relaxed);
                }
            });
            match first.swap(2, SeqCst) {
                0 => None,
                _ => Some((flag.load(Relaxed), data.load(Relaxed))),
            }
        })
    });
    let all = all().into_iter().map(Some);
    assert_eq!(seen, all.chain([None]).collect());
}

#[test]
fn polling_a_relaxed_flag_ends() {
    let coverage = Explorer::new()
        .check(|| {
            let flag = AtomicU32::new(0);
            thread::scope(|scope| {
                scope.spawn(|| flag.store(1, Relaxed));
                while flag.load(Relaxed) == 0 {
                    thread::yield_now();
                }
            });
        })
        .unwrap();
    assert!(coverage.executions < 1000, "{coverage}");
}

#[test]
fn each_location_may_give_two_stale_reads() {
    let found = outcomes(|| {
        let [x, y, flag] = [0; 3].map(AtomicU32::new);
        thread::scope(|scope| {
            scope.spawn(|| {
                x.store(1, Relaxed);
                y.store(1, Relaxed);
                flag.store(1, Relaxed);
            });
            (flag.load(Relaxed), [&x, &x, &y, &y].map(|cell| cell.load(Relaxed)))
        })
    });
    assert!(found.contains(&(1, [0; 4])));
}

#[test]
fn seqcst_loads_happen_on_either_side_of_a_store() {
    let found = outcomes(|| {
        let [x, y, flag] = [0; 3].map(AtomicU32::new);
        thread::scope(|scope| {
            scope.spawn(|| {
                y.store(1, SeqCst);
                x.load(SeqCst);
                flag.store(1, Relaxed);
            });
            let seen = flag.load(Relaxed);
            x.load(SeqCst);
            (seen, y.load(SeqCst))
        })
    });
    assert_eq!(found, all());
}

/// The loop is suspended before its last load of `late`, and continues because `flag` has changed. It
/// has not read the change, so it has not synchronized with it.
#[test]
fn polling_two_flags_does_not_end_stale_reads_elsewhere() {
    let found = outcomes(|| {
        let [data, flag, late] = [0; 3].map(AtomicU32::new);
        thread::scope(|scope| {
            scope.spawn(|| {
                data.store(1, Relaxed);
                flag.store(1, Relaxed);
            });
            let mut seen = 0;
            for _ in 0..25 {
                seen = flag.load(Relaxed);
                late.load(Relaxed);
            }
            (seen, data.load(Relaxed))
        })
    });
    assert_eq!(found, all());
}

#[test]
fn asking_whether_a_lock_is_poisoned_does_not_acquire() {
    let found = outcomes(|| {
        let (x, unlocked, lock) = (AtomicU32::new(0), AtomicU32::new(0), Mutex::new(()));
        thread::scope(|scope| {
            scope.spawn(|| {
                x.store(1, Relaxed);
                drop(lock.lock());
                unlocked.store(1, Relaxed);
            });
            let before = unlocked.load(Relaxed);
            lock.is_poisoned();
            (before, x.load(Relaxed))
        })
    });
    assert_eq!(found, BTreeSet::from([(0, 0), (0, 1), (1, 0), (1, 1)]));
}
