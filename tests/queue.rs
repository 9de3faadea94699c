//! A bounded queue: a call waits only while it must, and no item is lost.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/queue.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/queue.rs")]
mod queue;

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread;

use interleave::{Explorer, History};
use judge::with_timeout;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use queue::Queue;

fn queue<T>(capacity: usize) -> Queue<T> {
    Queue::new(NonZeroUsize::new(capacity).unwrap())
}

/// What a pop returns, in words.
fn in_words(popped: Option<&'static str>) -> &'static str {
    popped.unwrap_or("nothing")
}

/// An operation on a shared queue.
#[derive(Clone, Copy, Debug)]
enum Op {
    Push(u32),
    Pop,
    Close,
}

#[derive(Clone, Debug, PartialEq)]
enum Answer {
    Item(Option<u32>),
    Done,
    /// The call would block: no recorded call returns this.
    Blocks,
}

impl Op {
    fn perform(self, queue: &Queue<u32>) -> Answer {
        match self {
            Op::Push(item) => queue.push(item),
            Op::Pop => return Answer::Item(queue.pop()),
            Op::Close => queue.close(),
        }
        Answer::Done
    }

    /// The sequential specification, for a single producer.
    fn model(&self, capacity: usize, (items, closed): &mut (VecDeque<u32>, bool)) -> Answer {
        match self {
            Op::Push(_) if *closed => return Answer::Done,
            Op::Push(_) if items.len() == capacity => return Answer::Blocks,
            Op::Push(item) => items.push_back(*item),
            Op::Pop if items.is_empty() && !*closed => return Answer::Blocks,
            Op::Pop => return Answer::Item(items.pop_front()),
            Op::Close => *closed = true,
        }
        Answer::Done
    }
}

/// How many dishes each cook pushes, and how many each waiter takes.
#[derive(Clone, Debug)]
struct Evening {
    capacity: usize,
    cooks: Vec<u32>,
    waiters: Vec<usize>,
}

impl Evening {
    /// Checks that each waiter gets the dishes of one cook in order, and every dish is served once.
    fn check(&self) {
        let Evening { capacity, cooks, waiters } = self;
        judge::size("capacity", *capacity);
        judge::size("items beside other threads", cooks.iter().sum::<u32>() as usize);
        judge::size("producers", cooks.len());
        judge::size("consumers", waiters.len());
        let queue = queue(*capacity);
        let served = thread::scope(|scope| {
            let queue = &queue;
            for (cook, &dishes) in cooks.iter().enumerate() {
                scope.spawn(move || (0..dishes).for_each(|dish| queue.push((cook, dish))));
            }
            let waiters: Vec<_> = waiters
                .iter()
                .map(|&dishes| {
                    scope.spawn(move || vec![(); dishes].iter().map(|()| queue.pop()).collect())
                })
                .collect();
            waiters.into_iter().map(|waiter| waiter.join().unwrap()).collect::<Vec<Vec<_>>>()
        });
        for served in &served {
            for (cook, _) in cooks.iter().enumerate() {
                let of_cook = served.iter().flatten().filter(|(by, _)| *by == cook);
                assert!(of_cook.is_sorted(), "a waiter got {served:?}");
            }
        }
        let mut all: Vec<_> = served.into_iter().flatten().collect();
        all.sort_unstable();
        let dishes =
            |(cook, &dishes): (usize, &u32)| (0..dishes).map(move |dish| Some((cook, dish)));
        let cooked: Vec<_> = cooks.iter().enumerate().flat_map(dishes).collect();
        assert_eq!(all, cooked, "every dish should be served once");
    }
}

/// Three dishes for one waiter, or two dishes for one or two.
fn evening() -> impl Strategy<Value = Evening> {
    let evenings = vec![
        (vec![3], vec![3]),
        (vec![2, 1], vec![3]),
        (vec![2], vec![1, 1]),
        (vec![1, 1], vec![2]),
        (vec![1, 1], vec![1, 1]),
    ];
    (1..=2_usize, select(evenings)).prop_map(|(capacity, (cooks, waiters))| Evening {
        capacity,
        cooks,
        waiters,
    })
}

// The tests of waiting come first, because their failures are the easiest to understand.
#[path = "queue/waiting.rs"]
mod waiting;

#[test]
fn items_come_out_in_order() {
    judge::test!("items come out in the order in which one thread pushed them").property(
        vec(any::<u8>(), 0..=5),
        |items| {
            let queue = queue(items.len() + 1);
            for item in items {
                queue.push(*item);
            }
            for item in items {
                assert_eq!(queue.pop(), Some(*item), "first in, first out");
            }
            queue.push(7);
            assert_eq!(queue.pop(), Some(7), "an empty queue can be filled again");
        },
    );
}

#[test]
fn items_of_a_long_evening_come_out_in_order() {
    judge::test!("hundreds of items pass through a small queue in order, however full it is")
        .property((2..=7_usize, 1..=7_usize), |&(capacity, filled)| {
            let queue = queue(capacity);
            let mut next = 0;
            let items = 300_u32;
            judge::size("items, in one thread", items as usize);
            for item in 0..items {
                queue.push(item);
                if item as usize + 1 >= filled.min(capacity) {
                    assert_eq!(queue.pop(), Some(next), "first in, first out");
                    next += 1;
                }
            }
            queue.close();
            (next..items).for_each(|item| assert_eq!(queue.pop(), Some(item), "after `close`"));
        });
}

#[test]
fn each_item_comes_out_once() {
    judge::test!("each item comes out once, and each waiter gets the dishes of one cook in order")
        .explorer(Explorer::new().deny_busy_waiting())
        .property(evening(), Evening::check);
}

#[test]
fn each_item_of_a_busy_evening_comes_out_once() {
    let evening = (1..=5_usize, vec(1..=4_u32, 1..=4), vec(1..=4_usize, 1..=4));
    let evening = evening.prop_map(|(capacity, cooks, mut waiters)| {
        // As many dishes are taken as are cooked.
        let mut left: usize = cooks.iter().map(|&dishes| dishes as usize).sum();
        for dishes in &mut waiters {
            *dishes = left.min(*dishes);
            left -= *dishes;
        }
        waiters.push(left);
        Evening { capacity, cooks, waiters }
    });
    judge::test!("each item comes out once, with up to four cooks and five waiters")
        .cases(32)
        .sampled(20)
        .property(evening, Evening::check);
}

/// How many items one thread pushes, how many each of the others pops, and whether another closes.
fn calls() -> Vec<(u32, Vec<usize>, bool)> {
    vec![
        (0, vec![1], true),
        (0, vec![1, 1], true),
        (1, vec![1], true),
        (1, vec![2], true),
        (1, vec![1, 1], true),
        (2, vec![1], true),
        (2, vec![1, 1], false),
    ]
}

#[test]
fn calls_of_one_producer_are_linearizable() {
    let test = judge::test!("all calls are linearizable if only one thread pushes");
    test.explorer(Explorer::new().deny_busy_waiting()).property(
        (1..=2_usize, select(calls())),
        |(capacity, (items, pops, closes))| {
            let (queue, history) = (queue(*capacity), History::new());
            let perform = &|op: Op| history.record(op, || op.perform(&queue));
            thread::scope(|scope| {
                scope.spawn(move || (0..*items).for_each(|item| _ = perform(Op::Push(item))));
                for &pops in pops {
                    scope.spawn(move || (0..pops).for_each(|_| _ = perform(Op::Pop)));
                }
                if *closes {
                    perform(Op::Close);
                }
            });
            perform(Op::Close);
            perform(Op::Pop);
            history.assert_linearizable(Default::default(), |state, op| op.model(*capacity, state));
        },
    );
}

#[test]
fn two_producers_interleave_in_three_orders() {
    judge::test!(
        "two dishes of one cook and one dish of another can come out in any of three orders"
    )
    .outcomes(|| {
        let queue = queue(2);
        thread::scope(|scope| {
            for dishes in [vec!["soup", "cake"], vec!["fish"]] {
                let queue = &queue;
                scope.spawn(move || dishes.into_iter().for_each(|dish| queue.push(dish)));
            }
            let [first, second, third] = [(); 3].map(|()| in_words(queue.pop()));
            judge::words!("{first}, {second} and {third} come out, in this order")
        })
    });
}

#[test]
fn items_pass_between_real_threads() {
    judge::test!("on real threads, 1,000 items pass a queue that has room for all of them").native(
        || {
            let served = with_timeout(|| {
                let queue = Arc::new(queue(1_000));
                let cook = Arc::clone(&queue);
                let cook = thread::spawn(move || (0..1_000).for_each(|item| cook.push(item)));
                cook.join().unwrap();
                queue.close();
                std::iter::from_fn(|| queue.pop()).collect::<Vec<_>>()
            });
            assert_eq!(
                served,
                Vec::from_iter(0..1_000),
                "the items in the order in which they were pushed"
            );
        },
    );
}

#[path = "queue/closing.rs"]
mod closing;

/// The results of the public API: no type of the exercise, with a `PartialEq` of its own, can stand in for one of std.
#[expect(dead_code, reason = "only its types matter")]
fn types<T: Clone + Send + Sync + 'static>(queue: &Queue<T>, item: T) -> (Option<T>, ()) {
    queue.push(item);
    (queue.pop(), queue.close())
}
