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
#[path = "cat/http.rs"]
mod over_http;
#[path = "cat/reserve.rs"]
mod reserve;

use std::sync::Arc;
use std::thread;
use std::time::Instant;

use cat::{APPOINTMENT, Cat, List};
use proptest::collection::vec;
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

/// `free taken` for two cats of which the second is reserved.
fn states(cats: &[Cat]) -> String {
    let states = cats
        .iter()
        .map(|cat| if cat.available { "free" } else { "taken" });
    states.collect::<Vec<_>>().join(" ")
}

#[test]
fn the_list_shows_every_cat_in_order() {
    judge::test!("the list shows every cat in order, and those of one personality on their own")
        .property(
            vec(("[A-Za-zé \"]{0,4}", "lazy|shy|Lazy|"), 0..=4),
            |cats| {
                let cats: Vec<_> = cats
                    .iter()
                    .map(|(name, kind)| (&name[..], &kind[..]))
                    .collect();
                let list = List::new(&cats);
                let expected: Vec<_> = cats.iter().map(|&it| cat(it, true)).collect();
                assert_eq!(list.cats(), expected);
                for kind in ["lazy", "shy", "Lazy", "", "laz"] {
                    let alike = expected.iter().filter(|cat| cat.personality == kind);
                    assert_eq!(
                        list.by_personality(kind),
                        alike.cloned().collect::<Vec<_>>()
                    );
                }
            },
        );
}

/// What a reader can see while a customer takes one cat after the other. Once an appointment is
/// over there is more to see than is of interest here.
fn look_while_cats_are_taken(look: fn(&List) -> Vec<Cat>) -> String {
    let list = List::new(&TWINS);
    let opened = Instant::now();
    thread::scope(|scope| {
        scope.spawn(|| [list.reserve(), list.reserve()]);
        let seen = look(&list);
        if opened.elapsed() < APPOINTMENT {
            states(&seen)
        } else {
            "later".to_string()
        }
    })
}

#[test]
fn the_list_is_read_in_one_moment() {
    judge::test!("the list is read in one moment: no cat is taken before the one in front of it")
        .outcomes(|| look_while_cats_are_taken(List::cats));
}

#[test]
fn cats_of_one_personality_are_read_in_one_moment() {
    judge::test!("cats of one personality are read in one moment")
        .outcomes(|| look_while_cats_are_taken(|list| list.by_personality("lazy")));
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
