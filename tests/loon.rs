//! Loons: a thread for each greeting, and birthdays that all count.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/loon.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/loon.rs")]
mod loon;

use std::sync::Arc;
use std::thread;

use interleave::History;
use loon::{Loon, introduce};
use proptest::collection::vec;
use proptest::prelude::*;

/// What a thread can do with a loon that it shares.
#[derive(Clone, Copy, Debug)]
enum Op {
    Age,
    Birthday,
}

impl Op {
    fn perform(self, loon: &Loon) -> u32 {
        match self {
            Op::Age => loon.age(),
            Op::Birthday => loon.birthday(),
        }
    }

    /// What a loon does that nobody else can see.
    fn model(age: &mut u32, op: &Op) -> u32 {
        match op {
            Op::Age => *age,
            Op::Birthday => {
                *age += 1;
                *age
            }
        }
    }
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    vec(prop_oneof![Just(Op::Birthday), Just(Op::Age)], 1..=2)
}

fn names(range: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Vec<String>> {
    vec("[A-Z][a-z]{0,6}( [A-Z][a-z]{0,6})?", range)
}

fn loons(names: &[&str]) -> Vec<Arc<Loon>> {
    names.iter().map(|name| Loon::new(name, 40)).collect()
}

/// Runs both at the same time, and returns what they return.
fn both<A: Send, B: Send>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    thread::scope(|scope| {
        let (a, b) = (scope.spawn(a), scope.spawn(b));
        (a.join().unwrap(), b.join().unwrap())
    })
}

#[test]
fn a_loon_knows_its_name_and_its_age() {
    judge::test!("a loon knows its name and its age, and says hi").property(
        ("[ -~é]{0,8}", 0..200_u32),
        |(name, age)| {
            let loon = Loon::new(name, *age);
            assert_eq!(loon.name(), name);
            assert_eq!(loon.age(), *age);
            assert_eq!(loon.to_string(), format!("Hi, I'm {name}"));
        },
    );
}

#[test]
fn a_birthday_makes_a_loon_one_year_older() {
    judge::test!("a birthday makes a loon one year older and returns its new age").property(
        (0..200_u32, 1..4_u32),
        |(age, birthdays)| {
            let loon = Loon::new("Elmer", *age);
            for year in 1..=*birthdays {
                assert_eq!(loon.birthday(), age + year);
                assert_eq!(loon.age(), age + year);
            }
        },
    );
}

#[test]
fn a_birthday_is_for_one_loon_only() {
    judge::test!("a birthday makes no other loon older").scenario(|| {
        let (bugs, daffy) = (Loon::new("Bugs", 40), Loon::new("Daffy", 70));
        let heard = both(|| bugs.birthday(), || daffy.birthday());
        assert_eq!(heard, (41, 71));
        assert_eq!((bugs.age(), daffy.age()), (41, 71));
    });
}

#[test]
fn two_birthdays_from_40_give_41_and_42() {
    judge::test!("two birthdays from 40 give 41 to one caller and 42 to the other").outcomes(
        || {
            let loon = Loon::new("Bugs", 40);
            let callers = both(|| loon.birthday(), || loon.birthday());
            (callers, loon.age())
        },
    );
}

#[test]
fn an_age_is_read_before_or_after_a_birthday() {
    judge::test!("whoever asks for the age hears it as before or as after a birthday").outcomes(
        || {
            let loon = Loon::new("Bugs", 40);
            both(|| loon.age(), || loon.birthday()).0
        },
    );
}

#[test]
fn every_birthday_counts() {
    judge::test!("every birthday counts, and every age that is heard fits one order of birthdays")
        .property(vec(ops(), 2..=3), |threads| {
            let (loon, history) = (Loon::new("Daffy", 40), History::new());
            let perform = &|op: &Op| history.record(*op, || op.perform(&loon));
            thread::scope(|scope| {
                for ops in threads {
                    scope.spawn(move || {
                        for op in ops {
                            perform(op);
                        }
                    });
                }
            });
            perform(&Op::Age);
            history.assert_linearizable(40, Op::model);
        });
}

#[test]
fn every_loon_is_heard_exactly_once() {
    judge::test!("introduce returns the greeting of every loon, once").property(
        names(0..=3),
        |names| {
            let loons: Vec<_> = names.iter().map(|name| Loon::new(name, 40)).collect();
            let mut expected: Vec<_> = names.iter().map(|name| format!("Hi, I'm {name}")).collect();
            let mut heard = introduce(&loons);
            expected.sort();
            heard.sort();
            assert_eq!(heard, expected, "every loon should be heard once");
        },
    );
}

#[test]
fn where_nobody_is_nobody_speaks() {
    judge::test!("introducing nobody returns no greeting")
        .scenario(|| assert_eq!(introduce(&[]), Vec::<String>::new()));
}

#[test]
fn three_loons_speak_in_all_six_orders() {
    judge::test!("three loons can speak in each of six orders")
        .outcomes(|| introduce(&loons(&["Bugs", "Daffy", "Elmer"])));
}

#[test]
fn two_parties_do_not_mix() {
    judge::test!("two introductions at the same time do not hear each other").scenario(|| {
        let (rabbit, duck) = (loons(&["Bugs"]), loons(&["Daffy"]));
        let heard = both(|| introduce(&rabbit), || introduce(&duck));
        assert_eq!(heard.0, ["Hi, I'm Bugs"], "only Bugs is here");
        assert_eq!(heard.1, ["Hi, I'm Daffy"], "only Daffy is there");
    });
}

#[test]
fn a_loon_grows_older_on_real_threads() {
    judge::test!("on real threads, three birthdays one after the other make three years").native(
        || {
            let loon = Loon::new("Elmer", 40);
            for age in 41..=43 {
                let guest = Arc::clone(&loon);
                let heard = thread::spawn(move || guest.birthday()).join().unwrap();
                assert_eq!((heard, loon.age()), (age, age));
            }
        },
    );
}
