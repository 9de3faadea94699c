//! Tally: writers go from key to key, and every look shows one moment.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/tally.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/tally.rs")]
mod tally;

use std::thread;

use proptest::collection::vec;
use proptest::prelude::*;
use tally::Tally;

/// The counts alone; the keys are the places.
fn counts(tally: &Tally) -> Vec<u32> {
    let look = tally.read_all();
    assert!(look.iter().map(|(key, _)| *key).eq(0..look.len()), "keys out of order: {look:?}");
    look.into_iter().map(|(_, count)| count).collect()
}

/// A writer with its rounds, and readers with so many looks each.
#[derive(Clone, Debug)]
struct Watch {
    keys: usize,
    rounds: Vec<u32>,
    looks: Vec<usize>,
}

fn watch() -> impl Strategy<Value = Watch> {
    let looks = prop_oneof![Just(vec![1]), Just(vec![2]), Just(vec![1, 1])];
    let keys = prop_oneof![1 => 0..=1_usize, 3 => Just(2)];
    (keys, vec(0..=2_u32, 1..=2), looks).prop_map(|(keys, rounds, looks)| Watch {
        keys,
        rounds,
        looks,
    })
}

impl Watch {
    /// Everything that the tally is, from its first moment to its last.
    fn moments(&self) -> Vec<Vec<u32>> {
        let mut moments = vec![vec![0; self.keys]];
        for round in &self.rounds {
            for key in 0..self.keys {
                let mut next = moments[moments.len() - 1].clone();
                next[key] = *round;
                moments.push(next);
            }
        }
        moments
    }

    /// The first moment from `earliest` on that looks like this.
    fn find(&self, look: &[u32], earliest: usize) -> usize {
        let moments = self.moments();
        assert!(moments.iter().any(|moment| moment == look), "the tally never was {look:?}");
        let found = moments[earliest..].iter().position(|moment| moment == look);
        earliest + found.unwrap_or_else(|| panic!("a later look shows the older {look:?}"))
    }
}

#[test]
fn a_new_tally_has_every_key_at_0() {
    judge::test!("a new tally has the keys from 0 on, each at 0").property(0..=4_usize, |&keys| {
        let expected: Vec<_> = (0..keys).map(|key| (key, 0)).collect();
        assert_eq!(Tally::new(keys).read_all(), expected);
    });
}

#[test]
fn a_round_sets_every_key() {
    let round = prop_oneof![0..=3_u32, Just(u32::MAX)];
    judge::test!("after a round every key shows it").property(
        (0..=4_usize, vec(round, 1..=3)),
        |(keys, rounds)| {
            let tally = Tally::new(*keys);
            for round in rounds {
                tally.write_round(*round);
                let expected: Vec<_> = (0..*keys).map(|key| (key, *round)).collect();
                assert_eq!(tally.read_all(), expected);
                assert_eq!(tally.read_all(), expected, "looking should change nothing");
            }
        },
    );
}

#[test]
fn two_tallies_are_two_tallies() {
    judge::test!("what is written in one tally does not show in another").scenario(|| {
        let (left, right) = (Tally::new(2), Tally::new(2));
        thread::scope(|scope| {
            scope.spawn(|| left.write_round(1));
            scope.spawn(|| right.write_round(2));
        });
        assert_eq!((counts(&left), counts(&right)), (vec![1, 1], vec![2, 2]));
    });
}

#[test]
fn a_look_can_come_in_between_two_keys() {
    judge::test!("a look can come in between any two keys of a round, and sees them in order")
        .outcomes(|| {
            let tally = Tally::new(3);
            thread::scope(|scope| {
                scope.spawn(|| tally.write_round(1));
                counts(&tally)
            })
        });
}

#[test]
fn a_look_shows_at_most_two_rounds() {
    judge::test!("a look shows the newer round in its first keys and the one before in all others")
        .outcomes(|| {
            // Round 1 comes back: moments that look alike are not one moment.
            let tally = Tally::new(3);
            thread::scope(|scope| {
                scope.spawn(|| [1, 2, 1].map(|round| tally.write_round(round)));
                counts(&tally)
            })
        });
}

#[test]
fn every_look_shows_one_moment() {
    judge::test!("every look shows the tally at one moment, and a later look no older one")
        .property(watch(), |watch| {
            let tally = Tally::new(watch.keys);
            thread::scope(|scope| {
                let writer =
                    scope.spawn(|| watch.rounds.iter().for_each(|&n| tally.write_round(n)));
                let reader = |&looks: &usize| {
                    let tally = &tally;
                    scope.spawn(move || (0..looks).map(|_| counts(tally)).collect::<Vec<_>>())
                };
                let readers: Vec<_> = watch.looks.iter().map(reader).collect();
                let mut latest = 0;
                for reader in readers {
                    let mut moment = 0;
                    for look in reader.join().unwrap() {
                        moment = watch.find(&look, moment);
                    }
                    latest = latest.max(moment);
                }
                // Whoever knows what the readers saw looks later than they did.
                watch.find(&counts(&tally), latest);
                writer.join().unwrap();
            });
            let last = watch.rounds[watch.rounds.len() - 1];
            assert_eq!(counts(&tally), vec![last; watch.keys], "the writer is done");
        });
}

#[test]
fn two_writers_leave_whole_looks() {
    judge::test!("with two writers too, a look shows keys that are written before all others")
        .property((1..=2_usize, 1..=2_usize), |&(keys, looks)| {
            let tally = Tally::new(keys);
            let seen = thread::scope(|scope| {
                scope.spawn(|| tally.write_round(1));
                scope.spawn(|| tally.write_round(2));
                (0..looks).map(|_| counts(&tally)).collect::<Vec<_>>()
            });
            let mut written = 0;
            for look in seen.iter().chain([&counts(&tally)]) {
                let prefix = look.iter().take_while(|count| **count > 0).count();
                assert!(look[prefix..].iter().all(|count| *count == 0), "a look was {look:?}");
                assert!(prefix >= written, "a key went back to 0: {look:?}");
                assert!(look.iter().all(|count| *count <= 2), "nobody wrote what {look:?} shows");
                written = prefix;
            }
            assert_eq!(written, keys, "both writers are done");
        });
}

#[test]
fn rounds_are_read_on_real_threads() {
    judge::test!("on real threads, a reader sees every round that is over").native(|| {
        let tally = Tally::new(100);
        for round in 1..=3 {
            thread::scope(|scope| {
                scope.spawn(|| tally.write_round(round));
            });
            let seen = thread::scope(|scope| scope.spawn(|| counts(&tally)).join().unwrap());
            assert_eq!(seen, vec![round; 100]);
        }
    });
}
