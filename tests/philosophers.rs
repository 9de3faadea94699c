//! Philosophers: neighbors never eat together, others can, and no philosopher waits forever.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/philosophers.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/philosophers.rs")]
mod philosophers;

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};
use std::thread;

use interleave::Explorer;
use judge::with_timeout;
use philosophers::Table;
use proptest::prelude::*;
use proptest::sample::select;

fn table(seats: usize) -> Table {
    Table::new(NonZeroUsize::new(seats).unwrap())
}

/// Checks that each fork is used by one philosopher at a time.
struct Forks(Vec<AtomicBool>);

impl Forks {
    fn new(seats: usize) -> Forks {
        Forks((0..seats).map(|_| AtomicBool::new(false)).collect())
    }

    /// Eats with both forks beside the seat, which are the same if there is one seat.
    fn eat(&self, seat: usize) {
        let right = (seat + 1) % self.0.len();
        let forks = if seat == right { vec![seat] } else { vec![seat, right] };
        for &fork in &forks {
            let taken = self.0[fork].swap(true, Ordering::SeqCst);
            assert!(
                !taken,
                "seat {seat} eats with fork {fork}, which another philosopher is using"
            );
        }
        for &fork in &forks {
            self.0[fork].store(false, Ordering::SeqCst);
        }
    }
}

/// Dines `times` times at each of these seats at the same time, and returns the number of meals.
/// Each thread counts its own meals, so that only the forks make threads wait for each other.
fn dine_together(seats: usize, diners: impl IntoIterator<Item = usize>, times: usize) -> usize {
    let diners = Vec::from_iter(diners);
    judge::size("seats", seats);
    judge::size("philosophers who dine at the same time", diners.len());
    judge::size("meals of one philosopher", times);
    let (table, forks) = (&table(seats), &Forks::new(seats));
    thread::scope(|scope| {
        let dine = |seat| {
            let mut meals = 0;
            for _ in 0..times {
                table.dine(seat, || {
                    forks.eat(seat);
                    meals += 1;
                });
            }
            meals
        };
        let diners: Vec<_> =
            diners.into_iter().map(|seat| scope.spawn(move || dine(seat))).collect();
        diners.into_iter().map(|diner| diner.join().unwrap()).sum()
    })
}

#[test]
fn dine_eats_once() {
    judge::test!("`dine` eats exactly once before it returns, at every seat, every time").property(
        prop_oneof![4 => (2..=5_usize, 1..=3_usize), 1 => (63..=70_usize, Just(1)), 1 => (129..=140_usize, Just(1))],
        |&(seats, rounds)| {
            judge::size("seats, in one thread", seats);
            let (table, meals) = (table(seats), AtomicUsize::new(0));
            for round in 0..rounds {
                for seat in 0..seats {
                    table.dine(seat, || _ = meals.fetch_add(1, Ordering::Relaxed));
                    let eaten = round * seats + seat + 1;
                    assert_eq!(meals.load(Ordering::Relaxed), eaten, "seat {seat} should eat once");
                }
            }
        },
    );
}

#[test]
fn all_philosophers_can_dine_at_once() {
    judge::test!("all philosophers can dine at once, and neighbors never eat together").property(
        2..=3_usize,
        |&seats| {
            assert_eq!(dine_together(seats, 0..seats, 1), seats, "every philosopher should eat");
        },
    );
}

#[test]
fn five_philosophers_can_dine_at_once() {
    let test = judge::test!("five philosophers can dine at once, without a deadlock");
    let dine = |seats| assert_eq!(dine_together(seats, 0..seats, 1), seats, "all should eat");
    // Some correct solutions have too many interleavings for five, so explore all only for three.
    match Explorer::new().max_executions(4_000).first_failure().check(|| dine(5)) {
        Ok(coverage) => test.scenario(|| {
            if coverage.is_complete() {
                judge::size("philosophers who dine at the same time", 5);
            }
            dine(3);
        }),
        Err(_) => test.scenario(|| dine(5)),
    }
}

#[test]
fn a_full_table_does_not_deadlock() {
    judge::test!("all philosophers can dine at once, at a table with up to 12 seats")
        .sampled_in_turns(20)
        .property(4..=12_usize, |&seats| {
            assert_eq!(dine_together(seats, 0..seats, 1), seats, "every philosopher should eat");
        });
}

#[test]
fn a_full_table_dines_repeatedly() {
    judge::test!("all philosophers can dine repeatedly, and neighbors never eat together")
        .sampled(20)
        .property((3..=9_usize, 1..=3_usize), |&(seats, times)| {
            let meals = dine_together(seats, 0..seats, times);
            assert_eq!(meals, seats * times, "every philosopher should eat");
        });
}

#[test]
fn two_neighbors_dine_repeatedly() {
    judge::test!("two philosophers who share both forks eat in turn, repeatedly")
        .scenario(|| assert_eq!(dine_together(2, 0..2, 2), 4, "both should eat twice"));
}

#[test]
fn one_seat_has_one_fork() {
    judge::test!("with one seat there is one fork, for two threads in turn, and after a panic")
        .scenario(|| {
            let (table, forks) = (table(1), Forks::new(1));
            thread::scope(|scope| {
                scope.spawn(|| table.dine(0, || forks.eat(0)));
                table.dine(0, || forks.eat(0));
            });
            let choke = || table.dine(0, || resume_unwind(Box::new("a fishbone")));
            assert!(catch_unwind(AssertUnwindSafe(choke)).is_err(), "the panic is lost");
            let mut meals = 0;
            table.dine(0, || meals += 1);
            assert_eq!(meals, 1, "the fork should be back after the panic");
        });
}

#[test]
fn threads_at_one_seat_eat_in_turn() {
    judge::test!("two threads at one seat eat one after the other, even beside a neighbor")
        .property(
            (2..=4_usize, any::<prop::sample::Index>(), any::<bool>()),
            |(seats, seat, neighbor)| {
                let seat = seat.index(*seats);
                let neighbor = neighbor.then_some((seat + 1) % seats);
                let diners = [seat, seat].into_iter().chain(neighbor);
                let hungry = diners.clone().count();
                assert_eq!(
                    dine_together(*seats, diners, 1),
                    hungry,
                    "every philosopher should eat"
                );
            },
        );
}

/// Numbers of seats, each with two seats that are not neighbors.
fn non_neighbors() -> Vec<(usize, usize, usize)> {
    let tables = (4..=6).flat_map(|seats| (0..seats).map(move |one| (seats, one)));
    let pairs = tables.flat_map(|(seats, one)| (one + 2..seats).map(move |two| (seats, one, two)));
    pairs.filter(|&(seats, one, two)| (two + 1) % seats != one).collect()
}

#[test]
fn non_neighbors_can_eat_together() {
    judge::test!("two philosophers who are not neighbors can eat at the same time").reachable(
        || {
            let (table, eating, most) = (table(4), AtomicUsize::new(0), AtomicUsize::new(0));
            thread::scope(|scope| {
                for seat in [1, 3] {
                    let (table, eating, most) = (&table, &eating, &most);
                    scope.spawn(move || {
                        table.dine(seat, || {
                            most.fetch_max(
                                eating.fetch_add(1, Ordering::SeqCst) + 1,
                                Ordering::SeqCst,
                            );
                            eating.fetch_sub(1, Ordering::SeqCst);
                        });
                    });
                }
            });
            most.into_inner() == 2
        },
    );
}

#[test]
fn non_neighbors_can_wait_for_each_other() {
    judge::test!(
        "any two philosophers who are not neighbors can wait for each other while they eat"
    )
    .cases(32)
    .property(select(non_neighbors()), meet);
}

/// Two philosophers wait for each other while they eat.
fn meet(&(seats, one, two): &(usize, usize, usize)) {
    judge::size("seats, for two non-neighbors", seats);
    let (table, meet) = (table(seats), Barrier::new(2));
    thread::scope(|scope| {
        scope.spawn(|| table.dine(one, || _ = meet.wait()));
        table.dine(two, || _ = meet.wait());
    });
}

#[test]
fn non_neighbors_who_had_to_wait_can_eat_together() {
    judge::test!("both neighbors of a philosopher who has eaten can eat at the same time")
        .scenario(|| {
            let (table, meet) = (table(4), Barrier::new(2));
            let (begin, begun) = channel();
            thread::scope(|scope| {
                scope.spawn(|| table.dine(1, || begin.send(()).unwrap()));
                begun.recv().unwrap();
                scope.spawn(|| table.dine(0, || _ = meet.wait()));
                table.dine(2, || _ = meet.wait());
            });
        });
}

#[test]
fn non_neighbors_at_a_long_table_can_wait_for_each_other() {
    // Distances at which sets of bits, and groups of seats, begin again.
    let distances = [2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129];
    let seats = (7..=9_usize).chain([20, 40, 70, 140]);
    let seats = seats.flat_map(move |seats| distances.map(move |distance| (seats, distance)));
    let pairs =
        seats.filter(|(seats, distance)| distance + 2 <= *seats).map(|(seats, distance)| {
            (seats, (seats - distance) / 3, (seats - distance) / 3 + distance)
        });
    judge::test!(
        "any two philosophers who are not neighbors can wait for each other at long tables"
    )
    .cases(160)
    .sampled(1)
    .property(select(pairs.collect::<Vec<_>>()), meet);
}

#[test]
fn a_waiting_philosopher_blocks() {
    judge::test!("a philosopher who waits for a fork blocks, and does not spin")
        .explorer(Explorer::new().deny_busy_waiting())
        .scenario(|| {
            let table = Arc::new(table(3));
            let ((begin, begun), (end, ended)) = (channel(), channel());
            let neighbor = Arc::clone(&table);
            let eater = thread::spawn(move || {
                table.dine(0, || {
                    begin.send(()).unwrap();
                    ended.recv().unwrap();
                });
            });
            begun.recv().unwrap();
            let neighbor = thread::spawn(move || neighbor.dine(2, || {}));
            end.send(()).unwrap();
            eater.join().unwrap();
            neighbor.join().unwrap();
        });
}

#[test]
fn four_of_eight_dine_on_real_threads() {
    judge::test!("on real threads, every second philosopher of eight dines 1,000 times").native(
        || {
            let meals = with_timeout(|| dine_together(8, (0..8).step_by(2), 1_000));
            assert_eq!(meals, 4_000, "every philosopher should eat");
        },
    );
}

#[path = "philosophers/panics.rs"]
mod panics;

/// The results of the public API: no type of the exercise, with a `PartialEq` of its own, can stand in for one of std.
#[expect(dead_code, reason = "only its types matter")]
fn types(table: &Table) {
    table.dine(0, || ())
}
