//! Atomic letters after all, and a lock that means the whole board: many may look at once, one
//! writes alone.

use std::sync::RwLock;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

pub struct Coffee {
    letters: [AtomicU8; LENGTH],
    board: RwLock<()>,
}

impl Coffee {
    pub fn new() -> Coffee {
        let letters = [const { AtomicU8::new(b' ') }; LENGTH];
        Coffee { letters, board: RwLock::new(()) }
    }

    pub fn write_text(&self, order: &str) -> Result<(), TooLong> {
        if order.len() > LENGTH || !order.is_ascii() {
            return Err(TooLong);
        }
        let text = format!("{order:LENGTH$}");
        let _alone = self.board.write().unwrap();
        for (place, letter) in self.letters.iter().zip(text.bytes()) {
            thread::sleep(Duration::from_millis(10));
            place.store(letter, Relaxed);
        }
        Ok(())
    }

    pub fn order(&self) -> String {
        let _looking = self.board.read().unwrap();
        self.letters.iter().map(|letter| char::from(letter.load(Relaxed))).collect()
    }
}

use std::error::Error;
use std::fmt;

pub const LENGTH: usize = 15;

#[derive(Debug)]
pub struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "only {LENGTH} letters fit, and only ASCII")
    }
}

impl Error for TooLong {}
