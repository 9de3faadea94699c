//! `coffee`: several threads write on one board, which always shows one whole order.
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
use judge::text;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::subsequence;

/// Any two of these, and an empty board, differ in the last character, so every mix is detected.
const MENU: [&str; 4] =
    ["Mocha with Milk", "Espresso doppio", "Turkish, strong", "Green Tea, cold"];

const EMPTY: &str = "               ";

/// An operation on a shared board.
#[derive(Clone, Debug)]
enum Op {
    Read,
    Write(String),
}

#[derive(Clone, Debug, PartialEq)]
enum Output {
    Board(String),
    Refused,
    Written,
}

impl Op {
    fn perform(&self, coffee: &Coffee) -> Output {
        match self {
            Op::Read => Output::Board(coffee.order()),
            Op::Write(order) => match coffee.write_text(order) {
                Ok(()) => Output::Written,
                Err(_) => Output::Refused,
            },
        }
    }

    /// The sequential model.
    fn model(board: &mut String, op: &Op) -> Output {
        match op {
            Op::Read => Output::Board(board.clone()),
            Op::Write(order) if order.len() > 15 || !order.is_ascii() => Output::Refused,
            Op::Write(order) => {
                *board = format!("{order:15}");
                Output::Written
            }
        }
    }
}

/// Orders that are too long, not ASCII, or both.
fn invalid_order() -> impl Strategy<Value = String> {
    let some = || text(" -~", 0..=7);
    let with_one = (some(), text("éß世☕", 1), some()).prop_map(|(a, b, c)| a + &b + &c);
    prop_oneof![text(" -~", 16..=20), with_one, text("é☕", 16)]
}

/// Writers with one order each, all different, and a thread that reads and writes an invalid order.
fn threads() -> impl Strategy<Value = Vec<Vec<Op>>> {
    let orders = subsequence(MENU.to_vec(), 1..=3);
    (orders, 0..=2_usize, option::of(invalid_order())).prop_map(|(orders, reads, invalid)| {
        let writers = orders.into_iter().map(|order| vec![Op::Write(order.to_string())]);
        let reader = iter::repeat_n(Op::Read, reads).chain(invalid.map(Op::Write));
        writers.chain([reader.collect()]).collect()
    })
}

#[test]
fn a_new_board_shows_15_spaces() {
    judge::test!("a new board shows 15 spaces").scenario(|| {
        assert_eq!(LENGTH, 15, "a board has 15 characters");
        assert_eq!(Coffee::new().order(), EMPTY);
    });
}

#[test]
fn an_order_is_padded_with_spaces() {
    judge::test!("the board shows the last order, padded with spaces to 15 characters").property(
        (text("!-~", 0..=15), text(" -~\t\n\u{7f}", 0..=15)),
        |(first, last)| {
            let coffee = Coffee::new();
            for order in ["", "Mocha with Milk", "", first, last, "Espresso doppio", last] {
                coffee.write_text(order).unwrap();
                assert_eq!(coffee.order(), format!("{order:15}"));
            }
        },
    );
}

#[test]
fn hundreds_of_orders_are_shown() {
    judge::test!("after hundreds of orders, the board shows the last one").scenario(|| {
        let coffee = Coffee::new();
        for orders in [1, 2, 256] {
            judge::size("orders in a row", orders);
            let mut last = "";
            for order in MENU.into_iter().cycle().skip(orders % 3).take(orders) {
                coffee.write_text(order).unwrap();
                last = order;
            }
            assert_eq!(coffee.order(), format!("{last:15}"), "after {orders} more orders");
        }
    });
}

#[test]
fn a_refused_order_leaves_the_board_as_it_was() {
    fn is_an_error(_: &(impl std::error::Error + ?Sized)) {}
    judge::test!("an order that does not fit is an error and leaves the board unchanged").property(
        invalid_order(),
        |order| {
            let coffee = Coffee::new();
            for before in ["", "Tea no sugar"] {
                coffee.write_text(before).unwrap();
                let error: TooLong = coffee.write_text(order).unwrap_err();
                is_an_error(&error);
                assert_ne!(error.to_string(), "", "the error message should not be empty");
                assert_eq!(coffee.order(), format!("{before:15}"), "the old order should remain");
            }
        },
    );
}

#[test]
fn fifteen_characters_fit_and_sixteen_do_not() {
    judge::test!("15 characters fit, 16 do not, and é is not ASCII").scenario(|| {
        let coffee = Coffee::new();
        assert!(coffee.write_text("Mocha with Milk").is_ok());
        for order in ["Mocha with Milky", "Mocha with Milk ", "Café", "Mochá with Milk"] {
            assert!(coffee.write_text(order).is_err(), "\"{order}\" should be an error");
        }
        assert_eq!(coffee.order(), "Mocha with Milk");
    });
}

#[test]
fn writing_pauses_between_characters() {
    judge::test!("writing 15 characters takes 14 or 15 pauses of 10 ms each").scenario(|| {
        let coffee = Coffee::new();
        let start = Instant::now();
        coffee.write_text("Mocha with Milk").unwrap();
        let pauses = start.elapsed();
        let expected = [14, 15].map(|pauses| pauses * Duration::from_millis(10));
        assert!(expected.contains(&pauses), "writing took {pauses:?}");
    });
}

#[test]
fn boards_are_independent() {
    judge::test!("an order on one board does not appear on another").scenario(|| {
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
            let orders = ["Choca", "Mocha with Milk", "Banana Shake", "Tea no sugar"];
            judge::size("threads that write or read", orders.len());
            for order in orders {
                let coffee = &coffee;
                scope.spawn(move || coffee.write_text(order).unwrap());
            }
        });
        judge::words!("the board says {:?}", coffee.order())
    });
}

#[test]
fn a_reader_sees_the_board_before_or_after_an_order() {
    judge::test!("a reader sees the board from before or after an order, never part of the order")
        .outcomes(|| {
            let coffee = Coffee::new();
            thread::scope(|scope| {
                scope.spawn(|| coffee.write_text("Mocha with Milk").unwrap());
                judge::words!("the reader sees {:?}", coffee.order())
            })
        });
}

#[test]
fn the_board_always_shows_one_whole_order() {
    judge::test!("the board always shows one whole order")
        .property(threads(), |threads| check(threads));
}

/// Checks that all results of these threads fit one order of the calls.
fn check(threads: &[Vec<Op>]) {
    let busy = threads.iter().filter(|ops| !ops.is_empty());
    judge::size("threads that write or read", busy.clone().count());
    busy.for_each(|ops| judge::size("calls in one thread, beside other threads", ops.len()));
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
    perform(&Op::Read);
    history.assert_linearizable(EMPTY.to_string(), Op::model);
}

/// This many orders, of which any four in a row differ.
fn orders(first: usize, orders: usize) -> Vec<Op> {
    MENU.into_iter().cycle().skip(first).take(orders).map(|it| Op::Write(it.into())).collect()
}

#[test]
fn many_orders_during_a_read_do_not_mix() {
    judge::test!("however many orders are written during a read, it shows one whole order")
        .property((2..=5_usize, 1..=2_usize), |&(written, reads)| {
            check(&[orders(0, written), vec![Op::Read; reads]]);
        });
}

#[test]
fn the_board_shows_one_whole_order_to_many_threads() {
    judge::test!("the board shows one whole order, with up to four writers and two readers")
        .sampled(10)
        .property((2..=4_usize, 1..=2_usize, 1..=2_usize), |&(writers, written, readers)| {
            let writers = (0..writers).map(|first| orders(first, written));
            check(&writers.chain(vec![vec![Op::Read; 2]; readers]).collect::<Vec<_>>());
        });
}

#[test]
fn sequential_orders_on_real_threads() {
    judge::test!("on real threads, the board shows the order of the last writer").native(|| {
        let coffee = Coffee::new();
        for order in ["Mocha with Milk", "Choca"] {
            thread::scope(|scope| {
                scope.spawn(|| coffee.write_text(order).unwrap());
            });
            assert_eq!(coffee.order(), format!("{order:15}"));
        }
    });
}

/// The results of the public API: no type of the exercise, with a `PartialEq` of its own, can stand in for one of std.
#[expect(dead_code, reason = "only its types matter")]
fn types(coffee: &Coffee) -> (usize, Result<(), TooLong>, String) {
    (LENGTH, coffee.write_text(""), coffee.order())
}
