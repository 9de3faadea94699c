//! Philosophers: neighbours never eat together, others can, and nobody waits for ever.
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
use std::time::Duration;

use interleave::{Explorer, FailureKind};
use philosophers::Table;
use proptest::prelude::*;
use proptest::sample::select;

fn table(seats: usize) -> Table {
    Table::new(NonZeroUsize::new(seats).unwrap())
}

/// The forks as they should be: seen by those who eat, each in one hand at a time.
struct Forks(Vec<AtomicBool>);

impl Forks {
    fn new(seats: usize) -> Forks {
        Forks((0..seats).map(|_| AtomicBool::new(false)).collect())
    }

    /// Eats with both forks beside the seat, which is one fork if there is one seat.
    fn eat(&self, seat: usize) {
        let right = (seat + 1) % self.0.len();
        let forks = if seat == right { vec![seat] } else { vec![seat, right] };
        for &fork in &forks {
            let taken = self.0[fork].swap(true, Ordering::SeqCst);
            assert!(!taken, "seat {seat} eats with fork {fork}, which is in another hand");
        }
        for &fork in &forks {
            self.0[fork].store(false, Ordering::SeqCst);
        }
    }
}

/// Lets a philosopher eat for each of these seats, all at once, so many times: how many meals that is.
/// Each counts alone, so that nothing but the forks makes one wait for another.
fn dine_together(seats: usize, diners: impl IntoIterator<Item = usize>, times: usize) -> usize {
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
    judge::test!("dine eats once before it returns, at every seat, as often as one likes")
        .property((2..=5_usize, 1..=3_usize), |&(seats, rounds)| {
            let (table, meals) = (table(seats), AtomicUsize::new(0));
            for round in 0..rounds {
                for seat in 0..seats {
                    table.dine(seat, || _ = meals.fetch_add(1, Ordering::Relaxed));
                    let eaten = round * seats + seat + 1;
                    assert_eq!(meals.load(Ordering::Relaxed), eaten, "seat {seat} should eat once");
                }
            }
        });
}

#[test]
fn all_can_be_hungry_at_once() {
    judge::test!("all hungry at once: nobody waits for ever, and neighbours never eat together")
        .property(2..=3_usize, |&seats| {
            assert_eq!(dine_together(seats, 0..seats, 1), seats, "everybody should eat");
        });
}

#[test]
fn five_can_be_hungry_at_once() {
    let test = judge::test!("five are hungry at once, and nobody waits for ever");
    let hungry = |seats| assert_eq!(dine_together(seats, 0..seats, 1), seats, "all should eat");
    // Some right answers have too many interleavings here: a part of them must do, and all of three.
    match Explorer::new().max_executions(4_000).first_failure().check(|| hungry(5)) {
        Ok(_) => test.scenario(|| hungry(3)),
        Err(_) => test.scenario(|| hungry(5)),
    }
}

#[test]
fn two_at_a_table_for_two_eat_again_and_again() {
    judge::test!("two who share both forks eat one after the other, again and again")
        .scenario(|| assert_eq!(dine_together(2, 0..2, 2), 4, "both should eat twice"));
}

#[test]
fn one_seat_has_one_fork() {
    judge::test!("with one seat there is one fork: enough for two in turn, and after a panic")
        .scenario(|| {
            let (table, forks) = (table(1), Forks::new(1));
            thread::scope(|scope| {
                scope.spawn(|| table.dine(0, || forks.eat(0)));
                table.dine(0, || forks.eat(0));
            });
            let choke = || table.dine(0, || resume_unwind(Box::new("a fishbone")));
            assert!(catch_unwind(AssertUnwindSafe(choke)).is_err(), "the panic is gone");
            let mut meals = 0;
            table.dine(0, || meals += 1);
            assert_eq!(meals, 1, "the fork should be back after the panic");
        });
}

#[test]
fn two_at_one_seat_eat_one_after_the_other() {
    judge::test!("two threads at one seat eat one after the other, beside a neighbour too")
        .property(
            (2..=4_usize, any::<prop::sample::Index>(), any::<bool>()),
            |(seats, seat, neighbour)| {
                let seat = seat.index(*seats);
                let neighbour = neighbour.then_some((seat + 1) % seats);
                let diners = [seat, seat].into_iter().chain(neighbour);
                let hungry = diners.clone().count();
                assert_eq!(dine_together(*seats, diners, 1), hungry, "everybody should eat");
            },
        );
}

/// Tables at which there are two who are no neighbours, and the places of those two.
fn strangers() -> Vec<(usize, usize, usize)> {
    let tables = (4..=6).flat_map(|seats| (0..seats).map(move |one| (seats, one)));
    let pairs = tables.flat_map(|(seats, one)| (one + 2..seats).map(move |two| (seats, one, two)));
    pairs.filter(|&(seats, one, two)| (two + 1) % seats != one).collect()
}

#[test]
fn strangers_can_eat_together() {
    judge::test!("two who are no neighbours can eat at the same time").reachable(|| {
        let (table, eating, most) = (table(4), AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for seat in [1, 3] {
                let (table, eating, most) = (&table, &eating, &most);
                scope.spawn(move || {
                    table.dine(seat, || {
                        most.fetch_max(eating.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        eating.fetch_sub(1, Ordering::SeqCst);
                    });
                });
            }
        });
        most.into_inner() == 2
    });
}

#[test]
fn strangers_can_meet_while_they_eat() {
    judge::test!("any two who are no neighbours can wait for each other while they eat")
        .cases(32)
        .property(select(strangers()), |&(seats, one, two)| {
            let (table, meet) = (table(seats), Barrier::new(2));
            thread::scope(|scope| {
                scope.spawn(|| table.dine(one, || _ = meet.wait()));
                table.dine(two, || _ = meet.wait());
            });
        });
}

/// A neighbour gets hungry while another eats. Without an end of that meal, waiting is for ever.
fn hungry_beside_a_meal(seats: usize, with_an_end: bool) {
    let table = Arc::new(table(seats));
    let ((begin, begun), (end, ended)) = (channel(), channel());
    let neighbour = Arc::clone(&table);
    let eater = thread::spawn(move || {
        table.dine(0, || {
            begin.send(()).unwrap();
            ended.recv().unwrap();
        });
    });
    begun.recv().unwrap();
    let neighbour = thread::spawn(move || neighbour.dine(seats - 1, || {}));
    if with_an_end {
        end.send(()).unwrap();
    }
    eater.join().unwrap();
    neighbour.join().unwrap();
}

#[test]
fn who_waits_for_a_fork_sleeps() {
    let test = judge::test!("who waits for a fork sleeps, and does not look again and again");
    let for_ever = || hungry_beside_a_meal(3, false);
    let awake = [FailureKind::Livelock, FailureKind::StepLimit];
    match Explorer::new().check(for_ever) {
        // A meal without an end shows what a neighbour does meanwhile: it must not be awake.
        Err(failure) if awake.contains(&failure.kind) => test.scenario(for_ever),
        _ => test.scenario(|| hungry_beside_a_meal(3, true)),
    }
}

/// Runs on a thread of its own: what waits for ever must not keep the test.
fn patiently<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::spawn(work);
    for _ in 0..10_000 {
        if thread.is_finished() {
            return thread.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
        thread::sleep(Duration::from_millis(1));
    }
    panic!("still not done after ten seconds: somebody waits for a fork that never comes back");
}

#[test]
fn every_other_one_dines_on_real_threads() {
    judge::test!("on real threads, every other one of eight dines 1,000 times").native(|| {
        let meals = patiently(|| dine_together(8, (0..8).step_by(2), 1_000));
        assert_eq!(meals, 4_000, "everybody should eat");
    });
}

#[path = "philosophers/panics.rs"]
mod panics;
