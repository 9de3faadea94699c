//! Bugs in which one thread runs between two steps of another.

use interleave::sync::atomic::{AtomicU8, AtomicU32, Ordering::SeqCst};
use interleave::sync::{Arc, Mutex};
use interleave::thread;
use interleave::time::Duration;

pub(crate) fn lost_update() {
    let age = AtomicU32::new(40);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let now = age.load(SeqCst);
                age.store(now + 1, SeqCst);
            });
        }
    });
    assert_eq!(age.load(SeqCst), 42, "two birthdays make two years");
}

struct Account {
    balance: Mutex<u32>,
}

impl Account {
    fn balance(&self) -> u32 {
        *self.balance.lock().unwrap()
    }

    fn withdraw(&self, amount: u32) -> bool {
        if self.balance() < amount {
            return false;
        }
        *self.balance.lock().unwrap() -= amount;
        true
    }
}

pub(crate) fn check_then_act() {
    let account = Account { balance: Mutex::new(100) };
    thread::scope(|scope| {
        for name in ["ann", "bob"] {
            let account = &account;
            let builder = thread::Builder::new().name(name.to_owned());
            builder.spawn_scoped(scope, move || account.withdraw(80)).unwrap();
        }
    });
}

pub(crate) fn nonrepeatable_read() {
    let account = Account { balance: Mutex::new(100) };
    thread::scope(|scope| {
        scope.spawn(|| account.withdraw(80));
        let first = account.balance();
        let second = account.balance();
        assert_eq!(first, second, "the balance has not changed");
    });
}

pub(crate) fn sleep_instead_of_join() {
    let spoken = Arc::new(Mutex::new(Vec::new()));
    for name in ["Bugs", "Daffy"] {
        let spoken = Arc::clone(&spoken);
        thread::spawn(move || spoken.lock().unwrap().push(name));
    }
    thread::sleep(Duration::from_millis(1));
    assert_eq!(spoken.lock().unwrap().len(), 2, "both have spoken");
}

struct Board {
    characters: [AtomicU8; 5],
}

impl Board {
    fn new() -> Self {
        Self { characters: [const { AtomicU8::new(b' ') }; 5] }
    }

    fn write(&self, text: &[u8; 5]) {
        for (index, character) in text.iter().enumerate() {
            self.characters[index].store(*character, SeqCst);
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn read(&self) -> String {
        self.characters.iter().map(|character| char::from(character.load(SeqCst))).collect()
    }
}

pub(crate) fn torn_write() {
    let board = Board::new();
    thread::scope(|scope| {
        scope.spawn(|| board.write(b"Choca"));
        scope.spawn(|| board.write(b"Mocha"));
    });
    let text = board.read();
    assert!(["Choca", "Mocha"].contains(&text.as_str()), "the board says {text}");
}

pub(crate) fn torn_read() {
    let board = Board::new();
    thread::scope(|scope| {
        scope.spawn(|| board.write(b"Choca"));
        scope.spawn(|| {
            let text = board.read();
            assert!(["     ", "Choca"].contains(&text.as_str()), "the board says {text}");
        });
    });
}

pub(crate) fn panic_in_thread() {
    let cats = Arc::new(Mutex::new(vec!["Tom"]));
    let customers = [1, 2].map(|_| {
        let cats = Arc::clone(&cats);
        thread::spawn(move || {
            if cats.lock().unwrap().is_empty() {
                return None;
            }
            let cat = cats.lock().unwrap().remove(0);
            Some(cat)
        })
    });
    for customer in customers {
        customer.join().unwrap();
    }
}

pub(crate) fn poisoned_lock() {
    let stock = Arc::new(Mutex::new(1_u32));
    let guests = [1, 2].map(|_| {
        let stock = Arc::clone(&stock);
        thread::spawn(move || {
            let mut stock = stock.lock().unwrap();
            *stock = stock.checked_sub(1).expect("there is one left");
        })
    });
    let _served = guests.map(|guest| guest.join().is_ok());
    assert_eq!(*stock.lock().unwrap(), 0);
}

/// A menu with one lock per price.
struct Menu {
    prices: [Mutex<u32>; 3],
}

impl Menu {
    fn raise(&self) {
        for price in &self.prices {
            *price.lock().unwrap() += 1;
        }
    }

    fn bill(&self) -> u32 {
        self.prices.iter().map(|price| *price.lock().unwrap()).sum()
    }
}

pub(crate) fn lock_per_price() {
    let menu = Menu { prices: [2, 3, 4].map(Mutex::new) };
    thread::scope(|scope| {
        scope.spawn(|| menu.raise());
        let bill = menu.bill();
        assert!([9, 12].contains(&bill), "a bill of {bill} mixes old and new prices");
    });
}
