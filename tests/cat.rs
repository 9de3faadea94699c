//! Cats: each customer gets one that is free, and nobody waits for an appointment.
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

/// Two share a name; the personality tells which is meant.
const CATS: [(&str, &str); 3] = [("Tom", "lazy"), ("Tom", "playful"), ("Kitty", "shy")];

/// Two that nothing tells apart but their places.
const TWINS: [(&str, &str); 2] = [("Tom", "lazy"), ("Tom", "lazy")];

/// A cat as the list should show it.
fn cat((name, personality): (&str, &str), available: bool) -> Cat {
    let (name, personality) = (name.to_string(), personality.to_string());
    Cat { name, personality, available }
}

/// Where one of `CATS` stands in the list.
fn place(cat: &Cat) -> usize {
    let place = CATS.iter().position(|&(_, personality)| cat.personality == personality);
    place.expect("a customer gets a cat of the list")
}

/// So many customers come at the same moment, and there are so many cats.
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

/// What happened while each of some customers, in a thread of its own, reserved once.
struct Visits {
    /// The cat of each customer.
    places: Vec<Option<usize>>,
    /// The list afterwards.
    cats: Vec<Cat>,
    /// How long it took until the list was read.
    time: Duration,
}

impl Visits {
    fn new(list: &Arc<List>, customers: usize) -> Visits {
        let opened = Instant::now();
        let places = thread::scope(|scope| {
            let customer = || list.reserve().as_ref().map(place);
            let threads: Vec<_> = (0..customers).map(|_| scope.spawn(customer)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let cats = list.cats();
        Visits { places, cats, time: opened.elapsed() }
    }

    /// How often a cat was reserved.
    fn of(&self, cat: usize) -> usize {
        self.places.iter().filter(|&&place| place == Some(cat)).count()
    }

    /// Whether a cat can have had all its appointments one after the other. All of them are over
    /// if the cat is free at the end, and all but one if it is not.
    fn one_after_the_other(&self, cat: usize) -> bool {
        let running = usize::from(!self.cats[cat].available);
        let over = self.of(cat).saturating_sub(running);
        self.time >= APPOINTMENT * over as u32
    }
}

#[test]
fn no_cat_is_reserved_twice() {
    judge::test!("no cat is reserved by two customers at once").property(
        rush(2..=3, 1..=2),
        |&Rush { customers, cats }| {
            let visits = Visits::new(&List::new(&CATS[..cats]), customers);
            for (cat, (name, personality)) in CATS[..cats].iter().enumerate() {
                assert!(
                    visits.one_after_the_other(cat),
                    "{} customers got {personality} {name} within {} s",
                    visits.of(cat),
                    visits.time.as_secs(),
                );
            }
        },
    );
}

#[test]
fn a_free_cat_is_never_missed() {
    judge::test!("a cat that is free during the whole call is never missed").property(
        rush(1..=3, 0..=3),
        |&Rush { customers, cats }| {
            let visits = Visits::new(&List::new(&CATS[..cats]), customers);
            for place in &visits.places {
                // Another customer had each cat before this one for a while, so it was not free.
                for missed in 0..place.unwrap_or(cats) {
                    assert!(
                        visits.of(missed) > 0,
                        "nobody had cat {missed}, yet a customer got {place:?}",
                    );
                }
            }
        },
    );
}

#[test]
fn the_first_free_cat_is_reserved() {
    judge::test!("a lone customer gets the first free cat, or one that became free meanwhile")
        .property((0..=3_usize, vec(any::<bool>(), 1..=3)), |(cats, pauses)| {
            let list = List::new(&CATS[..*cats]);
            for pause in pauses {
                if *pause {
                    thread::sleep(APPOINTMENT);
                }
                let free = list.cats().iter().position(|cat| cat.available);
                let reserved = list.reserve().as_ref().map(place);
                if let Some(free) = free {
                    assert!(
                        reserved.is_some_and(|reserved| reserved <= free),
                        "the first free cat was {free}, but the customer got {reserved:?}",
                    );
                }
            }
        });
}

#[test]
fn a_customer_gets_the_cat_as_unavailable() {
    judge::test!("a customer gets name and personality of the cat, and it is unavailable")
        .property((1..=3_usize, 1..=3_usize), |&(cats, visits)| {
            let list = List::new(&CATS[..cats]);
            for _ in 0..visits {
                if let Some(reserved) = list.reserve() {
                    assert_eq!(reserved, cat(CATS[place(&reserved)], false));
                }
            }
        });
}

#[test]
fn two_customers_get_two_cats() {
    judge::test!("two customers get two cats, or one cat one after the other").outcomes(|| {
        let list = List::new(&CATS[..2]);
        let visits = Visits::new(&list, 2);
        let got = |place: Option<usize>| place.map_or("no cat", |place| CATS[place].1);
        match visits.places[..] {
            [ann, bob] if ann != bob => format!("Ann gets {}, Bob gets {}", got(ann), got(bob)),
            [Some(both), _] if visits.one_after_the_other(both) => {
                format!("both get {}, one after the other", got(Some(both)))
            }
            ref both => format!("both get {} at once", got(both[0])),
        }
    });
}

#[test]
fn an_empty_cafe_has_no_cat_on_real_threads() {
    judge::test!("on real threads, all read the same list, and an empty one has no cat to reserve")
        .native(|| {
            let visits = judge::with_timeout(|| {
                let (list, empty) = (List::new(&CATS), List::new(&[]));
                let visit = || (list.cats(), list.by_personality("shy"), empty.reserve());
                thread::scope(|scope| {
                    let visitors = [(); 4].map(|()| scope.spawn(|| [(); 100].map(|()| visit())));
                    visitors.map(|visitor| visitor.join().unwrap())
                })
            });
            let cats = CATS.map(|it| cat(it, true)).to_vec();
            let expected = (cats.clone(), cats[2..].to_vec(), None);
            for visit in visits.iter().flatten() {
                assert_eq!(*visit, expected, "all cats, those that are shy, no reservation");
            }
        });
}

#[path = "cat/appointment.rs"]
mod appointment;
#[path = "cat/list.rs"]
mod list;
#[path = "cat/http.rs"]
mod over_http;
