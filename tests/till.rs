//! Till: four ways to add up all sales.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/till.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/till.rs")]
mod till;

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use interleave::{Execution, Explorer};
use proptest::collection::vec;
use proptest::prelude::*;

/// One of the four ways, with the same parameters for all.
type Way = fn(&[u64], usize) -> u64;

const WAYS: [Way; 4] = [confined, immutable, thread_safe, synchronised];

fn count(threads: usize) -> NonZeroUsize {
    NonZeroUsize::new(threads).expect("the tests use at least one thread")
}

fn confined(sales: &[u64], threads: usize) -> u64 {
    till::confined(sales, count(threads))
}

fn immutable(sales: &[u64], threads: usize) -> u64 {
    till::immutable(Arc::from(sales), count(threads))
}

fn thread_safe(sales: &[u64], threads: usize) -> u64 {
    till::thread_safe(sales, count(threads))
}

fn synchronised(sales: &[u64], threads: usize) -> u64 {
    till::synchronised(sales, count(threads))
}

/// A few sales and a number of threads. The largest sum does not overflow.
fn day() -> impl Strategy<Value = (Vec<u64>, usize)> {
    let sales = prop_oneof![6 => vec(1..=9_u64, 0..=4), 1 => Just(vec![u64::MAX - 1, 1])];
    (sales, 1..=3_usize)
}

/// Sales whose sum overflows, in a part of them or only in the total.
fn too_much() -> impl Strategy<Value = (Vec<u64>, usize)> {
    let sales = prop_oneof![
        Just(vec![u64::MAX, 1]),
        Just(vec![1, u64::MAX]),
        Just(vec![u64::MAX, 1, 0]),
        // One thread still has work when another finds the overflow.
        Just(vec![1, 0, u64::MAX, 0]),
        Just(vec![u64::MAX / 2 + 1; 2]),
        // Twice as much as fits, or almost: the remainder looks like an ordinary sum.
        Just(vec![u64::MAX, u64::MAX, 2]),
        Just(vec![u64::MAX; 3]),
        // The remainder is larger than each part of it.
        Just(vec![u64::MAX / 5 * 3; 3]),
    ];
    (sales, 1..=3_usize)
}

#[track_caller]
fn adds_up(way: Way, (sales, threads): &(Vec<u64>, usize)) {
    judge::size("sales", sales.len());
    judge::size("threads", *threads);
    let (sum, expected) = (way(sales, *threads), sales.iter().sum::<u64>());
    assert!(sum == expected, "{sales:?} add up to {expected}, not to {sum}");
}

#[track_caller]
fn overflows(way: Way, (sales, threads): &(Vec<u64>, usize)) {
    judge::size("sales whose sum overflows", sales.len());
    let payload = match catch_unwind(AssertUnwindSafe(|| way(sales, *threads))) {
        Ok(sum) => panic!("the sum overflows, but the result is {sum}"),
        Err(payload) => payload,
    };
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or(payload.downcast_ref::<&str>().copied()).unwrap_or_default();
    assert!(text.contains("overflow"), "the message of the panic is \"{text}\"");
}

#[test]
fn confined_adds_up_all_sales() {
    judge::test!("`confined` returns the sum of all sales")
        .property(day(), |day| adds_up(confined, day));
}

#[test]
fn immutable_adds_up_all_sales() {
    judge::test!("`immutable` returns the sum of all sales")
        .property(day(), |day| adds_up(immutable, day));
}

#[test]
fn thread_safe_adds_up_all_sales() {
    judge::test!("`thread_safe` returns the sum of all sales")
        .property(day(), |day| adds_up(thread_safe, day));
}

#[test]
fn synchronised_adds_up_all_sales() {
    judge::test!("`synchronised` returns the sum of all sales")
        .property(day(), |day| adds_up(synchronised, day));
}

#[test]
fn confined_panics_on_overflow() {
    judge::test!("`confined` panics with the word `overflow` if the sum does not fit")
        .property(too_much(), |day| overflows(confined, day));
}

#[test]
fn immutable_panics_on_overflow() {
    judge::test!("`immutable` panics with the word `overflow` if the sum does not fit")
        .property(too_much(), |day| overflows(immutable, day));
}

#[test]
fn thread_safe_panics_on_overflow() {
    judge::test!("`thread_safe` panics with the word `overflow` if the sum does not fit")
        .property(too_much(), |day| overflows(thread_safe, day));
}

#[test]
fn synchronised_panics_on_overflow() {
    judge::test!("`synchronised` panics with the word `overflow` if the sum does not fit")
        .property(too_much(), |day| overflows(synchronised, day));
}

#[test]
fn every_way_adds_up_a_long_day() {
    judge::test!("each way returns the sum of all sales of a long day, for any number of threads")
        .cases(96)
        .sampled(1)
        .property((0..4_usize, vec(1..=9_u64, 4..=12), 1..=8_usize), |(way, sales, threads)| {
            adds_up(WAYS[*way], &(sales.clone(), *threads));
        });
}

#[test]
fn thread_safe_adds_up_sales_beside_many_others() {
    judge::test!(
        "`thread_safe` returns the sum, however many sales others add during one addition"
    )
    .sampled(3_000)
    .scenario(|| adds_up(thread_safe, &(vec![1; 12], 2)));
}

#[test]
fn every_way_panics_on_a_large_overflow() {
    let sale = prop_oneof![
        Just(u64::MAX),
        Just(u64::MAX / 2 + 1),
        Just(u64::MAX / 5 * 3),
        Just(1),
        Just(2)
    ];
    let too_much = vec(sale, 2..=6).prop_filter("the sum fits", |sales| {
        sales.iter().copied().map(u128::from).sum::<u128>() > u128::from(u64::MAX)
    });
    judge::test!("each way panics with the word `overflow`, however large the sum is")
        .cases(96)
        .sampled(1)
        .property((0..4_usize, too_much, 1..=4_usize), |(way, sales, threads)| {
            overflows(WAYS[*way], &(sales.clone(), *threads));
        });
}

#[test]
fn the_sum_of_no_sales_is_0() {
    judge::test!("the sum of no sales is 0").property(
        (0..4_usize, 1..=3_usize),
        |&(way, threads)| {
            assert_eq!(WAYS[way](&[], threads), 0);
        },
    );
}

/// Returns the number of threads that `act` spawns: thread ids are consecutive in an interleaving.
fn spawned(act: impl FnOnce()) -> usize {
    let next = || {
        let id = format!("{:?}", thread::spawn(|| ()).thread().id());
        let number =
            id.trim_matches(|character: char| !character.is_ascii_digit()).parse::<usize>();
        number.expect("a thread id should contain a number")
    };
    let before = next();
    act();
    next() - before - 1
}

#[track_caller]
fn uses_at_most(threads: usize, way: Way, sales: usize) {
    judge::size("sales", sales);
    judge::size("threads", threads);
    // The sum does not matter here.
    let used = spawned(|| _ = way(&vec![0; sales], threads));
    assert!(used <= threads, "{used} threads were used, and the limit is {threads}");
}

#[test]
fn no_more_threads_than_allowed() {
    judge::test!("each way uses at most `threads` threads besides the caller")
        .cases(64)
        .property((0..4_usize, 0..=4_usize, 1..=3_usize), |&(way, sales, threads)| {
            uses_at_most(threads, WAYS[way], sales)
        });
}

#[test]
fn no_more_threads_than_allowed_on_a_long_day() {
    judge::test!("each way uses at most `threads` threads, however many sales there are")
        .cases(64)
        .sampled(1)
        .property((0..4_usize, 5..=20_usize, 1..=8_usize), |&(way, sales, threads)| {
            uses_at_most(threads, WAYS[way], sales);
        });
}

/// Whether threads overlap: two are spawned before one of them is joined. A single thread can overlap
/// with the caller, which may be one of those who work, unless that thread visibly adds every sale.
fn threads_overlap(way: Way, sales: usize, threads: usize) -> bool {
    let day = || drop(catch_unwind(|| way(&vec![1; sales], threads)));
    let execution = Explorer::new().witness(day, |()| true);
    let (mut running, mut most, mut spawned) = (0_usize, 0, 0);
    let (mut additions, mut caller_works) = (0, false);
    for operation in execution.iter().flat_map(Execution::operations) {
        match (operation.thread, operation.name) {
            (_, "spawn") => (running, spawned) = (running + 1, spawned + 1),
            (_, "join") => running = running.saturating_sub(1),
            (0, _) => caller_works |= running > 0,
            (_, "lock" | "update" | "compare_exchange") => additions += 1,
            _ => {}
        }
        most = most.max(running);
    }
    most >= 2 || spawned == 1 && (caller_works || additions < sales)
}

/// The number of threads that are spawned, at most two. If every part overflows, a way that waits for
/// the first thread before it spawns the second finds the overflow first.
fn spawned_for(way: Way, sale: u64) -> usize {
    spawned(|| drop(catch_unwind(|| way(&[sale; 4], 2)))).min(2)
}

fn two_threads_work_at_once(test: judge::Test, way: Way) {
    let days = [(2, 2), (4, 2), (4, 3), (9, 4), (20, 2)];
    let overlap = days.into_iter().all(|(sales, threads)| threads_overlap(way, sales, threads));
    test.reachable(|| spawned_for(way, u64::MAX) >= spawned_for(way, 1) && overlap);
}

#[test]
fn confined_lets_two_threads_work_at_once() {
    let test = judge::test!("in `confined`, two threads can work at the same time");
    two_threads_work_at_once(test, confined);
}

#[test]
fn immutable_lets_two_threads_work_at_once() {
    let test = judge::test!("in `immutable`, two threads can work at the same time");
    two_threads_work_at_once(test, immutable);
}

#[test]
fn thread_safe_lets_two_threads_work_at_once() {
    let test = judge::test!("in `thread_safe`, two threads can work at the same time");
    two_threads_work_at_once(test, thread_safe);
}

#[test]
fn synchronised_lets_two_threads_work_at_once() {
    let test = judge::test!("in `synchronised`, two threads can work at the same time");
    two_threads_work_at_once(test, synchronised);
}

#[test]
fn one_thread_adds_up_on_real_threads() {
    judge::test!("on real threads, one thread adds up all sales").native(|| {
        let sales: Vec<u64> = (1..=1_000).collect();
        judge::size("sales", sales.len());
        for way in [confined, thread_safe, synchronised] {
            assert_eq!(way(&sales, 1), 500_500);
        }
    });
}

/// The results of the public API: no type of the exercise, with a `PartialEq` of its own, can stand in for one of std.
#[expect(dead_code, reason = "only its types matter")]
fn types() -> [u64; 4] {
    let one = NonZeroUsize::MIN;
    let empty = Arc::from([]);
    [
        till::confined(&[], one),
        till::immutable(empty, one),
        till::thread_safe(&[], one),
        till::synchronised(&[], one),
    ]
}
