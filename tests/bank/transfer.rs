//! Transfers: every one is one step, and none deadlocks.

use std::sync::Arc;
use std::thread;

use interleave::History;
use proptest::collection::vec;
use proptest::prelude::*;

use super::bank::{Account, transfer};
use super::{NEARLY_FULL, panics};

/// An operation on a bank with a few accounts.
#[derive(Clone, Copy, Debug)]
enum Op {
    Balance(usize),
    Deposit(usize, u64),
    Transfer(usize, usize, u64),
    Withdraw(usize, u64),
}

#[derive(Clone, Debug, PartialEq)]
enum Output {
    Balance(u64),
    Deposited,
    Moved(bool),
}

impl Op {
    fn perform(self, accounts: &[Account]) -> Output {
        match self {
            Op::Balance(at) => Output::Balance(accounts[at].balance()),
            Op::Deposit(at, amount) => {
                accounts[at].deposit(amount);
                Output::Deposited
            }
            Op::Transfer(from, to, amount) => {
                Output::Moved(transfer(&accounts[from], &accounts[to], amount))
            }
            Op::Withdraw(at, amount) => Output::Moved(accounts[at].withdraw(amount)),
        }
    }

    /// The sequential model.
    fn model(balances: &mut Vec<u64>, op: &Op) -> Output {
        let mut withdraw = |at: usize, amount| {
            let rest = balances[at].checked_sub(amount);
            balances[at] = rest.unwrap_or(balances[at]);
            rest.is_some()
        };
        match *op {
            Op::Balance(at) => Output::Balance(balances[at]),
            Op::Deposit(at, amount) => {
                balances[at] += amount;
                Output::Deposited
            }
            Op::Transfer(from, to, amount) => {
                let moved = withdraw(from, amount);
                balances[to] += if moved { amount } else { 0 };
                Output::Moved(moved)
            }
            Op::Withdraw(at, amount) => Output::Moved(withdraw(at, amount)),
        }
    }
}

const BALANCES: [u64; 3] = [100, 100, 0];

fn accounts() -> Vec<Account> {
    BALANCES.map(Account::new).into()
}

fn amount() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0_u64), Just(60), Just(100), Just(101)]
}

fn op() -> impl Strategy<Value = Op> {
    let transfer = (0..3_usize, 0..3_usize, amount());
    prop_oneof![
        1 => (0..3_usize).prop_map(Op::Balance),
        1 => (0..3_usize, amount()).prop_map(|(at, amount)| Op::Deposit(at, amount)),
        1 => (0..3_usize, amount()).prop_map(|(at, amount)| Op::Withdraw(at, amount)),
        5 => transfer.prop_map(|(from, to, amount)| Op::Transfer(from, to, amount)),
    ]
}

#[test]
fn a_transfer_moves_money_or_changes_nothing() {
    judge::test!("a transfer moves the money, or returns `false` and changes nothing")
        .cases(32)
        .property(vec(op(), 1..=4), |ops| {
            // A transfer to the same account has a test of its own.
            let has_two = |op: &&Op| !matches!(op, Op::Transfer(from, to, _) if from == to);
            let (accounts, mut model) = (accounts(), BALANCES.to_vec());
            for op in ops.iter().filter(has_two) {
                assert_eq!(op.perform(&accounts), Op::model(&mut model, op), "{op:?}");
                let balances: Vec<_> = accounts.iter().map(Account::balance).collect();
                assert_eq!(balances, model, "after {op:?}");
            }
        });
}

#[test]
fn money_moves_between_any_two_of_many_accounts() {
    judge::test!("a transfer moves money between any two of hundreds of accounts").scenario(|| {
        let accounts: Vec<_> = (0..300).map(|_| Account::new(10)).collect();
        judge::size("accounts, in one thread", accounts.len());
        let pairs = (0..9).flat_map(|from| (0..9).map(move |to| (from, to)));
        let far = (9..300).flat_map(|at| [(0, at), (at, 8)]);
        let mut expected = vec![10_u64; 300];
        for (from, to) in pairs.filter(|(from, to)| from != to).chain(far) {
            let enough = expected[from] >= 1;
            assert_eq!(transfer(&accounts[from], &accounts[to], 1), enough, "from {from} to {to}");
            expected[from] -= u64::from(enough);
            expected[to] += u64::from(enough);
        }
        let balances: Vec<_> = accounts.iter().map(Account::balance).collect();
        assert_eq!(balances, expected, "the balances after all transfers");
    });
}

#[test]
fn money_moves_between_accounts_of_different_threads() {
    judge::test!("money moves between two accounts that were opened at the same time").scenario(
        || {
            let (from, to) = thread::scope(|scope| {
                let from = scope.spawn(|| Account::new(10));
                let to = Account::new(20);
                (from.join().unwrap(), to)
            });
            assert!(transfer(&from, &to, 3), "there is enough money");
            assert_eq!((from.balance(), to.balance()), (7, 23), "3 should have moved");
        },
    );
}

#[test]
fn a_transfer_to_itself_changes_nothing() {
    judge::test!(
        "a transfer to the same account is `true` if the balance suffices, and changes nothing"
    )
    .property(
        (prop_oneof![Just(0), Just(100), Just(u64::MAX)], amount()),
        |&(balance, amount)| {
            let account = Account::new(balance);
            let moved = transfer(&account, &account, amount);
            assert_eq!(moved, amount <= balance, "{amount} of {balance}");
            assert_eq!(account.balance(), balance, "after a transfer of {amount}");
        },
    );
}

#[test]
fn a_transfer_that_overflows_panics_and_changes_nothing() {
    judge::test!(
        "a transfer that overflows panics, changes nothing, and leaves both accounts usable"
    )
    .scenario(|| {
        let (from, to) = (Account::new(100), Account::new(NEARLY_FULL));
        let message = panics(|| transfer(&from, &to, 60));
        assert!(message.is_some(), "a transfer that does not fit should panic");
        assert_ne!(message.as_deref(), Some(""), "the panic should have a message");
        assert_eq!((from.balance(), to.balance()), (100, NEARLY_FULL));
        assert!(transfer(&from, &to, 50), "there is room for 50");
        assert!(transfer(&to, &from, 10), "both accounts should remain usable");
        from.deposit(40);
        assert!(from.withdraw(100) && to.withdraw(u64::MAX - 10), "no money should be lost");
    });
}

/// Reads one balance, then the other, during a transfer of 60 from the first to the second account.
fn read_during_a_transfer(order: [usize; 2]) -> judge::Words {
    let accounts = [Account::new(100), Account::new(0)];
    let [first, second] = thread::scope(|scope| {
        scope.spawn(|| transfer(&accounts[0], &accounts[1], 60));
        order.map(|at| accounts[at].balance())
    });
    judge::words!("the thread reads {first}, then {second}")
}

#[test]
fn money_is_never_missing_during_a_transfer() {
    judge::test!("a thread that reads the sender and then the receiver never misses the money")
        .outcomes(|| read_during_a_transfer([0, 1]));
}

#[test]
fn money_is_never_counted_twice_during_a_transfer() {
    judge::test!("a thread that reads the receiver and then the sender never sees the money twice")
        .outcomes(|| read_during_a_transfer([1, 0]));
}

#[test]
fn one_of_two_transfers_into_a_nearly_full_account_panics() {
    judge::test!("of two concurrent transfers into an account with room for one, one panics")
        .outcomes(|| {
            let (from, to) = ([100, 100].map(Account::new), Account::new(NEARLY_FULL));
            let panicked = thread::scope(|scope| {
                let clerks = [0, 1].map(|at| {
                    let (from, to) = (&from[at], &to);
                    scope.spawn(move || panics(|| transfer(from, to, 40)).is_some())
                });
                clerks.map(|clerk| clerk.join().unwrap())
            });
            (panicked, from.map(|account| account.balance()), u64::MAX - to.balance())
        });
}

#[test]
fn two_transfers_do_not_spend_the_same_money() {
    judge::test!("of two transfers of more than half of an account, one succeeds").outcomes(|| {
        let accounts = [100, 0, 0].map(Account::new);
        let moved = thread::scope(|scope| {
            let clerks = [(1, 60), (2, 70)].map(|(to, amount)| {
                let accounts = &accounts;
                scope.spawn(move || transfer(&accounts[0], &accounts[to], amount))
            });
            clerks.map(|clerk| clerk.join().unwrap())
        });
        (moved, accounts.map(|account| account.balance()))
    });
}

/// Makes all transfers concurrently and returns the balances afterwards.
fn concurrently<const N: usize>(transfers: [(usize, usize); N]) -> Vec<u64> {
    judge::size("transfers in a cycle", N);
    let accounts = [100, 100, 100].map(Account::new);
    thread::scope(|scope| {
        for (from, to) in transfers {
            let accounts = &accounts;
            scope.spawn(move || transfer(&accounts[from], &accounts[to], 60));
        }
    });
    accounts.iter().map(Account::balance).collect()
}

#[test]
fn opposite_transfers_do_not_deadlock() {
    judge::test!("two transfers in opposite directions do not deadlock")
        .scenario(|| assert_eq!(concurrently([(0, 1), (1, 0)]), [100, 100, 100]));
}

#[test]
fn three_transfers_in_a_cycle_do_not_deadlock() {
    judge::test!("three transfers in a cycle do not deadlock")
        .scenario(|| assert_eq!(concurrently([(0, 1), (1, 2), (2, 0)]), [100, 100, 100]));
}

#[test]
fn transfers_in_a_long_cycle_do_not_deadlock() {
    judge::test!("up to eight transfers in a cycle do not deadlock").sampled_in_turns(60).property(
        4..=8_usize,
        |&accounts| {
            judge::size("transfers in a cycle", accounts);
            // Neither the balances nor the order in memory say in which order to lock.
            let bank: Vec<_> = (0..accounts).map(|at| Account::new(100 + at as u64 % 3)).collect();
            thread::scope(|scope| {
                for from in 0..accounts {
                    let (from, to) = (&bank[from], &bank[(from + 3) % accounts]);
                    scope.spawn(move || transfer(from, to, 60));
                }
            });
            let total: u64 = bank.iter().map(Account::balance).sum();
            let expected: u64 = (0..accounts).map(|at| 100 + at as u64 % 3).sum();
            assert_eq!(total, expected, "money appeared or vanished");
        },
    );
}

#[test]
fn every_transfer_is_one_step() {
    judge::test!("every transfer is one step, whatever other threads do")
        .property(vec(vec(op(), 1..=2), 2..=3), |clerks| check_linearizable(clerks));
}

#[test]
fn every_transfer_of_many_clerks_is_one_step() {
    judge::test!("every transfer of up to five clerks is one step")
        .sampled(20)
        .property(vec(vec(op(), 1..=3), 3..=5), |clerks| check_linearizable(clerks));
}

/// Checks that the results of all clerks fit one order of the calls.
fn check_linearizable(clerks: &[Vec<Op>]) {
    judge::size("threads that transfer", clerks.len());
    for ops in clerks {
        judge::size("calls in one thread on three accounts, beside other threads", ops.len());
    }
    let (accounts, history) = (accounts(), History::new());
    let perform = &|op: &Op| history.record(*op, || op.perform(&accounts));
    thread::scope(|scope| {
        for ops in clerks {
            scope.spawn(move || {
                for op in ops {
                    perform(op);
                }
            });
        }
    });
    for at in 0..3 {
        perform(&Op::Balance(at));
    }
    history.assert_linearizable(BALANCES.to_vec(), Op::model);
}

#[test]
fn money_moves_on_real_threads() {
    judge::test!("on real threads, a transfer moves the money").native(|| {
        let accounts = Arc::new([Account::new(100), Account::new(0)]);
        for moved in [true, true, true, false] {
            let accounts = Arc::clone(&accounts);
            assert_eq!(
                judge::with_timeout(move || transfer(&accounts[0], &accounts[1], 30)),
                moved
            );
        }
        assert_eq!((accounts[0].balance(), accounts[1].balance()), (10, 90));
    });
}
