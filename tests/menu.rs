//! A menu: customers read it at the same time, and every raise is a single step.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/menu.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/menu.rs")]
mod menu;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;

use interleave::History;
use judge::{text, with_timeout};
use menu::Menu;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;

const DISHES: [(&str, u32); 2] = [("cake", 300), ("tea", 200)];

/// An operation on a shared menu.
#[derive(Clone, Copy, Debug)]
enum Op {
    Read,
    Raise(u32),
}

impl Op {
    /// Returns all prices if this is a read.
    fn perform(self, menu: &Menu) -> Option<Vec<u32>> {
        match self {
            Op::Read => Some(menu.read(|prices| prices.values().copied().collect())),
            Op::Raise(cents) => {
                menu.raise(cents);
                None
            }
        }
    }

    /// The sequential specification.
    fn model(prices: &mut Vec<u32>, op: &Op) -> Option<Vec<u32>> {
        match op {
            Op::Read => Some(prices.clone()),
            Op::Raise(cents) => {
                prices.iter_mut().for_each(|price| *price = price.saturating_add(*cents));
                None
            }
        }
    }
}

/// Raises of little, and of more than there is room for.
fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        3 => Just(Op::Read),
        3 => Just(Op::Raise(1)),
        3 => Just(Op::Raise(10)),
        1 => Just(Op::Raise(u32::MAX))
    ]
}

fn bill(menu: &Menu) -> u32 {
    menu.read(|prices| prices.values().sum())
}

/// Reads the menu with a function that panics, and catches the panic.
fn panic_while_reading(menu: &Menu) {
    let read = || menu.read(|prices| assert!(prices.is_empty(), "what a price"));
    assert!(catch_unwind(AssertUnwindSafe(read)).is_err(), "`read` should pass on the panic");
}

/// A price, with a bias toward the smallest and the largest: a dish may be free.
fn prices() -> impl Strategy<Value = u32> {
    prop_oneof![4 => 1..=900_u32, 1 => Just(0), 1 => Just(u32::MAX)]
}

#[test]
fn a_menu_shows_every_dish() {
    judge::test!(
        "a menu has every dish with its price, and `read` returns what its function returns"
    )
    .property(btree_map(text("a-zé ", 1..=3), prices(), 0..=4), |dishes| {
        let listed: Vec<_> = dishes.iter().rev().map(|(dish, price)| (&dish[..], *price)).collect();
        judge::size("dishes, in one thread", listed.len());
        let menu = Menu::new(&listed);
        let mut calls = 0;
        let seen = menu.read(|prices| {
            calls += 1;
            prices.clone()
        });
        assert_eq!((&seen, calls), (dishes, 1), "the menu, and how often `f` was called");
    });
}

#[test]
fn a_raise_raises_every_price() {
    let cents = prop_oneof![4 => 0..=50_u32, 1 => Just(u32::MAX)];
    judge::test!("a raise raises every price, and none beyond `u32::MAX`").property(
        (vec(prop_oneof![0..=900_u32, Just(u32::MAX - 20)], 0..=3), vec(cents, 1..=3)),
        |(prices, raises)| {
            let names = ["cake", "soup", "tea"];
            let dishes: Vec<_> = names.into_iter().zip(prices.iter().copied()).collect();
            let (menu, mut expected) = (Menu::new(&dishes), prices.clone());
            for cents in raises {
                menu.raise(*cents);
                expected.iter_mut().for_each(|price| *price = price.saturating_add(*cents));
                assert_eq!(Op::Read.perform(&menu), Some(expected.clone()), "raised by {cents}");
            }
        },
    );
}

#[test]
fn many_raises_in_a_row_all_count() {
    let cents = prop_oneof![4 => 0..=50_u32, 1 => Just(u32::MAX), 1 => Just(u32::MAX / 2)];
    let raises = prop_oneof![4 => vec(cents, 2..=8), 1 => Just(vec![1; 300])];
    judge::test!("many raises in a row all count, and none raises a price beyond `u32::MAX`")
        .property(raises, |raises| {
            judge::size("raises in a row", raises.len());
            let menu = Menu::new(&DISHES);
            let mut expected = DISHES.map(|(_, price)| price).to_vec();
            for cents in raises {
                menu.raise(*cents);
                Op::model(&mut expected, &Op::Raise(*cents));
            }
            assert_eq!(Op::Read.perform(&menu), Some(expected), "after the last raise");
        });
}

#[test]
fn a_raise_changes_only_its_own_menu() {
    judge::test!("a raise changes only its own menu").scenario(|| {
        let (left, right) = (Menu::new(&DISHES), Menu::new(&DISHES));
        thread::scope(|scope| {
            scope.spawn(|| left.raise(1));
            scope.spawn(|| right.raise(2));
        });
        assert_eq!((bill(&left), bill(&right)), (502, 504));
    });
}

#[test]
fn a_bill_does_not_mix_old_and_new_prices() {
    judge::test!("a bill is made of the old prices or of the new ones, never of both").outcomes(
        || {
            let menu = Menu::new(&DISHES);
            let bill = thread::scope(|scope| {
                scope.spawn(|| menu.raise(10));
                bill(&menu)
            });
            judge::words!("the bill is {bill} cents")
        },
    );
}

#[test]
fn a_bill_of_many_dishes_does_not_mix_old_and_new_prices() {
    judge::test!("a bill of many dishes is made of the old prices or of the new ones").property(
        2..=12_usize,
        |&dishes| {
            let names: Vec<_> = (0..dishes).map(|dish| format!("dish {dish}")).collect();
            let dishes: Vec<_> = names.iter().map(|name| (&name[..], 100)).collect();
            judge::size("dishes for one bill during one raise", dishes.len());
            let menu = Menu::new(&dishes);
            let seen = thread::scope(|scope| {
                scope.spawn(|| menu.raise(10));
                Op::Read.perform(&menu).unwrap_or_default()
            });
            assert_eq!(seen.len(), dishes.len(), "every dish should be on the menu");
            let is_mixed = seen.iter().any(|price| *price != seen[0]);
            assert!(!is_mixed, "the bill mixes old and new prices: {seen:?}");
        },
    );
}

#[test]
fn no_raise_is_lost() {
    judge::test!("of two concurrent raises, neither is lost").outcomes(|| {
        let menu = Menu::new(&DISHES);
        let seen = thread::scope(|scope| {
            scope.spawn(|| menu.raise(1));
            scope.spawn(|| menu.raise(10));
            bill(&menu)
        });
        judge::words!("a bill in between is {seen} cents, and one afterwards {}", bill(&menu))
    });
}

#[test]
fn many_raises_beside_one_all_count() {
    judge::test!("however many raises another thread makes during a raise, none is lost").property(
        (1..=6_u32, select(vec![300, u32::MAX])),
        |&(raises, cake)| {
            judge::size("raises beside one", raises as usize);
            let menu = Menu::new(&[("cake", cake), ("tea", 200)]);
            thread::scope(|scope| {
                scope.spawn(|| menu.raise(100));
                (0..raises).for_each(|_| menu.raise(1));
            });
            let expected = vec![cake.saturating_add(100 + raises), 300 + raises];
            assert_eq!(Op::Read.perform(&menu), Some(expected), "a raise is lost");
        },
    );
}

#[test]
fn two_customers_can_read_at_once() {
    judge::test!("two customers can read the menu at the same time").reachable(|| {
        let menu = Menu::new(&DISHES);
        let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let read = || {
            menu.read(|_| {
                most.fetch_max(inside.fetch_add(1, SeqCst) + 1, SeqCst);
                inside.fetch_sub(1, SeqCst);
            });
        };
        thread::scope(|scope| {
            scope.spawn(read);
            scope.spawn(read);
        });
        most.load(SeqCst) == 2
    });
}

/// Checks that the results of all threads fit one order of the calls.
fn check_linearizable(threads: &[Vec<Op>]) {
    judge::size("threads", threads.len());
    for ops in threads {
        judge::size("calls in one thread, beside other threads", ops.len());
    }
    let (menu, history) = (Menu::new(&DISHES), History::new());
    let perform = &|op: &Op| history.record(*op, || op.perform(&menu));
    thread::scope(|scope| {
        for ops in threads {
            scope.spawn(move || {
                for op in ops {
                    perform(op);
                }
            });
        }
    });
    perform(&Op::Read);
    history.assert_linearizable(DISHES.map(|(_, price)| price).to_vec(), Op::model);
}

#[test]
fn reads_and_raises_are_linearizable() {
    judge::test!("reads and raises are linearizable")
        .property(vec(vec(op(), 1..=2), 2..=3), |threads| check_linearizable(threads));
}

#[test]
fn reads_and_raises_of_many_threads_are_linearizable() {
    judge::test!("reads and raises of up to five threads are linearizable")
        .sampled(20)
        .property(vec(vec(op(), 1..=3), 3..=5), |threads| check_linearizable(threads));
}

#[test]
fn a_raise_during_a_long_read_is_not_lost() {
    judge::test!(
        "a raise during a long read is not lost, and the reader sees the same prices throughout"
    )
    .property(1..=2_usize, |&customers| {
        judge::size("customers who read during a raise", customers);
        let (menu, pauses) = (Menu::new(&DISHES), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..customers {
                scope.spawn(|| {
                    menu.read(|prices| {
                        let cake = prices["cake"];
                        pauses.fetch_add(1, SeqCst);
                        assert_eq!(
                            prices["tea"] + 100,
                            cake,
                            "both prices should be raised, or neither"
                        );
                    });
                });
            }
            menu.raise(10);
            pauses.fetch_add(1, SeqCst);
        });
        assert_eq!(bill(&menu), 520, "the raise is lost");
    });
}

#[test]
fn a_panic_while_reading_leaves_the_menu_usable() {
    judge::test!("a panic while reading reaches the caller and leaves the menu usable").scenario(
        || {
            let menu = Menu::new(&DISHES);
            thread::scope(|scope| {
                scope.spawn(|| panic_while_reading(&menu));
                scope.spawn(|| menu.raise(10));
                let seen = bill(&menu);
                assert!([500, 520].contains(&seen), "the bill was {seen}");
            });
            panic_while_reading(&menu);
            menu.raise(1);
            assert_eq!(bill(&menu), 522, "a raise is lost");
        },
    );
}

#[test]
fn raised_prices_are_read_on_real_threads() {
    judge::test!("on real threads, four customers read the prices that were raised before").native(
        || {
            let menu = Arc::new(Menu::new(&DISHES));
            for raises in 1..=3 {
                let (owner, customers) = (Arc::clone(&menu), [(); 4].map(|()| Arc::clone(&menu)));
                with_timeout(move || owner.raise(5));
                let bills = customers.map(|menu| with_timeout(move || bill(&menu)));
                assert_eq!(bills, [500 + raises * 10; 4]);
            }
        },
    );
}

/// The results of the public API: no type of the exercise, with a `PartialEq` of its own, can stand in for one of std.
#[expect(dead_code, reason = "only its types matter")]
fn types<R>(menu: &Menu, value: R) -> (R, ()) {
    (menu.read(|_: &std::collections::BTreeMap<String, u32>| value), menu.raise(0))
}
