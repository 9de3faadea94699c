//! Code under test whose operations are all in helpers.

use std::sync::{Mutex, MutexGuard, PoisonError};

pub(crate) const LIMIT: u64 = 100; // limit

pub(crate) struct Account {
    balance: Mutex<u64>,
}

impl Account {
    pub(crate) fn new(balance: u64) -> Self {
        Self { balance: Mutex::new(balance) } // new: balance
    }

    /// The helper has another helper.
    pub(crate) fn withdraw(&self, amount: u64) -> bool {
        let balance = self.balance(); // withdraw: check
        if balance < amount {
            return false;
        }
        *self.lock() = balance - amount; // withdraw: change
        true
    }

    pub(crate) fn deposit(&self, amount: u64) {
        let lock = || self.balance.lock().unwrap(); // deposit: helper
        let balance = *lock(); // deposit: check
        *lock() = balance + amount; // deposit: change
    }

    /// One step.
    pub(crate) fn pay_in(&self, amount: u64) {
        *self.balance.lock().unwrap() += amount;
    }

    pub(crate) fn balance(&self) -> u64 {
        *self.lock()
    }

    fn lock(&self) -> MutexGuard<'_, u64> {
        self.balance.lock().unwrap_or_else(PoisonError::into_inner) // lock
    }
}

pub(crate) fn transfer(from: &Account, to: &Account) {
    let mut from = from.lock(); // transfer: from
    let mut to = to.lock(); // transfer: to
    *from -= 1;
    *to += 1;
}

/// Both accounts, the first in the function itself and the second in a closure.
pub(crate) fn audit(one: &Account, other: Option<&Account>) -> u64 {
    let one = one.lock(); // audit: one
    let other = other.map(|other| *other.lock()); // audit: other
    *one + other.unwrap_or(0) // audit: sum
}

/// One of two calls, as its argument says.
pub(crate) fn choose(one: &Account, other: &Account, is_one: bool) {
    let _guard = if is_one {
        one.lock() // choose: one
    } else {
        other.lock() // choose: other
    };
    *other.balance.lock().unwrap() += 1; // choose: again
}

/// Calls one method for all of its work.
pub(crate) fn handle(account: &Account) -> bool {
    account.withdraw(30)
}

pub(crate) fn rounded(account: &Account) -> u64 {
    let balance = *account.balance.lock().unwrap();
    let rest = balance % 7; // rounded: rest
    let _other = LIMIT;
    balance - rest // rounded: result
}

pub(crate) fn limited(account: &Account) -> u64 {
    let guard = account.balance.lock().unwrap();
    match *guard {
        0..=LIMIT => LIMIT, // limited: arm
        more => more,       // limited: other
    }
}

pub(crate) fn is_rich(balance: u64) -> bool {
    if balance > LIMIT {
        return true;
    }
    false
}

pub(crate) fn fee(balance: u64) -> u64 {
    let fee = balance / 10; // fee: first
    fee + 1 // fee: second
}
