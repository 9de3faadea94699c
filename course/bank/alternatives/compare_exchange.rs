//! Operations on one account share a read lock and change it with `try_update`. A transfer takes
//! the write lock, which excludes everything else.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::SeqCst};
use std::sync::{Mutex, PoisonError, RwLock};
use std::thread::{self, Thread};

static BANK: RwLock<()> = RwLock::new(());

pub struct Account(AtomicU64);

impl Account {
    pub fn new(balance: u64) -> Account {
        Account(AtomicU64::new(balance))
    }

    pub fn deposit(&self, amount: u64) {
        let _shared = BANK.read().unwrap_or_else(PoisonError::into_inner);
        add(&self.0, amount);
    }

    pub fn withdraw(&self, amount: u64) -> bool {
        let _shared = BANK.read().unwrap_or_else(PoisonError::into_inner);
        take(&self.0, amount)
    }

    pub fn balance(&self) -> u64 {
        let _shared = BANK.read().unwrap_or_else(PoisonError::into_inner);
        self.0.load(SeqCst)
    }
}

fn add(balance: &AtomicU64, amount: u64) {
    let added = balance.try_update(SeqCst, SeqCst, |balance| balance.checked_add(amount));
    added.expect("overflow: the account cannot hold that much");
}

fn take(balance: &AtomicU64, amount: u64) -> bool {
    balance.try_update(SeqCst, SeqCst, |balance| balance.checked_sub(amount)).is_ok()
}

pub fn transfer(from: &Account, to: &Account, amount: u64) -> bool {
    let _exclusive = BANK.write().unwrap_or_else(PoisonError::into_inner);
    let enough = from.0.load(SeqCst) >= amount;
    if enough && !std::ptr::eq(from, to) {
        add(&to.0, amount);
        take(&from.0, amount);
    }
    enough
}

/// A thread that finds no permit parks; a release unparks all waiting threads.
pub struct Semaphore {
    permits: AtomicUsize,
    waiting: Mutex<Vec<Thread>>,
}

impl Semaphore {
    pub fn new(permits: usize) -> Semaphore {
        Semaphore { permits: AtomicUsize::new(permits), waiting: Mutex::default() }
    }

    pub fn acquire(&self) {
        let permit = |permits: usize| permits.checked_sub(1);
        loop {
            let mut waiting = self.waiting.lock().unwrap();
            if self.permits.try_update(SeqCst, SeqCst, permit).is_ok() {
                return;
            }
            waiting.push(thread::current());
            drop(waiting);
            thread::park();
        }
    }

    pub fn release(&self) {
        let mut waiting = self.waiting.lock().unwrap();
        self.permits.fetch_add(1, SeqCst);
        waiting.drain(..).for_each(|thread| thread.unpark());
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

    pub fn deposit(&self, amount: u64) {
        self.token.acquire();
        let result = std::panic::catch_unwind(|| add(&self.balance, amount));
        self.token.release();
        result.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    }

    pub fn withdraw(&self, amount: u64) -> bool {
        self.token.acquire();
        let taken = take(&self.balance, amount);
        self.token.release();
        taken
    }

    pub fn balance(&self) -> u64 {
        self.token.acquire();
        let balance = self.balance.load(SeqCst);
        self.token.release();
        balance
    }
}
