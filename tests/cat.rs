//! `cat`: no cat is reserved twice at once, and no call waits for an appointment.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/cat.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/cat.rs")]
mod cat;

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use cat::{APPOINTMENT, Cat, List};
use proptest::collection::vec;
use proptest::prelude::*;

/// Two cats share a name; the personality identifies a cat.
const CATS: [(&str, &str); 3] = [("Tom", "lazy"), ("Tom", "playful"), ("Kitty", "shy")];

/// The same cats and more.
const MANY: [(&str, &str); 6] =
    [CATS[0], CATS[1], CATS[2], ("Mia", "old"), ("Leo", "loud"), ("Tom", "sleepy")];

/// Two cats that differ only in their position.
const TWINS: [(&str, &str); 2] = [("Tom", "lazy"), ("Tom", "lazy")];

/// The fields of a cat: its own `PartialEq` is not that of the tests.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    name: String,
    personality: String,
    available: bool,
}

impl From<&Cat> for Shown {
    fn from(cat: &Cat) -> Shown {
        let Cat { name, personality, available } = cat;
        Shown { name: name.clone(), personality: personality.clone(), available: *available }
    }
}

fn shown(cats: &[Cat]) -> Vec<Shown> {
    cats.iter().map(Shown::from).collect()
}

/// A cat as the list should show it.
fn cat((name, personality): (&str, &str), available: bool) -> Shown {
    let (name, personality) = (name.to_string(), personality.to_string());
    Shown { name, personality, available }
}

/// The position of one of `MANY` in the list.
fn index(cat: &Cat) -> usize {
    let index = MANY.iter().position(|&(_, personality)| cat.personality == personality);
    index.expect("the reserved cat should be in the list")
}

/// Concurrent customers, and the number of cats.
#[derive(Clone, Debug)]
struct Rush {
    customers: usize,
    cats: usize,
}

fn rush(
    customers: RangeInclusive<usize>,
    cats: RangeInclusive<usize>,
) -> impl Strategy<Value = Rush> {
    (customers, cats).prop_map(|(customers, cats)| Rush { customers, cats })
}

/// The result of one concurrent call of `reserve` per customer.
struct Visits {
    /// The cat of each customer.
    reserved: Vec<Option<usize>>,
    /// The list afterwards.
    cats: Vec<Cat>,
    /// The time until the list was read.
    elapsed: Duration,
}

impl Visits {
    fn new(list: &Arc<List>, customers: usize) -> Visits {
        let opened = Instant::now();
        let reserved = thread::scope(|scope| {
            let customer = || list.reserve().as_ref().map(index);
            let threads: Vec<_> = (0..customers).map(|_| scope.spawn(customer)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let cats = list.cats();
        judge::size("customers", customers);
        judge::size("cats for several customers", cats.len());
        Visits { reserved, cats, elapsed: opened.elapsed() }
    }

    /// How often a cat was reserved.
    fn count(&self, cat: usize) -> usize {
        self.reserved.iter().filter(|&&reserved| reserved == Some(cat)).count()
    }

    /// Whether the appointments of a cat can have been one after another. All of them are over if
    /// the cat is available at the end, and all but one otherwise.
    fn were_sequential(&self, cat: usize) -> bool {
        let running = usize::from(!self.cats[cat].available);
        let over = self.count(cat).saturating_sub(running);
        self.elapsed >= APPOINTMENT * over as u32
    }
}

impl Visits {
    fn check_sequential(&self, cats: usize) {
        for (cat, (name, personality)) in MANY[..cats].iter().enumerate() {
            let what = match self.count(cat) {
                1 => format!("an appointment with the {personality} {name} ended"),
                count => format!("{count} customers got the {personality} {name}"),
            };
            let seconds = self.elapsed.as_secs();
            assert!(self.were_sequential(cat), "{what} within {seconds} s");
        }
    }

    fn check_not_missed(&self, cats: usize) {
        for reserved in &self.reserved {
            // Another customer must have reserved every cat before this one.
            for missed in 0..reserved.unwrap_or(cats) {
                assert!(
                    self.count(missed) > 0,
                    "cat {missed} was available, but a customer got {reserved:?}",
                );
            }
        }
    }
}

#[test]
fn no_cat_is_reserved_twice() {
    judge::test!("no cat is reserved by two customers at once").property(
        rush(2..=3, 1..=2),
        |&Rush { customers, cats }| {
            Visits::new(&List::new(&CATS[..cats]), customers).check_sequential(cats);
        },
    );
}

#[test]
fn no_cat_of_many_is_reserved_twice_or_missed() {
    judge::test!("up to six customers of up to six cats neither share a cat nor miss one")
        .sampled(30)
        .property(rush(3..=6, 2..=6), |&Rush { customers, cats }| {
            let visits = Visits::new(&List::new(&MANY[..cats]), customers);
            visits.check_sequential(cats);
            visits.check_not_missed(cats);
        });
}

#[test]
fn an_available_cat_is_never_missed() {
    judge::test!("a cat that is available during the whole call is never missed").property(
        rush(1..=3, 0..=3),
        |&Rush { customers, cats }| {
            Visits::new(&List::new(&CATS[..cats]), customers).check_not_missed(cats);
        },
    );
}

#[test]
fn the_first_available_cat_is_reserved() {
    judge::test!(
        "a single customer gets the first available cat, or one that became available meanwhile"
    )
    .property((0..=3_usize, vec(any::<bool>(), 1..=3)), |(cats, pauses)| {
        let list = List::new(&CATS[..*cats]);
        for pause in pauses {
            if *pause {
                thread::sleep(APPOINTMENT);
            }
            let first = list.cats().iter().position(|cat| cat.available);
            let reserved = list.reserve().as_ref().map(index);
            if let Some(first) = first {
                assert!(
                    reserved.is_some_and(|reserved| reserved <= first),
                    "the first available cat was {first}, but the customer got {reserved:?}",
                );
            }
        }
    });
}

#[test]
fn a_reserved_cat_is_returned_as_unavailable() {
    judge::test!("`reserve` returns the name and personality of the cat, as unavailable").property(
        (1..=3_usize, 1..=3_usize),
        |&(cats, visits)| {
            let list = List::new(&CATS[..cats]);
            for _ in 0..visits {
                if let Some(reserved) = list.reserve() {
                    assert_eq!(Shown::from(&reserved), cat(CATS[index(&reserved)], false));
                }
            }
        },
    );
}

#[test]
fn two_customers_get_two_cats() {
    judge::test!("two customers get two cats, or the same cat one after another").outcomes(|| {
        let list = List::new(&CATS[..2]);
        let visits = Visits::new(&list, 2);
        let got = |cat: Option<usize>| cat.map_or("no cat", |cat| CATS[cat].1);
        match visits.reserved[..] {
            [ann, bob] if ann != bob => format!("Ann gets {}, Bob gets {}", got(ann), got(bob)),
            [Some(both), _] if visits.were_sequential(both) => {
                format!("both get {}, one after another", got(Some(both)))
            }
            ref both => format!("both get {} at once", got(both[0])),
        }
    });
}

#[test]
fn an_empty_cafe_has_no_cat_on_real_threads() {
    judge::test!(
        "on real threads, all threads read the same list, and an empty list has no cat to reserve"
    )
    .native(|| {
        let visits = judge::with_timeout(|| {
            let (list, empty) = (List::new(&CATS), List::new(&[]));
            let visit = || {
                let shy = shown(&list.by_personality("shy"));
                (shown(&list.cats()), shy, empty.reserve().is_none())
            };
            thread::scope(|scope| {
                let visitors = [(); 4].map(|()| scope.spawn(|| [(); 100].map(|()| visit())));
                visitors.map(|visitor| visitor.join().unwrap())
            })
        });
        let cats = CATS.map(|it| cat(it, true)).to_vec();
        let expected = (cats.clone(), cats[2..].to_vec(), true);
        for visit in visits.iter().flatten() {
            assert_eq!(*visit, expected, "all cats, the shy cats, no reservation");
        }
    });
}

#[path = "cat/appointment.rs"]
mod appointment;
#[path = "cat/list.rs"]
mod list;
#[path = "cat/http.rs"]
mod over_http;

/// The results of the public API: no type of the exercise, with a `PartialEq` of its own, can stand in for one of std.
#[expect(dead_code, reason = "only its types matter")]
fn types(
    list: &Arc<List>,
    cat: Cat,
) -> (Duration, [Vec<Cat>; 2], http::Response<String>, (String, String, bool)) {
    let cats = [list.cats(), list.by_personality("")];
    let reserved: Cat = list.reserve().unwrap_or(cat);
    let response = cat::handle(list, &http::Request::default());
    (APPOINTMENT, cats, response, (reserved.name, reserved.personality, reserved.available))
}
