//! A panic in `eat`, and the panic for a seat that does not exist.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

use proptest::prelude::*;

use super::{Forks, table};

#[test]
fn a_panic_puts_the_forks_back() {
    judge::test!("a panic in `eat` reaches the caller, and both forks are put back").property(
        (2..=4_usize, any::<prop::sample::Index>()),
        |(seats, seat)| {
            let (table, seat) = (table(*seats), seat.index(*seats));
            let choke = || table.dine(seat, || resume_unwind(Box::new("a fishbone")));
            let panic = catch_unwind(AssertUnwindSafe(choke)).expect_err("the panic is lost");
            assert_eq!(
                panic.downcast_ref(),
                Some(&"a fishbone"),
                "the panic should be the one in `eat`"
            );
            let mut meals = 0;
            for seat in 0..*seats {
                table.dine(seat, || meals += 1);
            }
            assert_eq!(meals, *seats, "every philosopher should eat");
        },
    );
}

#[test]
fn a_neighbor_eats_after_a_panic() {
    judge::test!("a waiting neighbor gets the fork when the eating philosopher panics").property(
        2..=3_usize,
        |&seats| {
            let (table, forks) = (table(seats), Forks::new(seats));
            thread::scope(|scope| {
                scope.spawn(|| {
                    let choke = || {
                        table.dine(0, || {
                            forks.eat(0);
                            resume_unwind(Box::new("a fishbone"));
                        })
                    };
                    assert!(
                        catch_unwind(AssertUnwindSafe(choke)).is_err(),
                        "the panic should reach the caller"
                    );
                });
                table.dine(1, || forks.eat(1));
            });
        },
    );
}

#[test]
fn an_invalid_seat_panics() {
    judge::test!("a seat that does not exist panics with a clear message, without eating")
        .property((2..=3_usize, prop_oneof![0..=2_usize, Just(usize::MAX)]), |&(seats, beyond)| {
            let (table, mut meals) = (table(seats), 0);
            let seat = seats.saturating_add(beyond);
            let result = catch_unwind(AssertUnwindSafe(|| table.dine(seat, || meals += 1)));
            let panic = result.expect_err("dine should panic");
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let message = text.or(panic.downcast_ref().copied()).unwrap_or_default();
            let unclear = ["", "index out of bounds", "attempt to", "called `"];
            assert!(
                !unclear
                    .iter()
                    .any(|start| message == *start
                        || (!start.is_empty() && message.starts_with(start))),
                "the message \"{message}\" does not explain what is wrong with seat {seat}",
            );
            assert_eq!(meals, 0, "`eat` should not be called");
            (0..seats).for_each(|seat| table.dine(seat, || meals += 1));
            assert_eq!(meals, seats, "the philosophers at the valid seats should eat");
        });
}
