//! A bank keeps accounts, and its customers use them at the same time.
//!
//! Guarantee: money is never created, lost or spent twice, every transfer is one step, and no
//! transfers deadlock. A `TokenAccount` is an `Account` guarded by a semaphore with one permit.
//! Defect: other customers can spend the same money, and transfers can deadlock.
//! Task: make every method one step, and make deadlocks impossible.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

const OVERFLOW: &str = "overflow: the account cannot hold that much";

pub struct Account {
    balance: Mutex<u64>,
}

impl Account {
    pub fn new(balance: u64) -> Account {
        Account { balance: Mutex::new(balance) }
    }

    pub fn deposit(&self, amount: u64) {
        let mut balance = self.lock();
        *balance = balance.checked_add(amount).expect(OVERFLOW);
    }

    pub fn withdraw(&self, amount: u64) -> bool {
        // TODO: another customer can withdraw between the check and the change.
        let balance = self.balance();
        if balance < amount {
            return false;
        }
        *self.lock() = balance - amount;
        true
    }

    pub fn balance(&self) -> u64 {
        *self.lock()
    }

    /// Ignores poisoning: every panic happens before the balance changes.
    fn lock(&self) -> MutexGuard<'_, u64> {
        self.balance.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub fn transfer(from: &Account, to: &Account, amount: u64) -> bool {
    // TODO: `from` and `to` can be the same account.
    // TODO: a transfer in the opposite direction locks in the opposite order.
    let (mut from, mut to) = (from.lock(), to.lock());
    if *from < amount {
        return false;
    }
    *to = to.checked_add(amount).expect(OVERFLOW);
    *from -= amount;
    true
}

pub struct Semaphore {
    permits: Mutex<usize>,
    released: Condvar,
}

impl Semaphore {
    pub fn new(permits: usize) -> Semaphore {
        Semaphore { permits: Mutex::new(permits), released: Condvar::new() }
    }

    pub fn acquire(&self) {
        let permits = self.permits.lock().unwrap();
        *self.released.wait_while(permits, |permits| *permits == 0).unwrap() -= 1;
    }

    pub fn release(&self) {
        *self.permits.lock().unwrap() += 1;
        self.released.notify_one();
    }

    fn permit(&self) -> Permit<'_> {
        self.acquire();
        Permit(self)
    }
}

/// Releases its permit when dropped: at the end of a scope, on an early return and in a panic.
struct Permit<'a>(&'a Semaphore);

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.release();
    }
}

pub struct TokenAccount {
    token: Semaphore,
    balance: AtomicU64, // guarded by `token`
}

impl TokenAccount {
    pub fn new(balance: u64) -> TokenAccount {
        TokenAccount { token: Semaphore::new(1), balance: AtomicU64::new(balance) }
    }

    pub fn deposit(&self, amount: u64) {
        let _permit = self.token.permit();
        let balance = self.balance.load(Relaxed);
        self.balance.store(balance.checked_add(amount).expect(OVERFLOW), Relaxed);
    }

    pub fn withdraw(&self, amount: u64) -> bool {
        // TODO: another customer can get the permit between the check and the change.
        let balance = self.balance();
        if balance < amount {
            return false;
        }
        let _permit = self.token.permit();
        self.balance.store(balance - amount, Relaxed);
        true
    }

    pub fn balance(&self) -> u64 {
        let _permit = self.token.permit();
        self.balance.load(Relaxed)
    }
}

/// Two customers withdraw coin by coin. Returns how many coins they got.
fn withdraw_all(withdraw: impl Fn(u64) -> bool + Sync) -> usize {
    let customer = || (0..100_000).filter(|_| withdraw(1)).count();
    thread::scope(|scope| {
        let other = scope.spawn(customer);
        customer() + other.join().unwrap()
    })
}

fn main() {
    let (account, token) = (Account::new(100_000), TokenAccount::new(100_000));
    println!("An account with 100000 coins paid {}.", withdraw_all(|n| account.withdraw(n)));
    println!("A token account with 100000 coins paid {}.", withdraw_all(|n| token.withdraw(n)));

    let accounts = Arc::new([0, 1].map(|_| Account::new(1_000)));
    let clerks = [(0, 1), (1, 0)].map(|(from, to)| {
        let accounts = Arc::clone(&accounts);
        thread::spawn(move || {
            (0..100_000).for_each(|_| _ = transfer(&accounts[from], &accounts[to], 1));
        })
    });
    thread::sleep(Duration::from_secs(2));
    let done = clerks.iter().filter(|clerk| clerk.is_finished()).count();
    println!("{done} of 2 clerks have finished their transfers.");
}
