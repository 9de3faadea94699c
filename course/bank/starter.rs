//! A bank keeps accounts, and its customers come at the same time.
//!
//! No money appears, none vanishes, and nobody overdraws. `withdraw` and `transfer` say `false` and
//! change nothing if the balance is too small. A transfer is one step, also from an account to
//! itself, and no two transfers wait for each other for ever. A `TokenAccount` does the same as an
//! `Account`, guarded by a semaphore with one permit.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::channel;
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
        // TODO: two customers must not spend the same money.
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

    /// What panics has changed nothing yet, so the balance is right even if the lock is poisoned.
    fn lock(&self) -> MutexGuard<'_, u64> {
        self.balance.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub fn transfer(from: &Account, to: &Account, amount: u64) -> bool {
    // TODO: what if somebody transfers the other way at the same time? Or to the same account?
    let (mut from, mut to) = (from.lock(), to.lock());
    if *from < amount {
        return false;
    }
    *to = to.checked_add(amount).expect(OVERFLOW);
    *from -= amount;
    true
}

/// Permits for whoever comes first; all others wait until one is given back.
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
}

pub struct TokenAccount {
    token: Semaphore,
    balance: AtomicU64, // only touched by who has the token
}

impl TokenAccount {
    pub fn new(balance: u64) -> TokenAccount {
        TokenAccount { token: Semaphore::new(1), balance: AtomicU64::new(balance) }
    }

    pub fn deposit(&self, amount: u64) {
        self.token.acquire();
        let sum = self.balance.load(Relaxed).checked_add(amount);
        if let Some(sum) = sum {
            self.balance.store(sum, Relaxed);
        }
        self.token.release();
        sum.expect(OVERFLOW);
    }

    pub fn withdraw(&self, amount: u64) -> bool {
        // TODO: the same here.
        let balance = self.balance();
        let enough = balance >= amount;
        if enough {
            self.token.acquire();
            self.balance.store(balance - amount, Relaxed);
            self.token.release();
        }
        enough
    }

    pub fn balance(&self) -> u64 {
        self.token.acquire();
        let balance = self.balance.load(Relaxed);
        self.token.release();
        balance
    }
}

/// Two customers withdraw coin after coin.
fn pays(withdraw: impl Fn(u64) -> bool + Sync) -> usize {
    let visit = || (0..100_000).filter(|_| withdraw(1)).count();
    thread::scope(|scope| {
        let other = scope.spawn(visit);
        visit() + other.join().unwrap()
    })
}

pub fn main() {
    let (account, token) = (Account::new(100_000), TokenAccount::new(100_000));
    println!("An account of 100000 paid {}.", pays(|amount| account.withdraw(amount)));
    println!("A token account of 100000 paid {}.", pays(|amount| token.withdraw(amount)));

    let accounts = Arc::new([Account::new(1_000), Account::new(1_000)]);
    let (done, news) = channel();
    for (from, to) in [(0, 1), (1, 0)] {
        let (accounts, done) = (Arc::clone(&accounts), done.clone());
        thread::spawn(move || {
            (0..100_000).for_each(|_| _ = transfer(&accounts[from], &accounts[to], 1));
            done.send(from)
        });
    }
    let is_done = |_| news.recv_timeout(Duration::from_secs(2)).is_ok();
    match (0..2).all(is_done) {
        true => println!("100000 transfers there and 100000 back are done."),
        false => println!("Transfers there and back wait for each other."),
    }
}
