//! Menu: many read it at once, and nobody sees half of a raise.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/menu.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/menu.rs")]
mod menu;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

use interleave::History;
use menu::Menu;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

const DISHES: [(&str, u32); 2] = [("cake", 300), ("tea", 200)];

/// What a thread can do with a menu that it shares.
#[derive(Clone, Copy, Debug)]
enum Op {
    Look,
    Raise(u32),
}

impl Op {
    /// A look returns all prices.
    fn perform(self, menu: &Menu) -> Option<Vec<u32>> {
        match self {
            Op::Look => Some(menu.read(|prices| prices.values().copied().collect())),
            Op::Raise(cents) => {
                menu.raise(cents);
                None
            }
        }
    }

    /// What a menu does that nobody else can see.
    fn model(prices: &mut Vec<u32>, op: &Op) -> Option<Vec<u32>> {
        match op {
            Op::Look => Some(prices.clone()),
            Op::Raise(cents) => {
                prices.iter_mut().for_each(|price| *price += cents);
                None
            }
        }
    }
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    vec(prop_oneof![Just(Op::Look), Just(Op::Raise(1)), Just(Op::Raise(10))], 1..=2)
}

fn bill(menu: &Menu) -> u32 {
    menu.read(|prices| prices.values().sum())
}

/// Somebody whose look at the menu ends in a panic, and who survives that.
fn stumble(menu: &Menu) {
    let look = || menu.read(|prices| assert!(prices.is_empty(), "what a price"));
    assert!(catch_unwind(AssertUnwindSafe(look)).is_err(), "the panic of a look should be heard");
}

/// A price, and more often than by chance one at an end: a dish may be free.
fn prices() -> impl Strategy<Value = u32> {
    prop_oneof![4 => 1..=900_u32, 1 => Just(0), 1 => Just(u32::MAX)]
}

#[test]
fn a_menu_shows_every_dish() {
    judge::test!("a menu shows every dish with its price, and read returns what look returns")
        .property(btree_map("[a-zé ]{1,3}", prices(), 0..=4), |dishes| {
            let listed: Vec<_> =
                dishes.iter().rev().map(|(dish, price)| (&dish[..], *price)).collect();
            let menu = Menu::new(&listed);
            let mut looks = 0;
            let seen = menu.read(|prices| {
                looks += 1;
                prices.clone()
            });
            assert_eq!((&seen, looks), (dishes, 1));
        });
}

#[test]
fn a_raise_raises_every_price() {
    let cents = prop_oneof![4 => 0..=50_u32, 1 => Just(u32::MAX)];
    judge::test!("a raise raises every price, and none beyond the largest number").property(
        (vec(prop_oneof![0..=900_u32, Just(u32::MAX - 20)], 0..=3), vec(cents, 1..=3)),
        |(prices, raises)| {
            let names = ["cake", "soup", "tea"];
            let dishes: Vec<_> = names.into_iter().zip(prices.iter().copied()).collect();
            let (menu, mut expected) = (Menu::new(&dishes), prices.clone());
            for cents in raises {
                menu.raise(*cents);
                expected.iter_mut().for_each(|price| *price = price.saturating_add(*cents));
                assert_eq!(Op::Look.perform(&menu), Some(expected.clone()), "raised by {cents}");
            }
        },
    );
}

#[test]
fn two_menus_are_two_menus() {
    judge::test!("a raise on one menu does not change another").scenario(|| {
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
            thread::scope(|scope| {
                scope.spawn(|| menu.raise(10));
                bill(&menu)
            })
        },
    );
}

#[test]
fn no_raise_is_lost() {
    judge::test!("of two raises at the same time both count").outcomes(|| {
        let menu = Menu::new(&DISHES);
        let seen = thread::scope(|scope| {
            scope.spawn(|| menu.raise(1));
            scope.spawn(|| menu.raise(10));
            bill(&menu)
        });
        (seen, bill(&menu))
    });
}

#[test]
fn two_can_look_at_once() {
    judge::test!("two can look at the menu at once").reachable(|| {
        let menu = Menu::new(&DISHES);
        let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let look = || {
            menu.read(|_| {
                most.fetch_max(inside.fetch_add(1, SeqCst) + 1, SeqCst);
                inside.fetch_sub(1, SeqCst);
            });
        };
        thread::scope(|scope| {
            scope.spawn(look);
            scope.spawn(look);
        });
        most.load(SeqCst) == 2
    });
}

#[test]
fn every_look_and_every_raise_is_one_step() {
    judge::test!("every look and every raise is one step").property(vec(ops(), 2..=3), |threads| {
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
        perform(&Op::Look);
        history.assert_linearizable(DISHES.map(|(_, price)| price).to_vec(), Op::model);
    });
}

#[test]
fn a_long_look_does_not_lose_a_raise() {
    judge::test!("a raise during a long look counts, and the look shows one menu throughout")
        .property(1..=2_usize, |&guests| {
            let (menu, pauses) = (Menu::new(&DISHES), AtomicUsize::new(0));
            thread::scope(|scope| {
                for _ in 0..guests {
                    scope.spawn(|| {
                        menu.read(|prices| {
                            let cake = prices["cake"];
                            pauses.fetch_add(1, SeqCst);
                            assert_eq!(prices["tea"] + 100, cake, "both or none are raised");
                        });
                    });
                }
                menu.raise(10);
                pauses.fetch_add(1, SeqCst);
            });
            assert_eq!(bill(&menu), 520, "the raise should count");
        });
}

#[test]
fn a_panic_in_a_look_leaves_the_menu_usable() {
    judge::test!("a panic in a look reaches its caller and leaves the menu usable for all")
        .scenario(|| {
            let menu = Menu::new(&DISHES);
            thread::scope(|scope| {
                scope.spawn(|| stumble(&menu));
                scope.spawn(|| menu.raise(10));
                let seen = bill(&menu);
                assert!([500, 520].contains(&seen), "the bill was {seen}");
            });
            stumble(&menu);
            menu.raise(1);
            assert_eq!(bill(&menu), 522, "both raises should count");
        });
}

/// Does it in a real thread of its own: what waits for ever must not keep the test.
fn patiently<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::spawn(work);
    for _ in 0..10_000 {
        if thread.is_finished() {
            return thread.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
        thread::sleep(Duration::from_millis(1));
    }
    panic!("still not done after ten seconds: somebody waits for a lock that never comes back");
}

#[test]
fn a_menu_is_read_on_real_threads() {
    judge::test!("on real threads, all read what was raised before they came").native(|| {
        let menu = Arc::new(Menu::new(&DISHES));
        for raises in 1..=3 {
            let (board, guests) = (Arc::clone(&menu), [(); 4].map(|()| Arc::clone(&menu)));
            patiently(move || board.raise(5));
            let bills = guests.map(|menu| patiently(move || bill(&menu)));
            assert_eq!(bills, [500 + raises * 10; 4]);
        }
    });
}
