//! `pool`: every input is processed once, results keep their order, and all workers can be busy.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/pool.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/pool.rs")]
mod pool;

use std::cell::Cell;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Maps the inputs `0..inputs`.
fn map<R: Send>(inputs: usize, workers: usize, f: impl Fn(usize) -> R + Send + Sync) -> Vec<R> {
    judge::size("inputs", inputs);
    // More workers than inputs have nothing to do, so many of them can be tried.
    let of = if inputs < 3 { "workers for at most two inputs" } else { "workers for more inputs" };
    judge::size(of, workers);
    let workers = NonZeroUsize::new(workers).expect("at least one worker");
    pool::map((0..inputs).collect(), workers, f)
}

/// Counts the calls of `f` that overlap.
#[derive(Default)]
struct Calls {
    current: AtomicUsize,
    max: AtomicUsize,
}

impl Calls {
    fn call(&self) {
        self.max.fetch_max(self.current.fetch_add(1, SeqCst) + 1, SeqCst);
        self.current.fetch_sub(1, SeqCst);
    }

    /// The largest number of inputs that were inside `f` at once.
    fn max(inputs: usize, workers: usize) -> usize {
        let calls = Calls::default();
        map(inputs, workers, |_| calls.call());
        calls.max.load(SeqCst)
    }
}

/// Checks that the results are in the order of the inputs.
fn maps_in_order(&(inputs, workers): &(usize, usize)) {
    let expected: Vec<_> = (0..inputs).map(|input| input + 10).collect();
    let results = map(inputs, workers, |input| input + 10);
    assert_eq!(results, expected, "the results are not in the order of the inputs");
}

#[test]
fn results_come_in_the_order_of_the_inputs() {
    judge::test!("`map` returns the result of every input, in the order of the inputs")
        .property((0..=3_usize, 1..=2_usize), maps_in_order);
}

#[test]
fn many_results_come_in_the_order_of_the_inputs() {
    judge::test!("`map` returns the results of many inputs in the order of the inputs")
        .sampled(2)
        .property((4..=20_usize, 1..=6_usize), maps_in_order);
}

#[test]
fn every_input_is_processed_once() {
    judge::test!("`f` is called exactly once for every input before `map` returns").property(
        (0..=3_usize, 1..=2_usize),
        |&(inputs, workers)| {
            let calls: Vec<_> = (0..inputs).map(|_| AtomicUsize::new(0)).collect();
            map(inputs, workers, |input| _ = calls[input].fetch_add(1, SeqCst));
            for (input, calls) in calls.iter().enumerate() {
                assert_eq!(calls.load(SeqCst), 1, "calls of f with input {input}");
            }
        },
    );
}

#[test]
fn more_workers_than_inputs_do_no_harm() {
    judge::test!("more workers than inputs do no harm, and no inputs give no results").property(
        (0..=2_usize, 2..=9_usize),
        |&(inputs, workers)| {
            let expected: Vec<_> = (0..inputs).collect();
            assert_eq!(map(inputs, workers, |input| input), expected);
        },
    );
}

#[test]
fn inputs_and_results_need_only_send() {
    judge::test!("inputs and results need not be `Sync`, `Clone` or `'static`").scenario(|| {
        let text = String::from("a b");
        let inputs = text.split(' ').map(|word| (word, Cell::new(1))).collect();
        let seen = AtomicUsize::new(0);
        let workers = NonZeroUsize::new(2).expect("two is not zero");
        let results = pool::map(inputs, workers, |(word, count)| {
            seen.fetch_add(count.get(), SeqCst);
            Cell::new(word)
        });
        let results: Vec<_> = results.into_iter().map(Cell::into_inner).collect();
        assert_eq!((results, seen.into_inner()), (vec!["a", "b"], 2));
    });
}

/// Checks that no more inputs are inside `f` than there are workers.
fn overlaps_at_most(&(inputs, workers): &(usize, usize)) {
    let max = Calls::max(inputs, workers);
    assert!(max <= workers, "{max} inputs were inside `f` at once, and the limit is {workers}");
}

#[test]
fn at_most_one_input_per_worker_is_inside_f() {
    judge::test!("there are never more inputs inside `f` than workers")
        .property(prop_oneof![Just((2, 1)), Just((3, 1)), Just((3, 2))], overlaps_at_most);
}

#[test]
fn at_most_one_of_many_inputs_per_worker_is_inside_f() {
    judge::test!(
        "there are never more inputs inside `f` than workers, however many inputs there are"
    )
    .sampled(10)
    .property((4..=12_usize, 1..=4_usize), overlaps_at_most);
}

#[test]
fn two_inputs_can_be_inside_f_at_once() {
    judge::test!("with two workers, two inputs can be inside `f` at once")
        .reachable(|| Calls::max(2, 2) == 2);
}

#[test]
fn three_inputs_can_be_inside_f_at_once() {
    judge::test!("with three workers, three inputs can be inside `f` at once")
        .reachable(|| Calls::max(3, 3) == 3);
}

#[test]
fn any_two_inputs_can_meet() {
    judge::test!("with two or more workers, any two inputs can wait for each other inside `f`")
        .property(
            // Three workers have one input each, so one pair is enough.
            select(vec![([0, 1], 2), ([0, 2], 2), ([1, 2], 2), ([0, 2], 3)]),
            |&(two, workers)| meet(3, workers, two),
        );
}

/// Two inputs wait for each other inside `f`.
fn meet(inputs: usize, workers: usize, two: [usize; 2]) {
    let meeting = Barrier::new(2);
    map(inputs, workers, |input| {
        if two.contains(&input) {
            meeting.wait();
        }
    });
}

#[test]
fn any_two_of_many_inputs_can_meet() {
    let inputs = prop_oneof![4..=9_usize, 15..=20_usize];
    let workers = prop_oneof![2 => Just(2_usize), 1 => 3..=4_usize];
    let distance = prop_oneof![4 => 1..=2_usize, 1 => 3..=9_usize];
    judge::test!("any two of many inputs can wait for each other inside `f`")
        .cases(96)
        .sampled(1)
        .property(
            (inputs, workers, any::<Index>(), distance),
            |(inputs, workers, first, distance)| {
                let first = first.index(inputs - 1);
                meet(*inputs, *workers, [first, (first + distance).min(inputs - 1)]);
            },
        );
}

#[test]
fn all_workers_can_meet() {
    judge::test!("as many inputs as there are workers can wait for each other inside `f`")
        .sampled(3)
        .property(2..=9_usize, |&workers| {
            let meeting = Barrier::new(workers);
            map(workers, workers, |_| _ = meeting.wait());
        });
}

/// Checks that a panic for one of the inputs reaches the caller.
fn panics(&(inputs, workers, bad): &(usize, usize, usize)) {
    let bad = bad % inputs;
    let f = |input| assert!(input != bad, "input {input} is bad");
    let result = catch_unwind(AssertUnwindSafe(|| map(inputs, workers, f)));
    assert!(result.is_err(), "the panic did not reach the caller");
}

#[test]
fn a_panic_reaches_the_caller() {
    judge::test!("a panic in `f` reaches the caller, and `map` does not hang")
        .property((1..=3_usize, 1..=2_usize, 0..=2_usize), panics);
}

#[test]
fn a_panic_of_any_worker_reaches_the_caller() {
    judge::test!("a panic in `f` reaches the caller, whichever of several workers it is in")
        .sampled(10)
        .property((3..=8_usize, 3..=5_usize, 0..=7_usize), panics);
}

#[test]
fn one_worker_processes_every_input_on_real_threads() {
    judge::test!("on real threads, one worker processes all inputs, and 256 workers process one")
        .native(|| {
            let expected: Vec<_> = (0..1_000).map(|input| 2 * input).collect();
            assert_eq!(judge::with_timeout(|| map(1_000, 1, |input| 2 * input)), expected);
            assert_eq!(judge::with_timeout(|| map(1, 256, |input| input + 7)), [7], "one input");
        });
}

/// The results of the public API: no type of the exercise, with a `PartialEq` of its own, can stand in for one of std.
#[expect(dead_code, reason = "only its types matter")]
fn types<T: Send, R: Send>(inputs: Vec<T>, f: impl Fn(T) -> R + Send + Sync) -> Vec<R> {
    pool::map(inputs, NonZeroUsize::MIN, f)
}
