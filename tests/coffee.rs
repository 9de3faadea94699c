//! Coffee: one board, and many who write on it.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/coffee.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/coffee.rs")]
mod coffee;

use std::iter;
use std::thread;
use std::time::{Duration, Instant};

use coffee::{Coffee, LENGTH, TooLong};
use interleave::History;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::subsequence;

/// Any two of them, and the blank board, differ in the last letter: a mix shows at once.
const MENU: [&str; 4] =
    ["Mocha with Milk", "Espresso doppio", "Turkish, strong", "Green Tea, cold"];

const BLANK: &str = "               ";

/// What a thread can do with a board that it shares.
#[derive(Clone, Debug)]
enum Op {
    Look,
    Write(String),
}

#[derive(Clone, Debug, PartialEq)]
enum Answer {
    Board(String),
    Refused,
    Written,
}

impl Op {
    fn perform(&self, coffee: &Coffee) -> Answer {
        match self {
            Op::Look => Answer::Board(coffee.order()),
            Op::Write(order) => match coffee.write_text(order) {
                Ok(()) => Answer::Written,
                Err(_) => Answer::Refused,
            },
        }
    }

    /// What a board does that nobody else can see.
    fn model(board: &mut String, op: &Op) -> Answer {
        match op {
            Op::Look => Answer::Board(board.clone()),
            Op::Write(order) if order.len() > 15 || !order.is_ascii() => Answer::Refused,
            Op::Write(order) => {
                *board = format!("{order:15}");
                Answer::Written
            }
        }
    }
}

/// Orders that are too long, that are not in ASCII, or both.
fn unfit() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{16,20}", "[ -~]{0,7}[éß世☕][ -~]{0,7}", "[é☕]{16}"]
}

/// A few writers with an order each, all different, and one who looks and who orders in vain.
fn threads() -> impl Strategy<Value = Vec<Vec<Op>>> {
    let orders = subsequence(MENU.to_vec(), 1..=3);
    (orders, 0..=2_usize, option::of(unfit())).prop_map(|(orders, looks, refused)| {
        let writers = orders.into_iter().map(|order| vec![Op::Write(order.to_string())]);
        let guest = iter::repeat_n(Op::Look, looks).chain(refused.map(Op::Write));
        writers.chain([guest.collect()]).collect()
    })
}

#[test]
fn a_new_board_is_blank() {
    judge::test!("a new board shows 15 blanks").scenario(|| {
        assert_eq!(LENGTH, 15, "the board has room for 15 letters");
        assert_eq!(Coffee::new().order(), BLANK);
    });
}

#[test]
fn an_order_is_padded_with_blanks() {
    judge::test!("the board shows the last order, with blanks up to 15 letters").property(
        ("[!-~]{0,15}", "[ -~]{0,15}"),
        |(first, last)| {
            let coffee = Coffee::new();
            for order in ["", "Mocha with Milk", first, last] {
                coffee.write_text(order).unwrap();
                assert_eq!(coffee.order(), format!("{order:15}"));
            }
        },
    );
}

#[test]
fn a_refused_order_leaves_the_board_as_it_was() {
    fn is_an_error(_: &(impl std::error::Error + ?Sized)) {}
    judge::test!("an order that does not fit is refused and leaves the board as it was").property(
        unfit(),
        |order| {
            let coffee = Coffee::new();
            for before in ["", "Tea no sugar"] {
                coffee.write_text(before).unwrap();
                let refusal: TooLong = coffee.write_text(order).unwrap_err();
                is_an_error(&refusal);
                assert_ne!(refusal.to_string(), "", "the error should say what is wrong");
                assert_eq!(coffee.order(), format!("{before:15}"), "the old order should stay");
            }
        },
    );
}

#[test]
fn fifteen_letters_fit_and_sixteen_do_not() {
    judge::test!("15 letters fit, 16 do not, and é is no ASCII letter").scenario(|| {
        let coffee = Coffee::new();
        assert!(coffee.write_text("Mocha with Milk").is_ok());
        for order in ["Mocha with Milky", "Mocha with Milk ", "Café", "Mochá with Milk"] {
            assert!(coffee.write_text(order).is_err(), "\"{order}\" was not refused");
        }
        assert_eq!(coffee.order(), "Mocha with Milk");
    });
}

#[test]
fn writing_takes_a_pause_between_letters() {
    judge::test!("writing 15 letters takes 14 or 15 pauses of 10 ms each").scenario(|| {
        let coffee = Coffee::new();
        let start = Instant::now();
        coffee.write_text("Mocha with Milk").unwrap();
        let pauses = start.elapsed();
        let expected = [14, 15].map(|pauses| pauses * Duration::from_millis(10));
        assert!(expected.contains(&pauses), "writing took {pauses:?}");
    });
}

#[test]
fn two_boards_are_two_boards() {
    judge::test!("what is written on one board does not show on another").scenario(|| {
        let (left, right) = (Coffee::new(), Coffee::new());
        thread::scope(|scope| {
            scope.spawn(|| left.write_text("Choca").unwrap());
            scope.spawn(|| right.write_text("Tea no sugar").unwrap());
        });
        assert_eq!(left.order(), "Choca          ");
        assert_eq!(right.order(), "Tea no sugar   ");
    });
}

#[test]
fn four_writers_leave_four_boards() {
    judge::test!("four writers leave one of exactly four boards").outcomes(|| {
        let coffee = Coffee::new();
        thread::scope(|scope| {
            for order in ["Choca", "Mocha with Milk", "Banana Shake", "Tea no sugar"] {
                let coffee = &coffee;
                scope.spawn(move || coffee.write_text(order).unwrap());
            }
        });
        coffee.order()
    });
}

#[test]
fn a_reader_sees_the_board_before_or_after_an_order() {
    judge::test!("a reader sees the board as before or as after an order, never half of it")
        .outcomes(|| {
            let coffee = Coffee::new();
            thread::scope(|scope| {
                scope.spawn(|| coffee.write_text("Mocha with Milk").unwrap());
                coffee.order()
            })
        });
}

#[test]
fn the_board_always_shows_one_whole_order() {
    judge::test!("the board always shows one whole order").property(threads(), |threads| {
        let (coffee, history) = (Coffee::new(), History::new());
        let perform = &|op: &Op| history.record(op.clone(), || op.perform(&coffee));
        thread::scope(|scope| {
            for ops in threads {
                scope.spawn(move || {
                    for op in ops {
                        perform(op);
                    }
                });
            }
        });
        perform(&Op::Look);
        history.assert_linearizable(BLANK.to_string(), Op::model);
    });
}

#[test]
fn orders_one_after_the_other_on_real_threads() {
    judge::test!("on real threads, the board shows the order of the writer who came last").native(
        || {
            let coffee = Coffee::new();
            for order in ["Mocha with Milk", "Choca"] {
                thread::scope(|scope| {
                    scope.spawn(|| coffee.write_text(order).unwrap());
                });
                assert_eq!(coffee.order(), format!("{order:15}"));
            }
        },
    );
}
