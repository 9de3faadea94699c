//! Copy-on-write: a writer prepares the text without the lock and then replaces the whole board. A
//! reader keeps a snapshot.

use std::error::Error;
use std::fmt;
use std::sync::{Arc, RwLock};
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
    board: RwLock<Arc<str>>,
}

impl Coffee {
    pub fn new() -> Coffee {
        Coffee { board: RwLock::new(" ".repeat(LENGTH).into()) }
    }

    pub fn write_text(&self, order: &str) -> Result<(), TooLong> {
        if order.len() > LENGTH || !order.is_ascii() {
            return Err(TooLong);
        }
        let mut text = String::new();
        for character in format!("{order:LENGTH$}").chars() {
            text.push(character);
            thread::sleep(Duration::from_millis(10));
        }
        *self.board.write().unwrap() = text.into();
        Ok(())
    }

    pub fn order(&self) -> String {
        Arc::clone(&self.board.read().unwrap()).to_string()
    }
}
