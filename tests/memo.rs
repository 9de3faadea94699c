//! A memo: a function runs once for each key, and nobody waits for a key of somebody else.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/memo.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/memo.rs")]
mod memo;

use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Weak};
use std::thread;
use std::time::Duration;

use memo::Memo;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

type Answer<V> = Result<V, String>;

/// A memo that counts how often its function runs.
fn counted<V: Clone + Send + Sync + 'static>(
    f: impl Fn(&str) -> Answer<V> + Send + Sync + 'static,
) -> (Memo<V>, Arc<AtomicUsize>) {
    let runs = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&runs);
    let f = move |key: &str| {
        count.fetch_add(1, Ordering::SeqCst);
        f(key)
    };
    (Memo::new(f), runs)
}

/// How long a key is, unless it contains an x.
fn length(key: &str) -> Answer<usize> {
    if key.contains('x') { Err(format!("{key} has an x")) } else { Ok(key.len()) }
}

/// Asks for each of these keys in a thread of its own, all at once.
fn ask<V: Clone + Send + Sync + 'static>(memo: &Memo<V>, keys: &[&str]) -> Vec<Answer<V>> {
    thread::scope(|scope| {
        let ask = |&key| scope.spawn(move || memo.get(key));
        let threads: Vec<_> = keys.iter().map(ask).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

fn distinct(keys: &[&str]) -> usize {
    keys.iter().collect::<BTreeSet<_>>().len()
}

fn keys() -> impl Strategy<Value = &'static str> {
    select(vec!["", "a", "ab", "x", "ax"])
}

#[test]
fn the_function_runs_once_a_key() {
    judge::test!("the function runs once for each key, and what it returns is kept, errors too")
        .property(vec(keys(), 0..=6), |keys| {
            let (memo, runs) = counted(length);
            for (asked, key) in keys.iter().enumerate() {
                assert_eq!(memo.get(key), length(key), "the answer for \"{key}\"");
                let runs = runs.load(Ordering::SeqCst);
                assert_eq!(runs, distinct(&keys[..=asked]), "runs for {:?}", &keys[..=asked]);
            }
        });
}

#[test]
fn nothing_is_computed_before_somebody_asks() {
    judge::test!("nothing is computed before somebody asks for it").scenario(|| {
        let (memo, runs) = counted(length);
        assert_eq!(runs.load(Ordering::SeqCst), 0, "nobody has asked yet");
        assert_eq!(memo.get("ab"), Ok(2));
        assert_eq!(runs.load(Ordering::SeqCst), 1, "somebody has asked for one key");
    });
}

#[test]
fn callers_at_once_share_one_run() {
    judge::test!("callers at the same time: the function runs once for each key, and all share it")
        .property(vec(keys(), 2..=3), |keys| {
            let (memo, runs) = counted(length);
            for (key, answer) in keys.iter().zip(ask(&memo, keys)) {
                assert_eq!(answer, length(key), "the answer for \"{key}\"");
            }
            let runs = runs.load(Ordering::SeqCst);
            assert_eq!(runs, distinct(keys), "runs for {keys:?}, asked for at once");
        });
}

#[test]
fn three_callers_of_one_key_get_the_same_value() {
    judge::test!("three callers of one key get the same value, not three that look alike")
        .outcomes(|| {
            let runs = AtomicUsize::new(0);
            let memo = Memo::new(move |_| Ok(Arc::new(runs.fetch_add(1, Ordering::SeqCst) + 1)));
            let answers = ask(&memo, &["tea", "tea", "tea"]);
            let first = answers[0].clone();
            let shared = |answer: &Answer<Arc<usize>>| match (answer, &first) {
                (Ok(mine), Ok(first)) => Arc::ptr_eq(mine, first),
                _ => false,
            };
            let shared = answers.iter().all(shared);
            (answers, shared)
        });
}

#[test]
fn two_keys_are_computed_in_any_order() {
    judge::test!("two keys asked for at the same time are computed in one order or the other")
        .outcomes(|| {
            let runs = AtomicUsize::new(0);
            let memo = Memo::new(move |key| {
                Ok(format!("{key} is run {}", runs.fetch_add(1, Ordering::SeqCst) + 1))
            });
            ask(&memo, &["tea", "cake"])
        });
}

#[test]
fn two_keys_are_computed_at_the_same_time() {
    judge::test!("two keys can be computed at the same time").reachable(|| {
        let (running, most) = (AtomicUsize::new(0), Arc::new(AtomicUsize::new(0)));
        let seen = Arc::clone(&most);
        let memo = Memo::new(move |_| {
            seen.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            running.fetch_sub(1, Ordering::SeqCst);
            Ok(())
        });
        ask(&memo, &["tea", "cake"]);
        most.load(Ordering::SeqCst) == 2
    });
}

#[test]
fn nobody_waits_for_another_key() {
    judge::test!("while one key is computed, all others are answered, new ones and known ones")
        .scenario(|| {
            let done = Arc::new(Barrier::new(2));
            let others = Arc::clone(&done);
            let memo = Memo::new(move |key| {
                if key == "slow" {
                    others.wait();
                }
                Ok(key.len())
            });
            thread::scope(|scope| {
                let slow = scope.spawn(|| memo.get("slow"));
                // So many that, if keys shared locks, one of them would share that of the slow one.
                for key in ('a'..='z').map(String::from) {
                    assert_eq!(memo.get(&key), Ok(1), "a new key");
                }
                assert_eq!(memo.get("a"), Ok(1), "a known key");
                done.wait();
                assert_eq!(slow.join().unwrap(), Ok(4), "the slow key");
            });
        });
}

/// The numbers of Fibonacci: each asks the same memo for the two before it.
fn fibonacci() -> (Arc<Memo<u64>>, Arc<AtomicUsize>) {
    let runs = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&runs);
    let memo = Arc::new_cyclic(|memo: &Weak<Memo<u64>>| {
        let memo = memo.clone();
        Memo::new(move |key| {
            count.fetch_add(1, Ordering::SeqCst);
            let number: u64 = key.parse().map_err(|_| "no number".to_string())?;
            let memo = memo.upgrade().expect("somebody is asking it");
            let before = |by: u64| memo.get(&(number - by).to_string());
            if number < 2 { Ok(number) } else { Ok(before(1)? + before(2)?) }
        })
    });
    (memo, runs)
}

#[test]
fn the_function_may_ask_for_other_keys() {
    judge::test!("the function may ask the memo for other keys").property(0..=12_u64, |&number| {
        let (memo, runs) = fibonacci();
        let (last, _) = (0..number).fold((0, 1), |(a, b), _| (b, a + b));
        assert_eq!(memo.get(&number.to_string()), Ok(last), "Fibonacci number {number}");
        let keys = if number < 2 { 1 } else { number + 1 };
        assert_eq!(runs.load(Ordering::SeqCst) as u64, keys, "each number is computed once");
    });
}

#[test]
fn functions_that_ask_for_each_others_keys_share_them() {
    judge::test!("functions that ask for each other's keys wait for them and share them").scenario(
        || {
            let (memo, runs) = fibonacci();
            assert_eq!(ask(&memo, &["3", "2"]), [Ok(2), Ok(1)], "two Fibonacci numbers");
            assert_eq!(runs.load(Ordering::SeqCst), 4, "0, 1, 2 and 3 are computed once");
        },
    );
}

/// Runs on a thread of its own: what waits for ever must not keep the test.
fn patiently<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::spawn(work);
    for _ in 0..10_000 {
        if thread.is_finished() {
            return thread.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
        thread::sleep(Duration::from_millis(1));
    }
    panic!("still not done after ten seconds: somebody waits for a result that never comes");
}

#[test]
fn what_is_known_is_shared_on_real_threads() {
    judge::test!("on real threads, four threads share what a fifth has asked for").native(|| {
        let (answers, runs) = patiently(|| {
            let (memo, runs) = counted(length);
            let first = ["ab", "x"].map(|key| memo.get(key));
            assert_eq!(first, ["ab", "x"].map(length), "asked for alone");
            (ask(&memo, &["ab", "x", "ab", "x"]), runs.load(Ordering::SeqCst))
        });
        assert_eq!(answers, ["ab", "x", "ab", "x"].map(length), "asked for again");
        assert_eq!(runs, 2, "both keys were known");
    });
}

#[path = "memo/panics.rs"]
mod panics;
