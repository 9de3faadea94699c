//! One lock for the whole bank. The semaphore is a channel that contains the permits.

use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};

static BANK: Mutex<()> = Mutex::new(());

fn lock_bank() -> MutexGuard<'static, ()> {
    BANK.lock().unwrap_or_else(PoisonError::into_inner)
}

pub struct Account(AtomicU64);

impl Account {
    pub fn new(balance: u64) -> Account {
        Account(AtomicU64::new(balance))
    }

    pub fn deposit(&self, amount: u64) {
        let _bank = lock_bank();
        self.add(amount);
    }

    pub fn withdraw(&self, amount: u64) -> bool {
        let _bank = lock_bank();
        self.take(amount)
    }

    pub fn balance(&self) -> u64 {
        let _bank = lock_bank();
        self.0.load(SeqCst)
    }

    fn add(&self, amount: u64) {
        let Some(sum) = self.0.load(SeqCst).checked_add(amount) else {
            panic!("overflow: the account cannot hold {amount} more");
        };
        self.0.store(sum, SeqCst);
    }

    fn take(&self, amount: u64) -> bool {
        let rest = self.0.load(SeqCst).checked_sub(amount);
        rest.inspect(|rest| self.0.store(*rest, SeqCst)).is_some()
    }
}

pub fn transfer(from: &Account, to: &Account, amount: u64) -> bool {
    /// Returns the money if the receiver cannot hold it.
    struct Undo<'a>(&'a Account, u64);
    impl Drop for Undo<'_> {
        fn drop(&mut self) {
            self.0.add(self.1);
        }
    }
    let _bank = lock_bank();
    if !from.take(amount) {
        return false;
    }
    let undo = Undo(from, amount);
    to.add(amount);
    std::mem::forget(undo);
    true
}

pub struct Semaphore {
    sender: Sender<()>,
    receiver: Mutex<Receiver<()>>,
}

impl Semaphore {
    pub fn new(permits: usize) -> Semaphore {
        let (sender, receiver) = channel();
        (0..permits).for_each(|_| sender.send(()).unwrap());
        Semaphore { sender, receiver: Mutex::new(receiver) }
    }

    pub fn acquire(&self) {
        self.receiver.lock().unwrap().recv().unwrap();
    }

    pub fn release(&self) {
        self.sender.send(()).unwrap();
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

    /// Releases the permit even if `act` panics.
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
