//! The characters stay atomic, and a read-write lock guards the whole board: reads can overlap, a
//! write excludes everything else.

use std::error::Error;
use std::fmt;
use std::sync::RwLock;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};
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
    characters: [AtomicU8; LENGTH],
    board: RwLock<()>,
}

impl Coffee {
    pub fn new() -> Coffee {
        let characters = [const { AtomicU8::new(b' ') }; LENGTH];
        Coffee { characters, board: RwLock::new(()) }
    }

    pub fn write_text(&self, order: &str) -> Result<(), TooLong> {
        if order.len() > LENGTH || !order.is_ascii() {
            return Err(TooLong);
        }
        let text = format!("{order:LENGTH$}");
        let _guard = self.board.write().unwrap();
        for (cell, byte) in self.characters.iter().zip(text.bytes()) {
            thread::sleep(Duration::from_millis(10));
            cell.store(byte, Relaxed);
        }
        Ok(())
    }

    pub fn order(&self) -> String {
        let _guard = self.board.read().unwrap();
        self.characters.iter().map(|cell| char::from(cell.load(Relaxed))).collect()
    }
}
