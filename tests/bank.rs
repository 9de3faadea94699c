//! `bank`: money is never created, lost or spent twice, and no schedule deadlocks.
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

/// The methods that both kinds of account have.
trait AnyAccount: Sync {
    /// What the contract calls the number of calls in one thread.
    const CALLS: &str;
    fn new(balance: u64) -> Self;
    fn deposit(&self, amount: u64);
    fn withdraw(&self, amount: u64) -> bool;
    fn balance(&self) -> u64;
}

macro_rules! any_account {
    ($kind:ty, $calls:literal) => {
        impl AnyAccount for $kind {
            const CALLS: &str = $calls;
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

any_account!(Account, "calls in one thread on an account, beside other threads");
any_account!(TokenAccount, "calls in one thread on a token account, beside other threads");

/// Room for 50 more, but not for 60.
const NEARLY_FULL: u64 = u64::MAX - 50;

#[derive(Clone, Copy, Debug)]
enum Op {
    Balance,
    Deposit(u64),
    Withdraw(u64),
}

#[derive(Clone, Debug, PartialEq)]
enum Output {
    Balance(u64),
    Deposited,
    Overflow,
    Withdrawn(bool),
}

impl Op {
    fn perform(self, account: &impl AnyAccount) -> Output {
        match self {
            Op::Balance => Output::Balance(account.balance()),
            Op::Deposit(amount) => match panics(|| account.deposit(amount)) {
                None => Output::Deposited,
                Some(_) => Output::Overflow,
            },
            Op::Withdraw(amount) => Output::Withdrawn(account.withdraw(amount)),
        }
    }

    /// The sequential model.
    fn model(balance: &mut u64, op: &Op) -> Output {
        match *op {
            Op::Balance => Output::Balance(*balance),
            Op::Deposit(amount) => match balance.checked_add(amount) {
                None => Output::Overflow,
                Some(sum) => {
                    *balance = sum;
                    Output::Deposited
                }
            },
            Op::Withdraw(amount) => {
                let enough = *balance >= amount;
                *balance -= if enough { amount } else { 0 };
                Output::Withdrawn(enough)
            }
        }
    }
}

/// The message of the panic, if `act` panics.
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

/// Checks that the concurrent calls of all customers have the results of some sequential order.
#[track_caller]
fn check_linearizable<A: AnyAccount>(balance: u64, customers: &[Vec<Op>]) {
    judge::size("threads that call one account", customers.len());
    customers.iter().for_each(|ops| judge::size(A::CALLS, ops.len()));
    let (account, history) = (A::new(balance), History::new());
    let perform = &|op: &Op| history.record(*op, || op.perform(&account));
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

fn check_one_customer<A: AnyAccount>(balance: u64, ops: &[Op]) {
    let (account, mut model) = (A::new(balance), balance);
    for op in ops {
        assert_eq!(op.perform(&account), Op::model(&mut model, op), "{op:?}");
        assert_eq!(account.balance(), model, "after {op:?}");
    }
}

#[test]
fn a_single_customer_deposits_and_withdraws() {
    judge::test!("`deposit` adds; `withdraw` takes, or returns `false` and changes nothing")
        .cases(32)
        .property((balance(), vec(op(), 0..=12)), |(balance, ops)| {
            check_one_customer::<Account>(*balance, ops);
            check_one_customer::<TokenAccount>(*balance, ops);
        });
}

fn check_overflow<A: AnyAccount>() {
    let account = A::new(u64::MAX);
    let message = panics(|| account.deposit(1));
    assert!(message.is_some(), "a deposit that does not fit should panic");
    assert_ne!(message.as_deref(), Some(""), "the panic should have a message");
    assert_eq!(account.balance(), u64::MAX, "the balance should not change");
    assert!(account.withdraw(u64::MAX), "the account should remain usable");
    account.deposit(u64::MAX);
    assert_eq!(account.balance(), u64::MAX, "the account should remain usable");
}

#[test]
fn a_deposit_that_overflows_panics_and_changes_nothing() {
    judge::test!("a deposit that overflows panics, changes nothing, and leaves the account usable")
        .scenario(check_overflow::<Account>);
}

#[test]
fn a_deposit_in_a_token_account_that_overflows_panics_and_changes_nothing() {
    judge::test!(
        "a deposit that overflows a token account panics, changes nothing, and releases the permit"
    )
    .scenario(check_overflow::<TokenAccount>);
}

fn withdraw_twice<A: AnyAccount>() -> judge::Words {
    let account = A::new(100);
    let paid = thread::scope(|scope| {
        let customers = [60, 70].map(|amount| {
            let account = &account;
            scope.spawn(move || account.withdraw(amount))
        });
        customers.map(|customer| customer.join().unwrap())
    });
    let succeed = match paid {
        [true, true] => "both succeed",
        [true, false] => "only the first succeeds",
        [false, true] => "only the second succeeds",
        [false, false] => "both fail",
    };
    judge::words!("{succeed}, and the balance is {}", account.balance())
}

#[test]
fn the_same_money_is_not_paid_twice() {
    judge::test!("of two withdrawals of more than half of the balance, one succeeds")
        .outcomes(withdraw_twice::<Account>);
}

#[test]
fn a_token_account_does_not_pay_the_same_money_twice() {
    judge::test!("of two withdrawals of more than half of a token account, one succeeds")
        .outcomes(withdraw_twice::<TokenAccount>);
}

#[test]
fn every_call_is_one_step() {
    judge::test!("every call on an account is one step")
        .property((balance(), vec(vec(op(), 1..=2), 2..=3)), |(balance, customers)| {
            check_linearizable::<Account>(*balance, customers)
        });
}

#[test]
fn every_call_on_a_token_account_is_one_step() {
    judge::test!("every call on a token account is one step")
        .cases(12)
        .property((balance(), vec(vec(op(), 1..=1), 2..=3)), |(balance, customers)| {
            check_linearizable::<TokenAccount>(*balance, customers)
        });
}

#[test]
fn many_calls_beside_one_are_one_step_each() {
    let ops = vec(prop_oneof![Just(Op::Deposit(1)), Just(Op::Withdraw(1))], 1..=6);
    judge::test!("however many calls another thread makes during a deposit, none is lost")
        .property(ops, |ops| {
            let customers = [vec![Op::Deposit(100)], ops.clone()];
            check_linearizable::<Account>(100, &customers);
        });
}

#[test]
fn three_calls_beside_one_on_a_token_account_are_one_step_each() {
    judge::test!("if another thread makes three calls during a deposit, none is lost").scenario(
        || {
            let customers = [vec![Op::Deposit(100)], vec![Op::Deposit(1); 3]];
            check_linearizable::<TokenAccount>(100, &customers);
        },
    );
}

#[test]
fn many_calls_beside_one_on_a_token_account_are_one_step_each() {
    judge::test!("if another thread makes twelve calls during a deposit, none is lost")
        .sampled(1_500)
        .scenario(|| {
            let customers = [vec![Op::Deposit(100); 2], vec![Op::Deposit(1); 12]];
            check_linearizable::<TokenAccount>(100, &customers);
        });
}

#[test]
fn calls_of_many_customers_are_one_step_each() {
    judge::test!("every call of up to five customers is one step").sampled(20).property(
        (balance(), vec(vec(op(), 1..=3), 3..=5)),
        |(balance, customers)| {
            check_linearizable::<Account>(*balance, customers);
            check_linearizable::<TokenAccount>(*balance, customers);
        },
    );
}

#[test]
fn accounts_work_on_real_threads() {
    judge::test!("on real threads, one customer can withdraw what another has deposited").native(
        || {
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
        },
    );
}

#[path = "bank/semaphore.rs"]
mod semaphore;
#[path = "bank/transfer.rs"]
mod transfer;

/// The results of the public API: no type of the exercise, with a `PartialEq` of its own, can stand in for one of std.
#[expect(dead_code, reason = "only its types matter")]
fn types(account: &Account, semaphore: &bank::Semaphore) -> (bool, u64, bool, (), ()) {
    let transferred = bank::transfer(account, account, 0);
    (transferred, account.balance(), account.withdraw(0), semaphore.acquire(), semaphore.release())
}
