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
use std::thread;

use barista::{Barista, Closed};
use interleave::{Explorer, History, Primitive};
use judge::{text, with_timeout};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Any two of these differ in every character, so a mix of two is visible at once.
const MENU: [&str; 4] =
    ["Mocha with Milk", "ESPRESSO DOPPIO", "turkish, strong", "12345678901234567"];

/// Returns the expected board, with 15 characters.
fn board(order: &str) -> String {
    order.chars().chain(std::iter::repeat(' ')).take(15).collect()
}

/// An operation on a shared barista.
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

    /// The sequential specification.
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
fn the_board_has_15_characters() {
    judge::test!("an order is cut to 15 characters or padded with spaces, in any script").property(
        vec(
            prop_oneof![
                text(" -~", 0..=20),
                text("aéß世☕", 0..=20),
                text(" -~", 14..=16),
                text("a-zé ", 40..=80)
            ],
            1..=5,
        ),
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
fn fifteen_characters_fit() {
    let boards = [
        ("Mocha with Milk", "Mocha with Milk"),
        ("Mocha with Mil", "Mocha with Mil "),
        ("Mocha with Milky", "Mocha with Milk"),
        ("Käffchen für Jörg", "Käffchen für Jö"),
        ("", "               "),
    ];
    judge::test!("15 characters fit exactly, 14 are padded with a space, and 16 are cut").property(
        select(boards.to_vec()),
        |&(order, board)| {
            let barista = Barista::open();
            assert_eq!(barista.order(order).as_deref(), Ok(board), "the board after \"{order}\"");
            barista.close();
        },
    );
}

#[test]
fn served_counts_finished_orders() {
    judge::test!("`served` counts the finished orders, and does not count itself").property(
        vec(op(), 0..=12),
        |ops| {
            let (barista, mut served) = (Barista::open(), 0);
            for op in ops {
                assert_eq!(op.perform(&barista), Op::model(&mut served, op), "{op:?}");
            }
            assert_eq!(
                barista.close(),
                served,
                "`close` should return the number of finished orders"
            );
        },
    );
}

#[test]
fn dozens_of_orders_are_counted() {
    judge::test!("dozens of orders are finished and counted")
        .explorer(Explorer::new().deny_busy_waiting())
        .scenario(|| {
            let barista = Barista::open();
            for served in 1..=25 {
                assert_eq!(barista.order("Choca"), Ok(board("Choca")), "order {served}");
                assert_eq!(barista.served(), Ok(served), "after order {served}");
            }
            assert_eq!(barista.close(), 25, "the orders of the day");
        });
}

#[test]
fn hundreds_of_orders_are_finished_and_counted() {
    judge::test!("hundreds of orders of three customers are finished and counted")
        // A helper for each order may stay until `close`: then this tries as many orders as there can be threads. Other
        // tests look for races.
        .explorer(Explorer::new().cut_at_thread_limit().at_most_executions(100))
        .scenario(|| {
            let barista = Barista::open();
            let rounds = 101;
            judge::size("orders one after the other", 3 * rounds);
            for order in 1..=rounds {
                for customer in &MENU[..3] {
                    let is_board = barista.order(customer) == Ok(board(customer));
                    assert!(is_board, "order {order} of \"{customer}\" should be finished");
                }
            }
            assert_eq!(barista.served(), Ok(3 * rounds), "after {rounds} orders of each customer");
            assert_eq!(barista.close(), 3 * rounds, "the orders of the day");
        });
}

#[test]
fn a_thread_that_has_to_wait_blocks() {
    judge::test!("the barista and the customers block while they wait, and do not poll")
        .explorer(Explorer::new().deny_busy_waiting())
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
fn a_barista_without_orders_can_close() {
    judge::test!("a barista without orders has served 0 and can close").scenario(|| {
        assert_eq!(Barista::open().close(), 0, "there were no messages");
        let barista = Barista::open();
        assert_eq!(barista.served(), Ok(0), "there were no orders yet");
        assert_eq!(barista.close(), 0, "there was only a call of `served`");
    });
}

#[test]
fn closed_is_an_error() {
    fn error<T: Error + Display + Debug + Clone + Copy + PartialEq + Eq>(_: T) {}
    fn is_shared<T: Send + Sync>() {}
    judge::test!(
        "`Closed` is an error with a message, and a barista can be shared between threads"
    )
    .scenario(|| {
        error(Closed);
        is_shared::<Barista>();
        assert_ne!(Closed.to_string(), "", "the error should have a message");
    });
}

#[test]
fn concurrent_orders_do_not_mix() {
    judge::test!("concurrent orders do not mix: each customer gets the board with their own order")
        .property(vec(select(MENU.to_vec()), 2..=3), |orders| {
            judge::size("customers", orders.len());
            let barista = Barista::open();
            let boards: Vec<_> = thread::scope(|scope| {
                let barista = &barista;
                let order = |&order| scope.spawn(move || barista.order(order));
                let customers: Vec<_> = orders.iter().map(order).collect();
                customers.into_iter().map(|customer| customer.join().unwrap()).collect()
            });
            let expected: Vec<_> = orders.iter().map(|order| Ok(board(order))).collect();
            assert_eq!(boards, expected, "the boards for concurrent orders");
            barista.close();
        });
}

#[test]
fn calls_are_linearizable() {
    judge::test!("all calls are linearizable: a finished order is counted from then on").property(
        (vec(op(), 1..=2), vec(op(), 1..=1)),
        |(ann, bob)| {
            for ops in [ann, bob] {
                judge::size("calls of one customer, beside others", ops.len());
            }
            let (barista, history) = (Barista::open(), History::new());
            let perform = &|op: &Op| _ = history.record(*op, || op.perform(&barista));
            thread::scope(|scope| {
                scope.spawn(move || ann.iter().for_each(perform));
                bob.iter().for_each(perform);
            });
            perform(&Op::Served);
            history.assert_linearizable(0, Op::model);
            barista.close();
        },
    );
}

#[test]
fn calls_of_many_customers_are_linearizable() {
    judge::test!("all calls of up to six customers are linearizable, and `close` counts them")
        .explorer(Explorer::new().deny_blocked_threads())
        .sampled(10)
        .property(vec(vec(op(), 1..=3), 3..=6), |customers| {
            judge::size("customers", customers.len());
            for ops in customers {
                judge::size("calls of one customer, beside others", ops.len());
            }
            let (barista, history) = (Barista::open(), History::new());
            let perform = &|op: &Op| _ = history.record(*op, || op.perform(&barista));
            thread::scope(|scope| {
                for ops in customers {
                    scope.spawn(move || ops.iter().for_each(perform));
                }
            });
            perform(&Op::Served);
            history.assert_linearizable(0, Op::model);
            let is_order = |op: &&Op| matches!(op, Op::Order(_));
            let orders = customers.iter().flatten().filter(is_order).count();
            assert_eq!(barista.close(), orders, "the orders of {customers:?}");
        });
}

#[test]
fn two_customers_order_and_count() {
    judge::test!("two customers order and then call `served`: one gets 1 or 2, the other 2")
        .outcomes(|| {
            let barista = Barista::open();
            let order_and_count = || {
                barista.order("Choca").unwrap();
                barista.served().unwrap()
            };
            let counts = thread::scope(|scope| {
                let ann = scope.spawn(order_and_count);
                let bob = order_and_count();
                (ann.join().unwrap(), bob)
            });
            let (ann, bob) = counts;
            judge::words!("`served` returns {ann} and {bob}, and `close` {}", barista.close())
        });
}

#[test]
fn served_can_be_called_during_an_order() {
    judge::test!("`served` returns 0 or 1 during the first order").outcomes(|| {
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
fn close_counts_every_order() {
    judge::test!("`close` counts every order, and no thread stays blocked")
        .explorer(Explorer::new().deny_blocked_threads())
        .property(vec(1..=2_usize, 1..=2), |customers| {
            judge::size("customers", customers.len());
            let barista = Barista::open();
            thread::scope(|scope| {
                for &orders in customers {
                    let barista = &barista;
                    scope.spawn(move || {
                        (0..orders).for_each(|order| _ = barista.order(MENU[order]).unwrap());
                    });
                }
            });
            assert_eq!(barista.close(), customers.iter().sum::<usize>(), "orders of {customers:?}");
        });
}

#[test]
fn the_thread_has_ended_when_close_returns() {
    judge::test!("when `close` returns, the thread has ended")
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
fn only_channels_and_threads_are_used() {
    // The test itself shares only the barista between its threads.
    let only = Explorer::new().allow_only([Primitive::Channel, Primitive::Thread]);
    judge::test!("only channels, `spawn` and `join` are used: the board belongs to one thread")
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
fn two_baristas_have_separate_boards() {
    judge::test!("two baristas have separate boards, and one can close before the other").scenario(
        || {
            let (left, right) = (Barista::open(), Barista::open());
            let boards = thread::scope(|scope| {
                let left = scope.spawn(|| left.order(MENU[0]));
                let right = right.order(MENU[1]);
                (left.join().unwrap(), right)
            });
            assert_eq!(
                boards,
                (Ok(board(MENU[0])), Ok(board(MENU[1]))),
                "each barista should have its own board"
            );
            left.close();
            assert_eq!(
                right.order(MENU[2]),
                Ok(board(MENU[2])),
                "the other barista should still be open"
            );
            right.close();
        },
    );
}

#[test]
fn customers_get_their_orders_on_real_threads() {
    judge::test!("on real threads, customers who order one after the other get their orders")
        .native(|| {
            let boards = with_timeout(|| {
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

/// The results of the public API: no type of the exercise, with a `PartialEq` of its own, can stand in for one of std.
#[expect(dead_code, reason = "only its types matter")]
fn types(barista: Barista) -> (Result<String, Closed>, Result<usize, Closed>, usize) {
    (barista.order(""), barista.served(), barista.close())
}
