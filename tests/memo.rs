//! A memo: a function runs once for each key, and callers of different keys never wait for each other.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/memo.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/memo.rs")]
mod memo;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Weak};
use std::thread;

use interleave::Explorer;
use judge::with_timeout;
use memo::Memo;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

type Answer<V> = Result<V, String>;

/// Returns a memo and the number of times its function has run.
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

/// Returns the length of a key, or an error if it contains an x.
fn length(key: &str) -> Answer<usize> {
    if key.contains('x') { Err(format!("{key} has an x")) } else { Ok(key.len()) }
}

/// Calls `get` with each of these keys at the same time, each on a thread of its own.
fn ask<V: Clone + Send + Sync + 'static>(memo: &Memo<V>, keys: &[&str]) -> Vec<Answer<V>> {
    judge::size("callers at the same time", keys.len());
    judge::size("keys at the same time", distinct(keys));
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
fn the_function_runs_once_per_key() {
    judge::test!(
        "the function runs once for each key, and its result is kept, even if it is an error"
    )
    .property(vec(keys(), 0..=6), |keys| {
        let (memo, runs) = counted(length);
        for (asked, key) in keys.iter().enumerate() {
            assert_eq!(memo.get(key), length(key), "the result for \"{key}\"");
            let runs = runs.load(Ordering::SeqCst);
            assert_eq!(runs, distinct(&keys[..=asked]), "runs for {:?}", &keys[..=asked]);
        }
    });
}

#[test]
fn similar_keys_are_kept_apart() {
    judge::test!("the results of dozens of keys are kept, however similar the keys are").scenario(
        || {
            let (memo, runs) = counted(|key| Ok(key.to_string()));
            let long = |key| format!("a key that is long, and differs at its end: {key}");
            let keys: Vec<_> = (0..8)
                .map(|key| key.to_string())
                .chain((0..8).map(long))
                .chain([" ab", "ab ", "AB", "ab", "ba", "Ab", "bA", "äb", "ab\n"].map(String::from))
                .collect();
            judge::size("keys, in one thread", keys.len());
            for _ in 0..2 {
                for key in &keys {
                    assert_eq!(memo.get(key).as_ref(), Ok(key), "the result for \"{key}\"");
                }
            }
            let runs = runs.load(Ordering::SeqCst);
            assert_eq!(runs, keys.len(), "runs for {} keys", keys.len());
        },
    );
}

#[test]
fn nothing_is_computed_before_the_first_call() {
    judge::test!("nothing is computed before the first call of `get`").scenario(|| {
        let (memo, runs) = counted(length);
        assert_eq!(runs.load(Ordering::SeqCst), 0, "there has been no call of `get` yet");
        assert_eq!(memo.get("ab"), Ok(2));
        assert_eq!(runs.load(Ordering::SeqCst), 1, "there has been one call of `get`");
    });
}

#[test]
fn concurrent_callers_share_one_run() {
    judge::test!("concurrent callers of the same key share one run of the function")
        .explorer(Explorer::new().deny_busy_waiting())
        .property(vec(keys(), 2..=3), |keys| {
            let (memo, runs) = counted(length);
            for (key, answer) in keys.iter().zip(ask(&memo, keys)) {
                assert_eq!(answer, length(key), "the result for \"{key}\"");
            }
            let runs = runs.load(Ordering::SeqCst);
            let (ran, expected) = (judge::times(runs), judge::times(distinct(keys)));
            assert!(
                ran == expected,
                "{} callers asked at once, and the function ran {ran}, not {expected}",
                keys.len()
            );
        });
}

#[test]
fn many_concurrent_callers_share_one_run() {
    judge::test!("up to six callers of a few keys share one run of the function for each key")
        .sampled(20)
        .property(vec(keys(), 4..=6), |keys| {
            let (memo, runs) = counted(length);
            for (key, answer) in keys.iter().zip(ask(&memo, keys)) {
                assert_eq!(answer, length(key), "the result for \"{key}\"");
            }
            let runs = runs.load(Ordering::SeqCst);
            let (ran, expected) = (judge::times(runs), judge::times(distinct(keys)));
            assert!(
                ran == expected,
                "{} callers asked at once, for {keys:?}, and the function ran {ran}, not {expected}",
                keys.len()
            );
        });
}

#[test]
fn three_callers_of_one_key_get_the_same_value() {
    judge::test!("three callers of one key get the same value, not three equal ones").outcomes(
        || {
            let runs = AtomicUsize::new(0);
            let memo = Memo::new(move |_| Ok(Arc::new(runs.fetch_add(1, Ordering::SeqCst) + 1)));
            let answers = ask(&memo, &["tea", "tea", "tea"]);
            let first = answers[0].clone();
            let shared = |answer: &Answer<Arc<usize>>| match (answer, &first) {
                (Ok(mine), Ok(first)) => Arc::ptr_eq(mine, first),
                _ => false,
            };
            let shared = answers.iter().all(shared);
            let share = if shared { "share" } else { "do not share" };
            judge::words!("the callers {share} the value of {answers:?}")
        },
    );
}

#[test]
fn two_keys_are_computed_in_any_order() {
    judge::test!("two concurrent keys are computed in either order").outcomes(|| {
        let runs = AtomicUsize::new(0);
        let memo = Memo::new(move |key| {
            Ok(format!("{key} is run {}", runs.fetch_add(1, Ordering::SeqCst) + 1))
        });
        let answers = ask(&memo, &["tea", "cake"]);
        judge::words!("the callers get {:?} and {:?}", answers[0], answers[1])
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

/// A memo whose function waits at the barrier if the key is `slow`.
fn memo_with_a_slow_key() -> (Memo<usize>, Arc<Barrier>) {
    let done = Arc::new(Barrier::new(2));
    let others = Arc::clone(&done);
    let memo = Memo::new(move |key| {
        if key == "slow" {
            others.wait();
        }
        Ok(key.len())
    });
    (memo, done)
}

#[test]
fn no_caller_waits_for_another_key() {
    judge::test!("while one key is being computed, every other key is answered, new or known")
        .scenario(|| {
            let (memo, done) = memo_with_a_slow_key();
            thread::scope(|scope| {
                let slow = scope.spawn(|| memo.get("slow"));
                // If keys shared locks, one of these 26 would share the lock of the slow key.
                let keys: Vec<_> = ('a'..='z').map(String::from).collect();
                judge::size("keys beside a slow one", keys.len());
                for key in &keys {
                    assert_eq!(memo.get(key), Ok(1), "a new key");
                }
                assert_eq!(memo.get("a"), Ok(1), "a known key");
                done.wait();
                assert_eq!(slow.join().unwrap(), Ok(4), "the slow key");
            });
        });
}

#[test]
fn no_caller_waits_for_the_callers_of_another_key() {
    judge::test!("while threads wait for one key, two callers of another key get their result")
        .scenario(|| {
            let (memo, done) = memo_with_a_slow_key();
            thread::scope(|scope| {
                let slow = [(); 2].map(|()| scope.spawn(|| memo.get("slow")));
                let fast = scope.spawn(|| memo.get("fast!"));
                assert_eq!(memo.get("fast!"), Ok(5), "another key");
                assert_eq!(fast.join().unwrap(), Ok(5), "another key");
                done.wait();
                assert_eq!(
                    slow.map(|thread| thread.join().unwrap()),
                    [Ok(4), Ok(4)],
                    "the slow key"
                );
            });
        });
}

#[test]
fn many_keys_are_computed_at_the_same_time() {
    judge::test!("nine keys can be computed at the same time: each run waits for all the others")
        .sampled(20)
        .property(2..=9_usize, |&callers| {
            let all = Barrier::new(callers);
            let memo = Memo::new(move |key| {
                all.wait();
                Ok(key.len())
            });
            let keys: Vec<_> = (0..callers).map(|key| format!("key {key}")).collect();
            let keys: Vec<_> = keys.iter().map(String::as_str).collect();
            assert_eq!(ask(&memo, &keys), vec![Ok(5); callers], "the results for {keys:?}");
        });
}

/// A memo of Fibonacci numbers: its function gets the two preceding ones from the same memo.
fn fibonacci() -> (Arc<Memo<u64>>, Arc<AtomicUsize>) {
    let runs = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&runs);
    let memo = Arc::new_cyclic(|memo: &Weak<Memo<u64>>| {
        let memo = memo.clone();
        Memo::new(move |key| {
            count.fetch_add(1, Ordering::SeqCst);
            let number: u64 = key.parse().map_err(|_| "not a number".to_string())?;
            let memo = memo.upgrade().expect("its caller should keep the memo alive");
            let before = |by: u64| memo.get(&(number - by).to_string());
            if number < 2 { Ok(number) } else { Ok(before(1)? + before(2)?) }
        })
    });
    (memo, runs)
}

#[test]
fn the_function_may_get_other_keys() {
    judge::test!("the function may get other keys from the memo").property(0..=12_u64, |&number| {
        let (memo, runs) = fibonacci();
        let (last, _) = (0..number).fold((0, 1), |(a, b), _| (b, a + b));
        assert_eq!(memo.get(&number.to_string()), Ok(last), "Fibonacci number {number}");
        let keys = if number < 2 { 1 } else { number + 1 };
        assert_eq!(runs.load(Ordering::SeqCst) as u64, keys, "each number should be computed once");
    });
}

#[test]
fn nested_calls_share_their_results() {
    judge::test!("nested calls for the same keys wait for each other and share the results")
        .scenario(|| {
            let (memo, runs) = fibonacci();
            assert_eq!(ask(&memo, &["3", "2"]), [Ok(2), Ok(1)], "two Fibonacci numbers");
            assert_eq!(runs.load(Ordering::SeqCst), 4, "0, 1, 2 and 3 should be computed once");
        });
}

#[test]
fn cached_results_are_shared_on_real_threads() {
    judge::test!("on real threads, four threads share the results that a fifth one computed")
        .native(|| {
            let (answers, runs) = with_timeout(|| {
                let (memo, runs) = counted(|key| Ok(key.to_string()));
                let keys = 300;
                judge::size("keys, in one thread", keys);
                for _ in 0..2 {
                    for key in (0..keys).map(|key| format!("key {key}")) {
                        assert_eq!(memo.get(&key).as_ref(), Ok(&key), "the result for {key}");
                    }
                }
                assert_eq!(runs.load(Ordering::SeqCst), keys, "{keys} keys were cached");
                let (memo, runs) = counted(length);
                let first = ["ab", "x"].map(|key| memo.get(key));
                assert_eq!(first, ["ab", "x"].map(length), "the results for one thread");
                (ask(&memo, &["ab", "x", "ab", "x"]), runs.load(Ordering::SeqCst))
            });
            assert_eq!(answers, ["ab", "x", "ab", "x"].map(length), "the results for four threads");
            assert_eq!(runs, 2, "both keys were cached");
        });
}

#[path = "memo/panics.rs"]
mod panics;

/// The results of the public API: no type of the exercise, with a `PartialEq` of its own, can stand in for one of std.
#[expect(dead_code, reason = "only its types matter")]
fn types<V: Clone + Send + Sync + 'static>(memo: &Memo<V>) -> Result<V, String> {
    memo.get("")
}
