//! After `close` no call waits, and the remaining items come out.

use std::cell::Cell;
use std::sync::Arc;
use std::thread;

use super::{in_words, queue};

/// An item that is neither `Clone` nor `Sync`. Its second half shows whether it was dropped.
struct Dish {
    _unshared: Cell<u32>,
    _half: Arc<()>,
}

fn dish() -> (Dish, Arc<()>) {
    let half = Arc::new(());
    (Dish { _unshared: Cell::new(0), _half: Arc::clone(&half) }, half)
}

fn is_dropped(half: &Arc<()>) -> bool {
    Arc::strong_count(half) == 1
}

#[test]
fn after_close_the_rest_comes_out_and_then_none() {
    judge::test!("after `close`, the remaining items come out in order, and then always `None`")
        .property((0..=3_u32, 1..=2_usize), |&(items, closes)| {
            let queue = queue(3);
            (0..items).for_each(|item| queue.push(item));
            (0..closes).for_each(|_| queue.close());
            for item in 0..items {
                assert_eq!(queue.pop(), Some(item), "this item was pushed before `close`");
            }
            for _ in 0..2 {
                assert_eq!(queue.pop(), None, "the queue is closed and empty");
            }
        });
}

#[test]
fn a_push_after_close_drops_its_item() {
    judge::test!(
        "a push after `close` returns at once and drops its item, even if the queue is full"
    )
    .property(1..=2_usize, |&capacity| {
        let queue = queue(capacity);
        let (first, first_half) = dish();
        queue.push(first);
        queue.close();
        for _ in 0..2 {
            let (late, half) = dish();
            queue.push(late);
            assert!(is_dropped(&half), "`push` has returned without dropping the item");
        }
        assert!(!is_dropped(&first_half), "the first item was pushed before `close`");
        assert!(queue.pop().is_some(), "the first item was pushed before `close`");
        assert!(queue.pop().is_none(), "the other items were pushed after `close`");
    });
}

#[test]
fn waiting_pushes_return_at_close() {
    judge::test!("waiting pushes return at `close` and drop their items").property(
        1..=2_usize,
        |&waiting| {
            judge::size("waiting pushes", waiting);
            let queue = queue(1);
            queue.push(dish().0);
            let late = thread::scope(|scope| {
                let push = || {
                    let (dish, half) = dish();
                    queue.push(dish);
                    half
                };
                let pushes: Vec<_> = (0..waiting).map(|_| scope.spawn(push)).collect();
                queue.close();
                pushes.into_iter().map(|push| push.join().unwrap()).collect::<Vec<_>>()
            });
            assert!(late.iter().all(is_dropped), "there was never room for these items");
            assert!(queue.pop().is_some(), "the first item was pushed before `close`");
            assert!(queue.pop().is_none(), "there was never room for a second item");
        },
    );
}

#[test]
fn waiting_pops_return_at_close() {
    judge::test!("waiting pops return `None` at `close`").property(1..=2_usize, |&waiting| {
        judge::size("waiting pops", waiting);
        let queue = queue::<u32>(1);
        let popped = thread::scope(|scope| {
            let pops: Vec<_> = (0..waiting).map(|_| scope.spawn(|| queue.pop())).collect();
            queue.close();
            pops.into_iter().map(|pop| pop.join().unwrap()).collect::<Vec<_>>()
        });
        assert!(
            popped.iter().all(Option::is_none),
            "nothing was pushed, but the pops returned {popped:?}"
        );
    });
}

#[test]
fn many_waiting_calls_return_at_close() {
    judge::test!("up to five waiting pops, and as many waiting pushes, return at `close`")
        .sampled(40)
        .property(3..=5_usize, |&waiting| {
            judge::size("waiting pushes", waiting);
            judge::size("waiting pops", waiting);
            let (empty, full) = (queue::<u32>(1), queue(1));
            full.push(0);
            thread::scope(|scope| {
                for item in 1..=waiting {
                    let (empty, full) = (&empty, &full);
                    scope.spawn(move || assert_eq!(empty.pop(), None, "nothing was pushed"));
                    scope.spawn(move || full.push(item));
                }
                empty.close();
                full.close();
            });
            assert_eq!((full.pop(), full.pop()), (Some(0), None), "one item, then the end");
        });
}

#[test]
fn a_push_comes_before_or_after_close() {
    judge::test!("a concurrent push takes effect before `close` or after it").outcomes(|| {
        let queue = queue(1);
        thread::scope(|scope| {
            scope.spawn(|| queue.push("soup"));
            queue.close();
        });
        let [first, second] = [(); 2].map(|()| in_words(queue.pop()));
        judge::words!("two pops after that get {first} and {second}")
    });
}

#[test]
fn a_waiting_pop_gets_the_item_or_none() {
    judge::test!("a waiting pop gets the item, or `None` if `close` comes before the push")
        .outcomes(|| {
            let queue = queue(1);
            let popped = thread::scope(|scope| {
                let pop = scope.spawn(|| queue.pop());
                scope.spawn(|| queue.push("soup"));
                scope.spawn(|| queue.close());
                pop.join().unwrap()
            });
            judge::words!(
                "the waiting pop gets {}, a later one {}",
                in_words(popped),
                in_words(queue.pop())
            )
        });
}

#[test]
fn the_queue_can_be_closed_twice() {
    judge::test!("two threads can close the queue at the same time").scenario(|| {
        let queue = queue(2);
        queue.push(1);
        let popped = thread::scope(|scope| {
            let pop = scope.spawn(|| (queue.pop(), queue.pop()));
            scope.spawn(|| queue.close());
            queue.close();
            pop.join().unwrap()
        });
        assert_eq!(popped, (Some(1), None), "the item, then the end of the queue");
    });
}
