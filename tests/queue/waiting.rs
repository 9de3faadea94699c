//! A push waits for room, a pop waits for an item, and no other call waits.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use interleave::Explorer;
use proptest::prelude::*;

use super::{in_words, queue};

#[test]
fn no_push_waits_while_there_is_room() {
    judge::test!("a push does not wait while there is room").property(
        (1..=9_usize, 0..=2_usize),
        |&(capacity, rounds)| {
            let queue = queue(capacity);
            for _ in 0..=rounds {
                (0..capacity).for_each(|item| queue.push(item));
                (0..capacity)
                    .for_each(|item| assert_eq!(queue.pop(), Some(item), "first in, first out"));
            }
        },
    );
}

#[test]
fn a_pop_waits_until_there_is_an_item() {
    judge::test!("a pop from an empty queue waits until an item is pushed")
        .explorer(Explorer::new().deny_busy_waiting())
        .property(1..=2_usize, |&capacity| {
            let (queue, returned) = (queue(capacity), AtomicBool::new(false));
            let popped = thread::scope(|scope| {
                let pop = scope.spawn(|| {
                    let item = queue.pop();
                    returned.store(true, Ordering::SeqCst);
                    item
                });
                assert!(!returned.load(Ordering::SeqCst), "the queue is empty, but `pop` returned");
                queue.push(7);
                pop.join().unwrap()
            });
            assert_eq!(popped, Some(7), "`pop` should wait for the item");
        });
}

#[test]
fn a_push_waits_until_there_is_room() {
    judge::test!("a push into a full queue waits until an item is taken")
        .explorer(Explorer::new().deny_busy_waiting())
        .property(
            prop_oneof![(1..=3_usize, 1..=2_usize), (4..=9_usize, Just(1))],
            |&(capacity, more)| {
                judge::size("waiting pushes", more);
                judge::size("capacity, with waiting pushes", capacity);
                let (queue, returned) = (queue(capacity), AtomicBool::new(false));
                let take = |number| match queue.pop() {
                    item if number < capacity => {
                        assert_eq!(item, Some(number), "first in, first out")
                    }
                    item => assert!(
                        item.is_some_and(|item| item >= capacity),
                        "a push was waiting for room, but the next item is {item:?}",
                    ),
                };
                (0..capacity).for_each(|item| queue.push(item));
                thread::scope(|scope| {
                    for item in 0..more {
                        let (queue, returned) = (&queue, &returned);
                        scope.spawn(move || {
                            queue.push(capacity + item);
                            returned.store(true, Ordering::SeqCst);
                        });
                    }
                    assert!(
                        !returned.load(Ordering::SeqCst),
                        "the queue is full, but `push` returned"
                    );
                    // This makes room for every push; the remaining items come out afterwards.
                    (0..more).for_each(take);
                });
                (more..capacity + more).for_each(take);
            },
        );
}

#[test]
fn two_pushes_cannot_share_the_last_slot() {
    judge::test!("of two concurrent pushes into the last slot, one waits until an item is taken")
        .scenario(|| {
            let (queue, pushed) = (queue(1), AtomicUsize::new(0));
            let popping = AtomicBool::new(false);
            thread::scope(|scope| {
                for item in 0..2 {
                    let (queue, pushed, popping) = (&queue, &pushed, &popping);
                    scope.spawn(move || {
                        queue.push(item);
                        let both = pushed.fetch_add(1, Ordering::SeqCst) == 1;
                        let room = !both || popping.load(Ordering::SeqCst);
                        assert!(room, "there are two items in a queue with room for one");
                    });
                }
                popping.store(true, Ordering::SeqCst);
                let items = [(); 2].map(|()| queue.pop());
                assert!(
                    items.contains(&Some(0)) && items.contains(&Some(1)),
                    "both items should come out"
                );
            });
        });
}

#[test]
fn any_capacity_is_allowed() {
    judge::test!("any capacity is allowed, up to `usize::MAX`").scenario(|| {
        for capacity in [1, 2, 255, 256, 257, 1_000, usize::MAX / 2, usize::MAX] {
            let queue = queue(capacity);
            let items = capacity.min(300);
            (0..items).for_each(|item| queue.push(item));
            (0..items).for_each(|item| assert_eq!(queue.pop(), Some(item)));
        }
    });
}

#[test]
fn two_waiting_pops_are_both_woken() {
    judge::test!("with room for one item, two waiting pops get the two items of one thread")
        .explorer(Explorer::new().deny_busy_waiting())
        .outcomes(|| {
            let queue = queue(1);
            thread::scope(|scope| {
                let pops = [(); 2].map(|()| scope.spawn(|| queue.pop()));
                queue.push("soup");
                queue.push("cake");
                let [first, second] = pops.map(|pop| in_words(pop.join().unwrap()));
                judge::words!("one pop gets {first}, the other {second}")
            })
        });
}

#[test]
fn many_waiting_pops_are_all_woken() {
    judge::test!("up to five waiting pops are woken, one by each item").sampled(40).property(
        (1..=4_usize, 3..=5_usize),
        |&(capacity, pops)| {
            judge::size("waiting pops", pops);
            let queue = queue(capacity);
            let popped: BTreeSet<_> = thread::scope(|scope| {
                let pops: Vec<_> = (0..pops).map(|_| scope.spawn(|| queue.pop())).collect();
                (0..pops.len()).for_each(|item| queue.push(item));
                pops.into_iter().map(|pop| pop.join().unwrap()).collect()
            });
            assert!(popped.into_iter().eq((0..pops).map(Some)), "each item should be popped once");
        },
    );
}

#[test]
fn many_waiting_pushes_are_all_woken() {
    judge::test!("up to five waiting pushes continue, one for each item that is taken")
        .sampled(40)
        .property((1..=6_usize, 2..=5_usize), |&(capacity, more)| {
            judge::size("waiting pushes", more);
            judge::size("capacity, with waiting pushes", capacity);
            let queue = queue(capacity);
            (0..capacity).for_each(|item| queue.push(item));
            thread::scope(|scope| {
                for item in 0..more {
                    let queue = &queue;
                    scope.spawn(move || queue.push(capacity + item));
                }
                // All items but those that fit come out while the pushes wait.
                (0..more).for_each(|item| {
                    let popped = queue.pop();
                    assert!(item >= capacity || popped == Some(item), "first in, first out");
                });
            });
        });
}

#[test]
fn two_waiting_pushes_are_both_woken() {
    judge::test!(
        "with room for one item, two waiting pushes continue when one thread pops three times"
    )
    .outcomes(|| {
        let queue = queue(1);
        queue.push("soup");
        thread::scope(|scope| {
            for dish in ["cake", "fish"] {
                let queue = &queue;
                scope.spawn(move || queue.push(dish));
            }
            let [first, second, third] = [(); 3].map(|()| in_words(queue.pop()));
            judge::words!("the pops get {first}, {second} and {third}")
        })
    });
}
