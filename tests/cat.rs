//! Cats: each customer gets one that is free, and nobody waits for an appointment.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/cat.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/cat.rs")]
mod cat;

#[path = "cat/appointment.rs"]
mod appointment;
#[path = "cat/list.rs"]
mod list;
#[path = "cat/http.rs"]
mod over_http;

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use cat::{APPOINTMENT, Cat, List};
use proptest::collection::vec;
use proptest::prelude::*;
use serial_test::serial;

/// Two share a name; the personality tells which is meant.
const CATS: [(&str, &str); 3] = [("Tom", "lazy"), ("Tom", "playful"), ("Kitty", "shy")];

/// Two that nothing tells apart but their places.
const TWINS: [(&str, &str); 2] = [("Tom", "lazy"), ("Tom", "lazy")];

/// A cat as the list should show it.
fn cat((name, personality): (&str, &str), available: bool) -> Cat {
    let (name, personality) = (name.to_string(), personality.to_string());
    Cat {
        name,
        personality,
        available,
    }
}

/// Where one of `CATS` stands in the list.
fn place(cat: &Cat) -> usize {
    let place = CATS
        .iter()
        .position(|&(_, personality)| cat.personality == personality);
    place.expect("a customer gets a cat of the list")
}

/// What happened to one customer, and when by the customer's own clock.
struct Visit {
    place: Option<usize>,
    called: Instant,
    returned: Instant,
}

impl Visit {
    fn new(list: &Arc<List>) -> Visit {
        let called = Instant::now();
        let place = list.reserve().as_ref().map(place);
        Visit {
            place,
            called,
            returned: Instant::now(),
        }
    }
}

/// Each customer comes in a thread of its own and reserves once.
fn visits(list: &Arc<List>, customers: usize) -> Vec<Visit> {
    thread::scope(|scope| {
        let customers = (0..customers).map(|_| scope.spawn(|| Visit::new(list)));
        let customers: Vec<_> = customers.collect();
        customers
            .into_iter()
            .map(|customer| customer.join().unwrap())
            .collect()
    })
}

/// How long all the visits took together, from the first call to the last return.
fn duration<'a>(visits: impl Iterator<Item = &'a Visit> + Clone) -> Duration {
    let called = visits.clone().map(|visit| visit.called).min();
    let returned = visits.map(|visit| visit.returned).max();
    called
        .zip(returned)
        .map_or(Duration::ZERO, |(called, returned)| returned - called)
}

#[test]
fn no_cat_is_reserved_twice() {
    judge::test!("no cat is reserved by two customers at once").property(
        (1..=2_usize, 2..=3_usize),
        |&(cats, customers)| {
            let list = List::new(&CATS[..cats]);
            let visits = visits(&list, customers);
            for (place, (name, personality)) in CATS[..cats].iter().enumerate() {
                let visits = visits.iter().filter(|visit| visit.place == Some(place));
                let (count, within) = (visits.clone().count(), duration(visits));
                // One appointment after the other is fine; together they take their time.
                assert!(
                    within >= APPOINTMENT * (count as u32).saturating_sub(1),
                    "{personality} {name} was reserved {count} times within {within:?}",
                );
            }
        },
    );
}

#[test]
fn a_free_cat_is_never_missed() {
    judge::test!("a cat that is free during the whole call is never missed").property(
        (0..=3_usize, 1..=3_usize),
        |&(cats, customers)| {
            let list = List::new(&CATS[..cats]);
            let visits = visits(&list, customers);
            for (customer, visit) in visits.iter().enumerate() {
                // Each cat before the one that this customer got was another's for a while.
                for missed in 0..visit.place.unwrap_or(cats) {
                    let mut others = visits.iter().enumerate().filter(|(it, _)| *it != customer);
                    assert!(
                        others.any(|(_, other)| other.place == Some(missed)),
                        "nobody had cat {missed}, yet customer {customer} got {:?}",
                        visit.place,
                    );
                }
            }
        },
    );
}

#[test]
fn the_first_free_cat_is_reserved() {
    judge::test!("a lone customer gets the first free cat, or one that became free meanwhile")
        .property(
            (0..=3_usize, vec(any::<bool>(), 1..=3)),
            |(cats, pauses)| {
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
            },
        );
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
        let visits = visits(&list, 2);
        let got = |visit: &Visit| visit.place.map_or("no cat", |place| CATS[place].1);
        match (got(&visits[0]), got(&visits[1])) {
            (ann, bob) if ann != bob => format!("Ann gets {ann}, Bob gets {bob}"),
            (both, _) if duration(visits.iter()) >= APPOINTMENT => {
                format!("both get {both}, one after the other")
            }
            (both, _) => format!("both get {both} at once"),
        }
    });
}

#[test]
#[serial]
fn a_reservation_shows_on_real_threads() {
    judge::test!("on real threads, the others see that a cat is reserved").native(|| {
        let list = List::new(&CATS[..1]);
        let customer = Arc::clone(&list);
        // Never joined: with a `reserve` that waits this would take five seconds.
        thread::spawn(move || customer.reserve());
        while list.cats() != [cat(CATS[0], false)] {
            thread::yield_now();
        }
    });
}
