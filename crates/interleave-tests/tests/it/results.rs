//! Each result that a player can choose has a reason, and a page of std that says so.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::common::every_turn;
use interleave::sync::atomic::{
    AtomicU32,
    Ordering::{Relaxed, SeqCst},
};
use interleave::sync::{Condvar, Mutex, RwLock};
use interleave::{PossibleResult, thread};
use report::alternative::Alternative;
use report::messages::why_allowed;

const SECOND: Duration = Duration::from_secs(1);

/// The results that the player can choose in this body.
fn results(body: impl Fn()) -> Vec<PossibleResult> {
    let mut results = Vec::new();
    every_turn(&body, |choices, _| results.extend(choices.result.clone()));
    results
}

/// The texts of the results.
fn texts(body: impl Fn()) -> BTreeSet<String> {
    results(body).into_iter().map(|result| result.text).collect()
}

/// The texts of the results, each with its reason.
fn reasons(body: impl Fn()) -> BTreeSet<(String, String)> {
    results(body).into_iter().map(|result| (result.text, result.reason)).collect()
}

fn two_waiters() {
    let (ready, changed) = (Mutex::new(0), Condvar::new());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| drop(changed.wait(ready.lock().unwrap())));
        }
        changed.notify_one();
    });
}

fn one_waiter() {
    let (ready, changed) = (Mutex::new(0), Condvar::new());
    drop(changed.wait_timeout(ready.lock().unwrap(), SECOND));
}

fn parking() {
    let parked = thread::spawn(|| thread::park_timeout(SECOND));
    parked.thread().unpark();
    parked.join().unwrap();
}

fn read_locks() {
    let value = RwLock::new(0);
    thread::scope(|scope| {
        scope.spawn(|| *value.write().unwrap() = 1);
        let _first = value.read().unwrap();
        drop(value.try_read());
        drop(value.read());
    });
}

/// Two threads store to two atomics, in opposite orders.
fn stores() {
    let [x, y] = [(); 2].map(|()| AtomicU32::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            x.store(1, Relaxed);
            y.store(2, Relaxed);
        });
        y.store(1, Relaxed);
        x.store(2, Relaxed);
    });
}

/// Each of two threads reads what the other one stores.
fn loads() {
    let [x, y] = [(); 2].map(|()| AtomicU32::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            x.store(1, Relaxed);
            y.load(Relaxed);
        });
        y.store(1, Relaxed);
        x.load(Relaxed);
    });
}

fn weak_exchange() {
    let value = AtomicU32::new(0);
    let _ = value.compare_exchange_weak(0, 1, SeqCst, SeqCst);
}

fn relaxed_exchange() {
    let value = AtomicU32::new(0);
    let _ = value.compare_exchange_weak(0, 1, Relaxed, Relaxed);
}

#[test]
fn each_result_has_a_reason_and_can_be_chosen() {
    let bodies = [two_waiters, one_waiter, parking, read_locks, stores, loads, weak_exchange];
    let seen = bodies.into_iter().flat_map(results);
    let seen: BTreeSet<_> = seen.map(|result| (result.reason, result.page)).collect();
    let all = Alternative::ALL.map(why_allowed);
    let all: BTreeSet<_> = all.iter().map(|(why, page)| ((*why).into(), (*page).into())).collect();
    assert_eq!(seen, all);
}

#[test]
fn each_result_says_what_happens() {
    let each = |body: fn()| texts(body).into_iter().collect::<Vec<_>>();
    let waits = ["waits until it is notified", "wakes thread-1", "wakes thread-2"];
    assert_eq!(each(two_waiters)[..3], waits);
    assert_eq!(each(one_waiter)[0], "times out");
    let parked = ["times out", "waits until it is unparked", "wakes up spuriously"];
    assert_eq!(each(parking), parked);
    assert_eq!(each(stores), ["write y = 2", "write y = 2 (older)"]);
    assert_eq!(each(loads), ["read y = 0 (old)", "read y = 1"]);
    let overtakes = "gets the lock before the writer that waits";
    let waits = ["fails, because a writer waits", overtakes, "waits behind the writer"];
    assert_eq!(each(read_locks), waits);
    let updates = ["update value fails spuriously: 0", "update value: 0 → 1"];
    assert_eq!(each(weak_exchange), updates);
}

#[test]
fn each_atomic_operation_has_the_reason_of_its_result() {
    let each = |body: fn(), expected: &[(&str, Alternative)]| {
        let with_reason =
            |(text, result): &(&str, _)| ((*text).to_owned(), why_allowed(*result).0.to_owned());
        assert_eq!(reasons(body), expected.iter().map(with_reason).collect());
    };
    use Alternative::{FailsSpuriously, Newest, ReadsOlder, Succeeds, WritesOlder};
    each(stores, &[("write y = 2", Newest), ("write y = 2 (older)", WritesOlder)]);
    each(loads, &[("read y = 1", Newest), ("read y = 0 (old)", ReadsOlder)]);
    let fails = "update value fails spuriously: 0";
    each(weak_exchange, &[("update value: 0 → 1", Succeeds), (fails, FailsSpuriously)]);
    each(relaxed_exchange, &[("update value: 0 → 1", Newest), (fails, FailsSpuriously)]);
}

#[test]
fn each_page_exists() {
    let items: Vec<&str> = include_str!("std_api/stable_items.txt").lines().collect();
    for (_, page) in Alternative::ALL.map(why_allowed) {
        let item = page.strip_prefix("std::").unwrap();
        let is_part = |other: &&str| {
            other.strip_prefix(item).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        assert!(items.iter().any(is_part), "{page}");
    }
}
