//! A queue: whoever must wait waits, nobody waits for ever, and no item is lost.
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
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use interleave::History;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use queue::Queue;

fn queue<T>(capacity: usize) -> Queue<T> {
    Queue::new(NonZeroUsize::new(capacity).unwrap())
}

/// What a thread can do with a queue that it shares.
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
    /// What no call returns: it is not yet its turn.
    Waits,
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

    /// What a queue of one producer does that nobody else can see.
    fn model(&self, capacity: usize, (items, closed): &mut (VecDeque<u32>, bool)) -> Answer {
        match self {
            Op::Push(_) if *closed => return Answer::Done,
            Op::Push(_) if items.len() == capacity => return Answer::Waits,
            Op::Push(item) => items.push_back(*item),
            Op::Pop if items.is_empty() && !*closed => return Answer::Waits,
            Op::Pop => return Answer::Item(items.pop_front()),
            Op::Close => *closed = true,
        }
        Answer::Done
    }
}

/// Some dishes of some cooks, and how many of them each of the waiters takes.
#[derive(Clone, Debug)]
struct Evening {
    capacity: usize,
    cooks: Vec<u32>,
    waiters: Vec<usize>,
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

// First who waits: what goes wrong there is easiest to see.
#[path = "queue/waiting.rs"]
mod waiting;

#[test]
fn items_come_out_in_the_order_in_which_they_went_in() {
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
fn every_item_comes_out_once_and_each_cooks_in_order() {
    judge::test!("every item comes out once, and a thread gets those of one cook in their order")
        .property(evening(), |Evening { capacity, cooks, waiters }| {
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
            assert_eq!(all, cooked, "what was served and what was cooked should be the same");
        });
}

/// What one cook pushes, what each of the others takes, and whether somebody closes it meanwhile.
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
fn one_cooks_calls_fit_one_order() {
    judge::test!("all answers fit one order of the calls, if only one thread pushes").property(
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
fn two_cooks_are_served_in_all_three_orders() {
    judge::test!("two dishes of one cook and one of another can be served in each of three orders")
        .outcomes(|| {
            let queue = queue(2);
            thread::scope(|scope| {
                for dishes in [vec!["soup", "cake"], vec!["fish"]] {
                    let queue = &queue;
                    scope.spawn(move || dishes.into_iter().for_each(|dish| queue.push(dish)));
                }
                [(); 3].map(|()| queue.pop().unwrap_or("nothing"))
            })
        });
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
    panic!("still not done after ten seconds: somebody waits, and nobody wakes it up");
}

#[test]
fn items_pass_from_thread_to_thread_on_real_threads() {
    judge::test!("on real threads, each of 1,000 items passes a queue that has room for all")
        .native(|| {
            let served = patiently(|| {
                let queue = Arc::new(queue(1_000));
                let cook = Arc::clone(&queue);
                let cook = thread::spawn(move || (0..1_000).for_each(|item| cook.push(item)));
                cook.join().unwrap();
                queue.close();
                std::iter::from_fn(|| queue.pop()).collect::<Vec<_>>()
            });
            assert_eq!(served, Vec::from_iter(0..1_000), "what was pushed");
        });
}

#[path = "queue/closing.rs"]
mod closing;
