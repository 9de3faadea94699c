//! A player counts interleavings as the search does: whatever the player chooses, the execution belongs to one
//! of the classes that the complete search counts.

use std::collections::BTreeSet;

use crate::common::every_turn;
use interleave::sync::atomic::{
    AtomicU32,
    Ordering::{Acquire, Relaxed, Release, SeqCst},
};
use interleave::sync::{Condvar, Mutex, RwLock, mpsc};
use interleave::{Explorer, thread};

/// The classes of the schedules that pass, and of those that fail.
fn played(body: &dyn Fn()) -> [BTreeSet<String>; 2] {
    let mut classes = [BTreeSet::new(), BTreeSet::new()];
    every_turn(body, |choices, fails| {
        if choices.results == 0 && choices.is_over() {
            classes[usize::from(fails)].insert(choices.class.clone());
        }
    });
    classes
}

fn assert_counts(body: impl Fn(), executions: u64, failing: u64) {
    let tally = Explorer::new().tally(&body);
    assert!(tally.is_complete);
    assert_eq!((tally.executions, tally.failing), (executions, failing));
    let [passing, broken] = played(&body).map(|classes| classes.len() as u64);
    assert_eq!((passing + broken, broken), (executions, failing));
}

#[test]
fn two_critical_sections_in_each_of_two_threads() {
    assert_counts(
        || {
            let age = Mutex::new(40);
            let other = Mutex::new(0);
            let grow = || {
                *other.lock().unwrap() += 1;
                let next = *age.lock().unwrap() + 1;
                *age.lock().unwrap() = next;
            };
            thread::scope(|scope| {
                scope.spawn(grow);
                scope.spawn(grow);
            });
            assert_eq!(*age.lock().unwrap(), 42);
        },
        12,
        8,
    );
}

#[test]
fn independent_threads_have_one_class() {
    assert_counts(
        || {
            thread::scope(|scope| {
                for _ in 0..3 {
                    scope.spawn(|| AtomicU32::new(0).fetch_add(1, SeqCst));
                }
            });
        },
        1,
        0,
    );
}

#[test]
fn relaxed_flags_with_stale_reads() {
    assert_counts(
        || {
            let (data, ready) = (AtomicU32::new(0), AtomicU32::new(0));
            thread::scope(|scope| {
                scope.spawn(|| {
                    data.store(1, Relaxed);
                    ready.store(1, Relaxed);
                });
                if ready.load(Acquire) == 1 {
                    assert_eq!(data.load(Relaxed), 1);
                }
            });
        },
        3,
        1,
    );
}

#[test]
fn store_buffering() {
    assert_counts(
        || {
            let (x, y) = (AtomicU32::new(0), AtomicU32::new(0));
            thread::scope(|scope| {
                let first = scope.spawn(|| {
                    x.store(1, Release);
                    y.load(Acquire)
                });
                y.store(1, Release);
                let second = x.load(Acquire);
                assert!(first.join().unwrap() + second > 0);
            });
        },
        4,
        1,
    );
}

#[test]
fn a_condition_variable_with_spurious_wakeups() {
    assert_counts(
        || {
            let (ready, changed) = (Mutex::new(false), Condvar::new());
            thread::scope(|scope| {
                scope.spawn(|| {
                    *ready.lock().unwrap() = true;
                    changed.notify_one();
                });
                let guard = ready.lock().unwrap();
                if !*guard {
                    assert!(*changed.wait(guard).unwrap(), "woken too early");
                }
            });
        },
        4,
        1,
    );
}

#[test]
fn a_reader_a_writer_and_a_channel() {
    assert_counts(
        || {
            let value = RwLock::new(0);
            let (sender, receiver) = mpsc::channel();
            thread::scope(|scope| {
                let value = &value;
                scope.spawn(move || {
                    let read = *value.read().unwrap();
                    sender.send(read)
                });
                scope.spawn(move || *value.write().unwrap() = 1);
            });
            assert!(receiver.recv() != Ok(1), "the reader was second");
        },
        2,
        1,
    );
}
