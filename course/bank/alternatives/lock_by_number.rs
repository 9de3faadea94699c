//! Every account has a number, and transfers lock in the order of the numbers. The semaphore hands
//! out tickets.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Condvar, Mutex, MutexGuard};

static NEXT: AtomicU64 = AtomicU64::new(0);

pub struct Account {
    number: u64,
    balance: Mutex<u64>,
}

impl Account {
    pub fn new(balance: u64) -> Account {
        Account { number: NEXT.fetch_add(1, Relaxed), balance: Mutex::new(balance) }
    }

    pub fn deposit(&self, amount: u64) {
        let mut balance = self.balance.lock().unwrap();
        match balance.checked_add(amount) {
            Some(sum) => *balance = sum,
            None => overflow(vec![balance]),
        }
    }

    pub fn withdraw(&self, amount: u64) -> bool {
        let mut balance = self.balance.lock().unwrap();
        let rest = balance.checked_sub(amount);
        *balance = rest.unwrap_or(*balance);
        rest.is_some()
    }

    pub fn balance(&self) -> u64 {
        *self.balance.lock().unwrap()
    }
}

/// Unlocks before it panics, so that no lock is poisoned.
fn overflow(guards: Vec<MutexGuard<'_, u64>>) -> ! {
    drop(guards);
    panic!("overflow: the account cannot hold that much")
}

pub fn transfer(from: &Account, to: &Account, amount: u64) -> bool {
    let mut accounts = [from, to];
    accounts.sort_by_key(|account| account.number);
    if from.number == to.number {
        return from.balance() >= amount;
    }
    let mut guards: Vec<_> =
        accounts.iter().map(|account| account.balance.lock().unwrap()).collect();
    let sender = usize::from(accounts[1].number == from.number);
    if *guards[sender] < amount {
        return false;
    }
    match guards[1 - sender].checked_add(amount) {
        Some(sum) => *guards[1 - sender] = sum,
        None => overflow(guards),
    }
    *guards[sender] -= amount;
    true
}

/// `acquire` takes the next ticket and waits until more permits than that have been issued.
pub struct Semaphore {
    tickets: Mutex<(usize, usize)>,
    released: Condvar,
}

impl Semaphore {
    pub fn new(permits: usize) -> Semaphore {
        Semaphore { tickets: Mutex::new((0, permits)), released: Condvar::new() }
    }

    pub fn acquire(&self) {
        let mut tickets = self.tickets.lock().unwrap();
        let ticket = tickets.0;
        tickets.0 += 1;
        while ticket >= tickets.1 {
            tickets = self.released.wait(tickets).unwrap();
        }
    }

    pub fn release(&self) {
        self.tickets.lock().unwrap().1 += 1;
        self.released.notify_all();
    }
}

pub struct TokenAccount {
    token: Semaphore,
    balance: AtomicU64,
}

impl TokenAccount {
    pub fn new(balance: u64) -> TokenAccount {
        TokenAccount { token: Semaphore::new(1), balance: AtomicU64::new(balance) }
    }

    /// Replaces the balance if `next` returns a new one, and returns whether it did.
    fn change(&self, next: impl FnOnce(u64) -> Option<u64>) -> bool {
        self.token.acquire();
        let next = next(self.balance.load(Relaxed));
        next.inspect(|next| self.balance.store(*next, Relaxed));
        self.token.release();
        next.is_some()
    }

    pub fn deposit(&self, amount: u64) {
        assert!(self.change(|balance| balance.checked_add(amount)), "overflow");
    }

    pub fn withdraw(&self, amount: u64) -> bool {
        self.change(|balance| balance.checked_sub(amount))
    }

    pub fn balance(&self) -> u64 {
        self.token.acquire();
        let balance = self.balance.load(Relaxed);
        self.token.release();
        balance
    }
}
