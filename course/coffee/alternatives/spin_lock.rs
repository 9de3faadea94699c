//! A flag is the lock: a thread keeps trying to set it until it finds it clear. That burns a CPU core while
//! another thread writes, but the contract leaves open how a thread waits.

use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::thread;
use std::time::Duration;

pub const LENGTH: usize = 15;

#[derive(Debug)]
pub struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an order has at most {LENGTH} characters, all of them ASCII")
    }
}

impl Error for TooLong {}

pub struct Coffee {
    locked: AtomicBool, // guards `board`
    board: [AtomicU8; LENGTH],
}

impl Coffee {
    pub fn new() -> Coffee {
        let board = [const { AtomicU8::new(b' ') }; LENGTH];
        Coffee { locked: AtomicBool::new(false), board }
    }

    pub fn write_text(&self, order: &str) -> Result<(), TooLong> {
        if order.len() > LENGTH || !order.is_ascii() {
            return Err(TooLong);
        }
        let text = format!("{order:LENGTH$}");
        let _unlock = self.lock();
        for (cell, byte) in self.board.iter().zip(text.bytes()) {
            cell.store(byte, Ordering::Relaxed);
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    pub fn order(&self) -> String {
        let _unlock = self.lock();
        self.board.iter().map(|cell| char::from(cell.load(Ordering::Relaxed))).collect()
    }

    fn lock(&self) -> Unlock<'_> {
        while self.locked.swap(true, Ordering::Acquire) {
            thread::yield_now();
        }
        Unlock(&self.locked)
    }
}

/// Unlocks when it is dropped.
struct Unlock<'a>(&'a AtomicBool);

impl Drop for Unlock<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

fn main() {
    let coffee = Coffee::new();
    thread::scope(|scope| {
        scope.spawn(|| coffee.write_text("Choca").unwrap());
        scope.spawn(|| coffee.write_text("Tea no sugar").unwrap());
    });
    println!("The board says \"{}\".", coffee.order());
}
