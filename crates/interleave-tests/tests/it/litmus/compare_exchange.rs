//! Failed and successful exchanges, and changes through `get_mut`.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release, SeqCst};

use interleave::sync::atomic::AtomicU32;
use interleave::{Explorer, thread};
use report::trace::StepKind;

use super::{all, all_but};
use crate::common::outcomes;

/// Message passing in which a failed exchange reads the flag.
#[test]
fn a_failed_exchange_has_the_failure_ordering() {
    for (success, failure, expected) in
        [(AcqRel, Relaxed, all()), (Relaxed, Acquire, all_but((1, 0)))]
    {
        let found = outcomes(|| {
            let (data, flag) = (AtomicU32::new(0), AtomicU32::new(0));
            thread::scope(|scope| {
                scope.spawn(|| {
                    data.store(1, Relaxed);
                    flag.store(1, Release);
                });
                let seen = flag.compare_exchange(2, 3, success, failure).unwrap_err();
                (seen, data.load(Relaxed))
            })
        });
        assert_eq!(found, expected, "{success:?} {failure:?}");
    }
}

/// The first thread stores before it sets the flag for the third. The exchange of the third is ordered
/// before the store, which the second thread sees.
#[test]
fn an_exchange_succeeds_before_a_store_that_another_thread_has_seen() {
    let found = outcomes(|| {
        let (x, flag) = (AtomicU32::new(1), AtomicU32::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                x.store(0, Relaxed);
                flag.store(1, Relaxed);
            });
            let seen = scope.spawn(|| x.load(Relaxed));
            let exchange = || (flag.load(Relaxed), x.compare_exchange(1, 2, Relaxed, Relaxed));
            let (flag, exchanged) = scope.spawn(exchange).join().unwrap();
            (flag, exchanged, seen.join().unwrap())
        })
    });
    let of = |flag, exchanged, seen: &[u32]| {
        seen.iter().map(move |seen| (flag, exchanged, *seen)).collect::<Vec<_>>()
    };
    let every = [
        of(0, Ok(1), &[0, 1, 2]),
        of(0, Err(0), &[0, 1]),
        of(1, Ok(1), &[0, 1, 2]),
        of(1, Err(0), &[0, 1]),
    ];
    assert_eq!(found, BTreeSet::from_iter(every.concat()));
}

#[test]
fn get_mut_changes_the_latest_value() {
    let found = outcomes(|| {
        let mut x = AtomicU32::new(0);
        thread::scope(|scope| {
            scope.spawn(|| x.store(1, Relaxed));
            x.store(2, Relaxed);
        });
        *x.get_mut() += 2;
        x.load(Relaxed)
    });
    assert_eq!(found, BTreeSet::from([3, 4]));
}

#[test]
fn a_trace_has_the_ordering_that_an_exchange_used() {
    let failure = Explorer::new()
        .check(|| {
            let x = AtomicU32::new(0);
            let _ = x.compare_exchange(0, 1, Release, Acquire);
            let _ = x.compare_exchange(0, 1, Release, Acquire);
            let _ = x.load(SeqCst);
            panic!("a failure has a trace");
        })
        .unwrap_err();
    let orders = failure.execution.trace.steps.iter().filter_map(|step| match step.kind {
        StepKind::Operation { ordering, .. } => ordering,
        _ => None,
    });
    assert_eq!(orders.collect::<Vec<_>>(), [Release, Acquire, SeqCst]);
}
