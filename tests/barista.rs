//! The barista: one thread owns the board, and all orders are messages to it.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/barista.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/barista.rs")]
mod barista;

use std::error::Error;
use std::fmt::{Debug, Display};
use std::panic::resume_unwind;
use std::thread;
use std::time::Duration;

use barista::{Barista, Closed};
use interleave::{Explorer, History, Primitive};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Any two of them differ in every letter: a mix shows at once.
const MENU: [&str; 4] =
    ["Mocha with Milk", "ESPRESSO DOPPIO", "turkish, strong", "12345678901234567"];

/// The board as it should be: 15 letters, whatever was ordered.
fn board(order: &str) -> String {
    let blanks = std::iter::repeat(' ');
    order.chars().chain(blanks).take(15).collect()
}

/// What a thread can ask of a barista whom it shares.
#[derive(Clone, Copy, Debug)]
enum Op {
    Order(&'static str),
    Served,
}

#[derive(Clone, Debug, PartialEq)]
enum Answer {
    Board(Result<String, Closed>),
    Number(Result<usize, Closed>),
}

impl Op {
    fn perform(self, barista: &Barista) -> Answer {
        match self {
            Op::Order(order) => Answer::Board(barista.order(order)),
            Op::Served => Answer::Number(barista.served()),
        }
    }

    /// What a barista does whom nobody else can ask.
    fn model(served: &mut usize, op: &Op) -> Answer {
        match op {
            Op::Order(order) => {
                *served += 1;
                Answer::Board(Ok(board(order)))
            }
            Op::Served => Answer::Number(Ok(*served)),
        }
    }
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![2 => select(MENU.to_vec()).prop_map(Op::Order), 1 => Just(Op::Served)]
}

#[test]
fn the_board_has_15_letters() {
    judge::test!("an order is cut after 15 letters or padded with blanks, in any script").property(
        vec(prop_oneof!["[ -~]{0,20}", "[aéß世☕]{0,20}", "[ -~]{14,16}"], 1..=3),
        |orders| {
            let barista = Barista::open();
            for order in orders {
                assert_eq!(barista.order(order), Ok(board(order)), "the board after \"{order}\"");
            }
            barista.close();
        },
    );
}

#[test]
fn fifteen_letters_fit() {
    let boards = [
        ("Mocha with Milk", "Mocha with Milk"),
        ("Mocha with Mil", "Mocha with Mil "),
        ("Mocha with Milky", "Mocha with Milk"),
        ("Käffchen für Jörg", "Käffchen für Jö"),
        ("", "               "),
    ];
    judge::test!("15 letters fit just so, 14 get a blank, and of 16 the last is cut").property(
        select(boards.to_vec()),
        |&(order, board)| {
            let barista = Barista::open();
            assert_eq!(barista.order(order).as_deref(), Ok(board), "the board after \"{order}\"");
            barista.close();
        },
    );
}

#[test]
fn served_counts_the_orders() {
    judge::test!("served counts the orders that are done, and asking does not count").property(
        vec(op(), 0..=5),
        |ops| {
            let (barista, mut served) = (Barista::open(), 0);
            for op in ops {
                assert_eq!(op.perform(&barista), Op::model(&mut served, op), "{op:?}");
            }
            assert_eq!(barista.close(), served, "close returns how many orders were done");
        },
    );
}

#[test]
fn a_day_without_guests() {
    judge::test!("a barista whom nobody asks has served nobody and can close").scenario(|| {
        assert_eq!(Barista::open().close(), 0, "nobody came");
        let barista = Barista::open();
        assert_eq!(barista.served(), Ok(0), "nobody has ordered yet");
        assert_eq!(barista.close(), 0, "somebody came and looked");
    });
}

#[test]
fn closed_is_an_error() {
    fn error<T: Error + Display + Debug + Clone + Copy + PartialEq + Eq>(_: T) {}
    fn is_shared<T: Send + Sync>() {}
    judge::test!("Closed is an error with a message, and a barista can be shared").scenario(|| {
        error(Closed);
        is_shared::<Barista>();
        assert_ne!(Closed.to_string(), "", "the error should say what is wrong");
    });
}

#[test]
fn every_guest_gets_the_right_order() {
    judge::test!(
        "orders at the same time do not mix: each guest gets the board with the own order"
    )
    .property(vec(select(MENU.to_vec()), 2..=3), |orders| {
        let barista = Barista::open();
        let boards: Vec<_> = thread::scope(|scope| {
            let barista = &barista;
            let order = |&order| scope.spawn(move || barista.order(order));
            let guests: Vec<_> = orders.iter().map(order).collect();
            guests.into_iter().map(|guest| guest.join().unwrap()).collect()
        });
        let expected: Vec<_> = orders.iter().map(|order| Ok(board(order))).collect();
        assert_eq!(boards, expected, "what was ordered at the same time");
        barista.close();
    });
}

#[test]
fn all_answers_fit_one_order_of_the_questions() {
    judge::test!(
        "an order that is done is counted from then on: all answers fit one order of calls"
    )
    .property((vec(op(), 1..=2), vec(op(), 1..=1)), |(ann, bob)| {
        let (barista, history) = (Barista::open(), History::new());
        let perform = &|op: &Op| _ = history.record(*op, || op.perform(&barista));
        thread::scope(|scope| {
            scope.spawn(move || ann.iter().for_each(perform));
            bob.iter().for_each(perform);
        });
        perform(&Op::Served);
        history.assert_linearizable(0, Op::model);
        barista.close();
    });
}

#[test]
fn two_guests_count_what_is_done() {
    judge::test!("two guests order and ask how many are done: one hears 1 or 2, the other 2")
        .outcomes(|| {
            let barista = Barista::open();
            let visit = || {
                barista.order("Choca").unwrap();
                barista.served().unwrap()
            };
            let heard = thread::scope(|scope| {
                let ann = scope.spawn(visit);
                let bob = visit();
                (ann.join().unwrap(), bob)
            });
            (heard, barista.close())
        });
}

#[test]
fn one_can_ask_during_an_order() {
    judge::test!("who asks while another one orders hears 0 or 1").outcomes(|| {
        let barista = Barista::open();
        let served = thread::scope(|scope| {
            scope.spawn(|| barista.order("Choca").unwrap());
            barista.served().unwrap()
        });
        barista.close();
        served
    });
}

#[test]
fn no_order_is_lost_when_the_shop_closes() {
    judge::test!("close counts every order that was made, and leaves no thread behind")
        .explorer(Explorer::new().deny_blocked_threads())
        .property(vec(1..=2_usize, 1..=2), |guests| {
            let barista = Barista::open();
            thread::scope(|scope| {
                for &orders in guests {
                    let barista = &barista;
                    scope.spawn(move || {
                        (0..orders).for_each(|order| _ = barista.order(MENU[order]).unwrap());
                    });
                }
            });
            assert_eq!(barista.close(), guests.iter().sum::<usize>(), "orders of {guests:?}");
        });
}

#[test]
fn when_close_returns_the_thread_has_ended() {
    judge::test!("when close returns the barista has gone home: no thread is still at work")
        .explorer(Explorer::new().deny_unjoined_threads())
        .property(0..=2_usize, |&orders| {
            let barista = Barista::open();
            for order in &MENU[..orders] {
                barista.order(order).unwrap();
            }
            barista.close();
        });
}

#[test]
fn there_is_no_lock_in_the_shop() {
    // Only what the shop does: the test itself shares nothing but the barista.
    let only = Explorer::new().allow_only([Primitive::Channel, Primitive::Thread]);
    judge::test!("the board belongs to one thread: channels, spawn and join, and no lock")
        .explorer(only)
        .scenario(|| {
            let barista = Barista::open();
            thread::scope(|scope| {
                scope.spawn(|| barista.order("Choca").unwrap());
                barista.served().unwrap();
            });
            barista.close();
        });
}

#[test]
fn two_shops_are_two_shops() {
    judge::test!("two baristas have two boards, and one can close before the other").scenario(
        || {
            let (left, right) = (Barista::open(), Barista::open());
            let boards = thread::scope(|scope| {
                let left = scope.spawn(|| left.order(MENU[0]));
                let right = right.order(MENU[1]);
                (left.join().unwrap(), right)
            });
            assert_eq!(boards, (Ok(board(MENU[0])), Ok(board(MENU[1]))), "each board on its own");
            left.close();
            assert_eq!(right.order(MENU[2]), Ok(board(MENU[2])), "the other shop stays open");
            right.close();
        },
    );
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
    panic!("still not done after ten seconds: somebody waits for a message that never comes");
}

#[test]
fn guests_one_after_the_other_on_real_threads() {
    judge::test!("on real threads, guests who come one after the other get what they order")
        .native(|| {
            let boards = patiently(|| {
                let barista = Barista::open();
                let boards = MENU.map(|order| {
                    thread::scope(|scope| scope.spawn(|| barista.order(order)).join().unwrap())
                });
                barista.close();
                boards
            });
            assert_eq!(boards, MENU.map(|order| Ok(board(order))), "the boards");
        });
}
