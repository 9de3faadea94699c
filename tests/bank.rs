//! Bank: no money appears, none vanishes, nobody overdraws, nobody waits for ever.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/bank.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/bank.rs")]
mod bank;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use bank::{Account, TokenAccount};
use interleave::History;
use proptest::collection::vec;
use proptest::prelude::*;

/// What both kinds of account can do.
trait Purse: Sync {
    fn new(balance: u64) -> Self;
    fn deposit(&self, amount: u64);
    fn withdraw(&self, amount: u64) -> bool;
    fn balance(&self) -> u64;
}

macro_rules! purse {
    ($kind:ty) => {
        impl Purse for $kind {
            fn new(balance: u64) -> Self {
                <$kind>::new(balance)
            }
            fn deposit(&self, amount: u64) {
                self.deposit(amount);
            }
            fn withdraw(&self, amount: u64) -> bool {
                self.withdraw(amount)
            }
            fn balance(&self) -> u64 {
                self.balance()
            }
        }
    };
}

purse!(Account);
purse!(TokenAccount);

/// Room for 50 more, and not for 60.
const NEARLY_FULL: u64 = u64::MAX - 50;

#[derive(Clone, Copy, Debug)]
enum Op {
    Balance,
    Deposit(u64),
    Withdraw(u64),
}

#[derive(Clone, Debug, PartialEq)]
enum Answer {
    Balance(u64),
    Deposited,
    Overflow,
    Withdrawn(bool),
}

impl Op {
    fn perform(self, purse: &impl Purse) -> Answer {
        match self {
            Op::Balance => Answer::Balance(purse.balance()),
            Op::Deposit(amount) => match panics(|| purse.deposit(amount)) {
                None => Answer::Deposited,
                Some(_) => Answer::Overflow,
            },
            Op::Withdraw(amount) => Answer::Withdrawn(purse.withdraw(amount)),
        }
    }

    /// What an account does that nobody else can see.
    fn model(balance: &mut u64, op: &Op) -> Answer {
        match *op {
            Op::Balance => Answer::Balance(*balance),
            Op::Deposit(amount) => match balance.checked_add(amount) {
                None => Answer::Overflow,
                Some(sum) => {
                    *balance = sum;
                    Answer::Deposited
                }
            },
            Op::Withdraw(amount) => {
                let enough = *balance >= amount;
                *balance -= if enough { amount } else { 0 };
                Answer::Withdrawn(enough)
            }
        }
    }
}

/// What is said if something panics.
fn panics<T>(act: impl FnOnce() -> T) -> Option<String> {
    let payload = catch_unwind(AssertUnwindSafe(act)).err()?;
    let text = payload.downcast_ref::<String>().cloned();
    Some(text.or(payload.downcast_ref::<&str>().map(|text| text.to_string())).unwrap_or_default())
}

fn balance() -> impl Strategy<Value = u64> {
    prop_oneof![3 => Just(100), 1 => Just(NEARLY_FULL)]
}

fn op() -> impl Strategy<Value = Op> {
    let amount = || prop_oneof![Just(0_u64), Just(60), Just(100), Just(101)];
    let deposit = amount().prop_map(Op::Deposit);
    prop_oneof![1 => Just(Op::Balance), 2 => deposit, 3 => amount().prop_map(Op::Withdraw)]
}

/// Customers of one account: what each of them does is explained by one order of all calls.
#[track_caller]
fn one_step_each<P: Purse>(balance: u64, customers: &[Vec<Op>]) {
    let (purse, history) = (P::new(balance), History::new());
    let perform = &|op: &Op| history.record(*op, || op.perform(&purse));
    thread::scope(|scope| {
        for ops in customers {
            scope.spawn(move || {
                for op in ops {
                    perform(op);
                }
            });
        }
    });
    perform(&Op::Balance);
    history.assert_linearizable(balance, Op::model);
}

fn alone<P: Purse>(balance: u64, ops: &[Op]) {
    let (purse, mut model) = (P::new(balance), balance);
    for op in ops {
        assert_eq!(op.perform(&purse), Op::model(&mut model, op), "{op:?}");
        assert_eq!(purse.balance(), model, "after {op:?}");
    }
}

#[test]
fn a_customer_alone_gets_what_is_there() {
    judge::test!("a deposit adds, a withdrawal takes or says false, and nothing else changes")
        .cases(32)
        .property((balance(), vec(op(), 0..=4)), |(balance, ops)| {
            alone::<Account>(*balance, ops);
            alone::<TokenAccount>(*balance, ops);
        });
}

fn overflow<P: Purse>() {
    let purse = P::new(u64::MAX);
    let message = panics(|| purse.deposit(1));
    assert!(message.is_some(), "nobody said that the account cannot hold that much");
    assert_ne!(message.as_deref(), Some(""), "the panic should say what is wrong");
    assert_eq!(purse.balance(), u64::MAX, "the balance should stay what it was");
    assert!(purse.withdraw(u64::MAX), "the account should stay usable");
    purse.deposit(u64::MAX);
    assert_eq!(purse.balance(), u64::MAX, "the account should stay usable");
}

#[test]
fn a_deposit_that_overflows_panics_and_changes_nothing() {
    judge::test!("a deposit that overflows panics, changes nothing, and the account stays usable")
        .scenario(overflow::<Account>);
}

#[test]
fn a_deposit_in_a_token_account_that_overflows_panics_and_changes_nothing() {
    judge::test!("the same for a token account: the token comes back after an overflow")
        .scenario(overflow::<TokenAccount>);
}

fn withdraw_twice<P: Purse>() -> ([bool; 2], u64) {
    let purse = P::new(100);
    let paid = thread::scope(|scope| {
        let customers = [60, 70].map(|amount| {
            let purse = &purse;
            scope.spawn(move || purse.withdraw(amount))
        });
        customers.map(|customer| customer.join().unwrap())
    });
    (paid, purse.balance())
}

#[test]
fn the_same_money_is_not_paid_twice() {
    judge::test!("of two withdrawals of more than half, one succeeds")
        .outcomes(withdraw_twice::<Account>);
}

#[test]
fn a_token_account_does_not_pay_the_same_money_twice() {
    judge::test!("of two withdrawals from a token account of more than half, one succeeds")
        .outcomes(withdraw_twice::<TokenAccount>);
}

#[test]
fn every_call_is_one_step() {
    judge::test!("every call on an account is one step")
        .property((balance(), vec(vec(op(), 1..=2), 2..=3)), |(balance, customers)| {
            one_step_each::<Account>(*balance, customers)
        });
}

#[test]
fn every_call_on_a_token_account_is_one_step() {
    judge::test!("every call on a token account is one step")
        .cases(12)
        .property((balance(), vec(vec(op(), 1..=1), 2..=3)), |(balance, customers)| {
            one_step_each::<TokenAccount>(*balance, customers)
        });
}

#[test]
fn accounts_are_kept_on_real_threads() {
    judge::test!("on real threads, what one customer deposits another can withdraw").native(|| {
        let accounts = Arc::new((Account::new(0), TokenAccount::new(0)));
        for amount in 1..=3 {
            let (one, other) = (Arc::clone(&accounts), Arc::clone(&accounts));
            judge::with_timeout(move || (one.0.deposit(amount), one.1.deposit(amount)));
            assert!(judge::with_timeout(
                move || other.0.withdraw(amount) && other.1.withdraw(amount)
            ));
        }
        assert_eq!(
            judge::with_timeout(move || (accounts.0.balance(), accounts.1.balance())),
            (0, 0)
        );
    });
}

#[path = "bank/semaphore.rs"]
mod semaphore;
#[path = "bank/transfer.rs"]
mod transfer;
