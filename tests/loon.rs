//! `loon`: every loon speaks in a thread of its own, and every birthday counts.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/loon.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/loon.rs")]
mod loon;

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::thread;

use interleave::History;
use judge::text;
use loon::{Loon, introduce};
use proptest::collection::vec;
use proptest::prelude::*;

/// An operation on a shared loon.
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

    /// The sequential model.
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

/// Two loons can have the same name.
fn names(range: RangeInclusive<usize>) -> impl Strategy<Value = Vec<String>> {
    let word = || (text("A-Z", 1), text("a-z", 0..=6)).prop_map(|(first, rest)| first + &rest);
    let two_words = (word(), word()).prop_map(|(first, last)| format!("{first} {last}"));
    vec(prop_oneof![Just("Bugs".to_owned()), Just("Daffy".to_owned()), word(), two_words], range)
}

/// Ages just below those that fit into 8 or 16 bits, and any others.
fn ages() -> impl Strategy<Value = u32> {
    prop_oneof![4 => 0..200_u32, 1 => 250..=255_u32, 1 => 65_530..=65_535_u32, 1 => 0..u32::MAX - 9]
}

fn loons(names: &[&str]) -> Vec<Arc<Loon>> {
    names.iter().map(|name| Loon::new(name, 40)).collect()
}

/// Runs both closures concurrently and returns their results.
fn both<A: Send, B: Send>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    thread::scope(|scope| {
        let (a, b) = (scope.spawn(a), scope.spawn(b));
        (a.join().unwrap(), b.join().unwrap())
    })
}

#[test]
fn a_loon_has_a_name_and_an_age() {
    judge::test!("a loon has a name and an age, and greets with its name").property(
        (prop_oneof![text(" -~é", 0..=8), text("a-zé ", 60)], ages()),
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
        (ages(), 1..=6_u32),
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
fn a_birthday_changes_one_loon_only() {
    judge::test!("a birthday does not change the age of another loon").scenario(|| {
        let (bugs, daffy) = (Loon::new("Bugs", 40), Loon::new("Daffy", 70));
        let namesake = Loon::new("Bugs", 40);
        let returned = both(|| bugs.birthday(), || daffy.birthday());
        assert_eq!(returned, (41, 71));
        assert_eq!((bugs.age(), namesake.age(), daffy.age()), (41, 40, 71));
    });
}

#[test]
fn two_birthdays_from_40_give_41_and_42() {
    judge::test!("two birthdays from 40 return 41 to one caller and 42 to the other").outcomes(
        || {
            let loon = Loon::new("Bugs", 40);
            let callers = both(|| loon.birthday(), || loon.birthday());
            let age = loon.age();
            judge::words!("{}, and the age is {age}", judge::both_got(callers.0, callers.1))
        },
    );
}

#[test]
fn an_age_is_read_before_or_after_a_birthday() {
    judge::test!("`age` returns the age from before or after a concurrent birthday").outcomes(
        || {
            let loon = Loon::new("Bugs", 40);
            both(|| loon.age(), || loon.birthday()).0
        },
    );
}

#[test]
fn every_birthday_counts() {
    judge::test!("every birthday counts, and all ages returned fit one order of the birthdays")
        .property(vec(ops(), 2..=3), |threads| {
            judge::size("threads that call one loon", threads.len());
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

/// Checks that each loon gets every birthday from 40 on that it celebrates in these threads.
fn celebrate(birthdays: &[u32]) {
    judge::size("threads that call one loon", birthdays.len());
    for &birthdays in birthdays {
        judge::size("birthdays in one thread, beside other threads", birthdays as usize);
    }
    let loon = Loon::new("Daffy", 40);
    let mut ages: Vec<u32> = thread::scope(|scope| {
        let celebrate = |&times: &u32| {
            let loon = &loon;
            scope.spawn(move || (0..times).map(|_| loon.birthday()).collect::<Vec<_>>())
        };
        let threads: Vec<_> = birthdays.iter().map(celebrate).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    ages.sort_unstable();
    let last = 40 + birthdays.iter().sum::<u32>();
    assert_eq!(ages, Vec::from_iter(41..=last), "the ages that `birthday` returned");
    assert_eq!(loon.age(), last, "a birthday is lost");
}

#[test]
fn many_birthdays_beside_one_all_count() {
    judge::test!("however often one thread celebrates during the birthday of another, all count")
        .property(1..=8_u32, |&birthdays| celebrate(&[1, birthdays]));
}

#[test]
fn birthdays_in_five_threads_all_count() {
    judge::test!("birthdays in up to five threads all count")
        .sampled(20)
        .property(vec(1..=4_u32, 3..=5), |birthdays| celebrate(birthdays));
}

/// Checks that each of the loons with these names speaks once.
fn speak(names: &[String]) {
    judge::size("loons introduced at once", names.len());
    let loons: Vec<_> = names.iter().map(|name| Loon::new(name, 40)).collect();
    let mut expected: Vec<_> = names.iter().map(|name| format!("Hi, I'm {name}")).collect();
    let mut greetings = introduce(&loons);
    expected.sort();
    greetings.sort();
    assert_eq!(greetings, expected, "every loon should speak once");
}

#[test]
fn every_loon_speaks_exactly_once() {
    judge::test!("`introduce` returns the greeting of every loon exactly once")
        .property(names(0..=3), |names| speak(names));
}

#[test]
fn every_loon_of_a_flock_speaks_exactly_once() {
    judge::test!("`introduce` returns the greeting of every loon of a flock exactly once")
        .sampled(5)
        .property(names(4..=12), |names| speak(names));
}

#[test]
fn introducing_no_loons_returns_no_greetings() {
    judge::test!("introducing no loons returns no greetings")
        .scenario(|| assert_eq!(introduce(&[]), Vec::<String>::new()));
}

#[test]
fn three_loons_can_speak_in_all_six_orders() {
    judge::test!("three loons can speak in all six orders")
        .outcomes(|| introduce(&loons(&["Bugs", "Daffy", "Elmer"])));
}

#[test]
fn five_loons_can_speak_in_reverse_order() {
    const NAMES: [&str; 5] = ["Bugs", "Daffy", "Elmer", "Porky", "Taz"];
    judge::test!("five loons can speak in reverse order").reachable(|| {
        judge::size("loons that speak in reverse order", NAMES.len());
        let reverse = NAMES.iter().rev().map(|name| format!("Hi, I'm {name}"));
        introduce(&loons(&NAMES)).into_iter().eq(reverse)
    });
}

#[test]
fn concurrent_introductions_do_not_mix() {
    judge::test!("two concurrent calls of `introduce` do not mix their greetings").scenario(|| {
        let (rabbit, duck) = (loons(&["Bugs"]), loons(&["Daffy"]));
        let greetings = both(|| introduce(&rabbit), || introduce(&duck));
        assert_eq!(greetings.0, ["Hi, I'm Bugs"], "the first call introduces only Bugs");
        assert_eq!(greetings.1, ["Hi, I'm Daffy"], "the second call introduces only Daffy");
    });
}

#[test]
fn a_loon_grows_older_on_real_threads() {
    judge::test!("on real threads, three birthdays in a row make a loon three years older").native(
        || {
            let loon = Loon::new("Elmer", 40);
            for age in 41..=43 {
                let guest = Arc::clone(&loon);
                let returned = thread::spawn(move || guest.birthday()).join().unwrap();
                assert_eq!((returned, loon.age()), (age, age));
            }
        },
    );
}

/// The results of the public API: no type of the exercise, with a `PartialEq` of its own, can stand in for one of std.
#[expect(dead_code, reason = "only its types matter")]
fn types(loon: &Loon) -> (Option<&str>, u32, u32, String, Vec<String>) {
    (Some(loon.name()), loon.age(), loon.birthday(), loon.to_string(), introduce(&[]))
}
