//! One lock for the whole bank; a semaphore made of a channel that holds the permits.

use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};

static BANK: Mutex<()> = Mutex::new(());

fn open() -> MutexGuard<'static, ()> {
    BANK.lock().unwrap_or_else(PoisonError::into_inner)
}

pub struct Account(AtomicU64);

impl Account {
    pub fn new(balance: u64) -> Account {
        Account(AtomicU64::new(balance))
    }

    pub fn deposit(&self, amount: u64) {
        let _bank = open();
        self.add(amount);
    }

    pub fn withdraw(&self, amount: u64) -> bool {
        let _bank = open();
        self.take(amount)
    }

    pub fn balance(&self) -> u64 {
        let _bank = open();
        self.0.load(SeqCst)
    }

    fn add(&self, amount: u64) {
        let Some(sum) = self.0.load(SeqCst).checked_add(amount) else {
            panic!("{amount} more would overflow the account");
        };
        self.0.store(sum, SeqCst);
    }

    fn take(&self, amount: u64) -> bool {
        let rest = self.0.load(SeqCst).checked_sub(amount);
        rest.inspect(|rest| self.0.store(*rest, SeqCst)).is_some()
    }
}

pub fn transfer(from: &Account, to: &Account, amount: u64) -> bool {
    /// Gives the money back if the receiver cannot hold it.
    struct Undo<'a>(&'a Account, u64);
    impl Drop for Undo<'_> {
        fn drop(&mut self) {
            self.0.add(self.1);
        }
    }
    let _bank = open();
    if !from.take(amount) {
        return false;
    }
    let undo = Undo(from, amount);
    to.add(amount);
    std::mem::forget(undo);
    true
}

pub struct Semaphore {
    give: Sender<()>,
    take: Mutex<Receiver<()>>,
}

impl Semaphore {
    pub fn new(permits: usize) -> Semaphore {
        let (give, take) = channel();
        (0..permits).for_each(|_| give.send(()).unwrap());
        Semaphore { give, take: Mutex::new(take) }
    }

    pub fn acquire(&self) {
        self.take.lock().unwrap().recv().unwrap();
    }

    pub fn release(&self) {
        self.give.send(()).unwrap();
    }
}

pub struct TokenAccount {
    token: Semaphore,
    account: Account,
}

impl TokenAccount {
    pub fn new(balance: u64) -> TokenAccount {
        TokenAccount { token: Semaphore::new(1), account: Account::new(balance) }
    }

    /// Gives the token back even if `act` panics.
    fn with<R>(&self, act: impl FnOnce(&Account) -> R) -> R {
        struct Release<'a>(&'a Semaphore);
        impl Drop for Release<'_> {
            fn drop(&mut self) {
                self.0.release();
            }
        }
        self.token.acquire();
        let _release = Release(&self.token);
        act(&self.account)
    }

    pub fn deposit(&self, amount: u64) {
        self.with(|account| account.add(amount));
    }

    pub fn withdraw(&self, amount: u64) -> bool {
        self.with(|account| account.take(amount))
    }

    pub fn balance(&self) -> u64 {
        self.with(|account| account.0.load(SeqCst))
    }
}
