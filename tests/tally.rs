//! `tally`: a writer sets one key after the other, and every read shows a single moment.
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

/// The round of every key, in order of key.
fn rounds(tally: &Tally) -> Vec<u32> {
    let read = tally.read_all();
    assert!(read.iter().map(|(key, _)| *key).eq(0..read.len()), "keys out of order: {read:?}");
    read.into_iter().map(|(_, round)| round).collect()
}

/// A writer with its rounds, and the number of reads of each reader.
#[derive(Clone, Debug)]
struct Scenario {
    keys: usize,
    rounds: Vec<u32>,
    reads: Vec<usize>,
}

fn scenario() -> impl Strategy<Value = Scenario> {
    let reads = prop_oneof![Just(vec![1]), Just(vec![2]), Just(vec![1, 1])];
    let keys = prop_oneof![1 => 0..=1_usize, 3 => Just(2)];
    (keys, vec(0..=2_u32, 1..=2), reads).prop_map(|(keys, rounds, reads)| Scenario {
        keys,
        rounds,
        reads,
    })
}

impl Scenario {
    /// All states of the tally, from the first to the last.
    fn states(&self) -> Vec<Vec<u32>> {
        let mut states = vec![vec![0; self.keys]];
        for round in &self.rounds {
            for key in 0..self.keys {
                let mut next = states[states.len() - 1].clone();
                next[key] = *round;
                states.push(next);
            }
        }
        states
    }

    /// The position of the first state from `earliest` on that equals `read`.
    fn find(&self, read: &[u32], earliest: usize) -> usize {
        let states = self.states();
        assert!(states.iter().any(|state| state == read), "the tally was never {read:?}");
        let found = states[earliest..].iter().position(|state| state == read);
        earliest + found.unwrap_or_else(|| panic!("a later read shows the older {read:?}"))
    }

    /// Checks that every read shows a state, and later reads no older one.
    fn check(&self) {
        judge::size("keys", self.keys);
        judge::size("rounds of the writer during a read", self.rounds.len());
        judge::size("readers", self.reads.len());
        self.reads.iter().for_each(|&reads| judge::size("reads of one reader", reads));
        let tally = Tally::new(self.keys);
        thread::scope(|scope| {
            let writer = scope.spawn(|| self.rounds.iter().for_each(|&n| tally.write_round(n)));
            let reader = |&reads: &usize| {
                let tally = &tally;
                scope.spawn(move || (0..reads).map(|_| rounds(tally)).collect::<Vec<_>>())
            };
            let readers: Vec<_> = self.reads.iter().map(reader).collect();
            let mut latest = 0;
            for reader in readers {
                let mut moment = 0;
                for read in reader.join().unwrap() {
                    moment = self.find(&read, moment);
                }
                latest = latest.max(moment);
            }
            // All readers are joined, so this read is later than theirs.
            self.find(&rounds(&tally), latest);
            writer.join().unwrap();
        });
        let last = self.rounds[self.rounds.len() - 1];
        assert_eq!(rounds(&tally), vec![last; self.keys], "the writer has finished");
    }
}

#[test]
fn a_new_tally_has_every_key_at_0() {
    judge::test!("a new tally has the keys `0..keys`, each at 0").property(
        prop_oneof![0..=4_usize, 5..=300_usize],
        |&keys| {
            judge::size("keys, in one thread", keys);
            let expected: Vec<_> = (0..keys).map(|key| (key, 0)).collect();
            assert_eq!(Tally::new(keys).read_all(), expected);
        },
    );
}

#[test]
fn a_round_sets_every_key() {
    let round = prop_oneof![0..=3_u32, Just(u32::MAX)];
    judge::test!("after a round every key has it").property(
        (prop_oneof![0..=4_usize, 9..=40_usize], vec(round, 1..=3)),
        |(keys, rounds)| {
            judge::size("keys, in one thread", *keys);
            let tally = Tally::new(*keys);
            for round in rounds {
                tally.write_round(*round);
                let expected: Vec<_> = (0..*keys).map(|key| (key, *round)).collect();
                assert_eq!(tally.read_all(), expected);
                assert_eq!(tally.read_all(), expected, "reading should change nothing");
            }
        },
    );
}

#[test]
fn every_key_has_the_round_when_its_writer_returns() {
    judge::test!(
        "when a round is written, every key has it, even if another thread writes the same one"
    )
    .property(1..=3_usize, |&keys| {
        judge::size("keys, for two writers of one round", keys);
        let tally = Tally::new(keys);
        thread::scope(|scope| {
            scope.spawn(|| tally.write_round(1));
            tally.write_round(1);
            assert_eq!(rounds(&tally), vec![1; keys], "the round is written");
        });
    });
}

#[test]
fn a_finished_round_is_seen_by_all_readers() {
    judge::test!("after a round every reader sees it, even if another one reads at the same time")
        .property(1..=2_usize, |&keys| {
            let tally = Tally::new(keys);
            tally.write_round(1);
            let seen = thread::scope(|scope| {
                let other = scope.spawn(|| rounds(&tally));
                [rounds(&tally), other.join().unwrap()]
            });
            assert_eq!(seen, [vec![1; keys], vec![1; keys]]);
        });
}

#[test]
fn tallies_are_independent() {
    judge::test!("a round in one tally does not appear in another").scenario(|| {
        let (left, right) = (Tally::new(2), Tally::new(2));
        thread::scope(|scope| {
            scope.spawn(|| left.write_round(1));
            scope.spawn(|| right.write_round(2));
        });
        assert_eq!((rounds(&left), rounds(&right)), (vec![1, 1], vec![2, 2]));
    });
}

#[test]
fn a_read_can_happen_between_two_keys() {
    judge::test!(
        "a read can happen between any two keys of a round, and sees the keys set in order"
    )
    .outcomes(|| {
        let tally = Tally::new(3);
        thread::scope(|scope| {
            scope.spawn(|| tally.write_round(1));
            judge::words!("the read sees the rounds {:?}", rounds(&tally))
        })
    });
}

/// Reads a tally with this many keys during round 1, and returns how many keys have it.
fn keys_set(keys: usize) -> usize {
    judge::size("keys for one read during one round", keys);
    let tally = Tally::new(keys);
    let read = thread::scope(|scope| {
        scope.spawn(|| tally.write_round(1));
        rounds(&tally)
    });
    let set = read.iter().take_while(|round| **round == 1).count();
    assert!(read[set..].iter().all(|round| *round == 0), "a read returned {read:?}");
    set
}

#[test]
fn a_read_can_happen_between_any_two_of_nine_keys() {
    judge::test!("a read can happen between any two of nine keys, and sees the first ones set")
        .outcomes(|| keys_set(9));
}

#[test]
fn a_read_shows_at_most_two_rounds() {
    judge::test!(
        "a read shows the newer round in the first keys and the previous round in all others"
    )
    .outcomes(|| {
        // Round 1 comes back, so two different moments have the same state.
        let tally = Tally::new(3);
        thread::scope(|scope| {
            scope.spawn(|| [1, 2, 1].map(|round| tally.write_round(round)));
            judge::words!("the read sees the rounds {:?}", rounds(&tally))
        })
    });
}

#[test]
fn every_read_shows_one_moment() {
    judge::test!("every read shows the tally at one moment, and later reads never an older moment")
        .property(scenario(), Scenario::check);
}

#[test]
fn every_read_of_a_long_update_shows_one_moment() {
    let keys = prop_oneof![Just(2_usize), 5..=9_usize];
    let scenario = (keys, vec(0..=3_u32, 1..=4), vec(1..=3_usize, 1..=3))
        .prop_map(|(keys, rounds, reads)| Scenario { keys, rounds, reads });
    judge::test!("every read shows one moment, even with many keys, rounds and readers")
        .sampled(30)
        .property(scenario, Scenario::check);
}

#[test]
fn a_read_beside_many_rounds_shows_one_moment() {
    judge::test!("however many rounds are written during a read, it shows one moment").property(
        (2..=3_usize, vec(0..=3_u32, 3..=5)),
        |(keys, rounds)| {
            Scenario { keys: *keys, rounds: rounds.clone(), reads: vec![1] }.check();
        },
    );
}

#[test]
fn reads_are_consistent_with_two_writers() {
    judge::test!("with two writers, the keys that a read shows as set are still the first ones")
        .property((1..=2_usize, 1..=2_usize), |&(keys, reads)| {
            judge::size("reads beside two writers", reads);
            let tally = Tally::new(keys);
            let seen = thread::scope(|scope| {
                scope.spawn(|| tally.write_round(1));
                scope.spawn(|| tally.write_round(2));
                (0..reads).map(|_| rounds(&tally)).collect::<Vec<_>>()
            });
            let last = rounds(&tally);
            check_order(keys, &seen, &last);
            let mut written = 0;
            for read in seen.iter().chain([&last]) {
                let prefix = read.iter().take_while(|round| **round > 0).count();
                assert!(read[prefix..].iter().all(|round| *round == 0), "a read returned {read:?}");
                assert!(prefix >= written, "a key went back to 0: {read:?}");
                assert!(
                    read.iter().all(|round| *round <= 2),
                    "{read:?} has a round that no writer wrote"
                );
                written = prefix;
            }
            assert_eq!(written, keys, "both writers have finished");
        });
}

/// Whether two writers, after `done` changes each, can continue from this state so that the tally has all states
/// that the reads show, and in the end the last one.
fn can_continue(state: &[u32], done: [usize; 2], reads: &[Vec<u32>], last: &[u32]) -> bool {
    let unseen: Vec<_> = reads.iter().filter(|read| *read != state).cloned().collect();
    if done == [state.len(); 2] {
        return unseen.is_empty() && state == last;
    }
    (0..2).filter(|&writer| done[writer] < state.len()).any(|writer| {
        let (mut state, mut done) = (state.to_vec(), done);
        state[done[writer]] = [1, 2][writer];
        done[writer] += 1;
        can_continue(&state, done, &unseen, last)
    })
}

fn check_order(keys: usize, reads: &[Vec<u32>], last: &[u32]) {
    assert!(
        can_continue(&vec![0; keys], [0, 0], reads, last),
        "the reads show {reads:?}, and in the end the rounds are {last:?}: in no order of the changes does the \
         tally have all these states"
    );
}

/// Reads two keys on some threads while two writers set them, and checks that the reads fit together.
fn check_two_writers(readers: usize) {
    judge::size("readers beside two writers", readers);
    let tally = Tally::new(2);
    let reads: Vec<_> = thread::scope(|scope| {
        scope.spawn(|| tally.write_round(1));
        scope.spawn(|| tally.write_round(2));
        let others: Vec<_> = (1..readers).map(|_| scope.spawn(|| rounds(&tally))).collect();
        let mine = rounds(&tally);
        std::iter::once(mine).chain(others.into_iter().map(|it| it.join().unwrap())).collect()
    });
    check_order(2, &reads, &rounds(&tally));
}

#[test]
fn readers_agree_on_the_order_of_two_writers() {
    judge::test!("with two writers, two readers never see the changes in different orders")
        .scenario(|| check_two_writers(2));
}

#[test]
fn many_readers_agree_on_the_order_of_two_writers() {
    judge::test!("with two writers, many readers never see the changes in different orders")
        .sampled(6_000)
        .property(prop_oneof![Just(3_usize), Just(6)], |&readers| check_two_writers(readers));
}

#[test]
fn rounds_are_read_on_real_threads() {
    judge::test!("on real threads, a reader sees every finished round").native(|| {
        let tally = Tally::new(100);
        for round in 1..=3 {
            thread::scope(|scope| {
                scope.spawn(|| tally.write_round(round));
            });
            let seen = thread::scope(|scope| scope.spawn(|| rounds(&tally)).join().unwrap());
            assert_eq!(seen, vec![round; 100]);
        }
    });
}

/// The results of the public API: no type of the exercise, with a `PartialEq` of its own, can stand in for one of std.
#[expect(dead_code, reason = "only its types matter")]
fn types(tally: &Tally) -> ((), Vec<(usize, u32)>) {
    (tally.write_round(0), tally.read_all())
}
