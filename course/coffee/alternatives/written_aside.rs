//! A writer prepares its text aside, letter by letter, and hangs up the whole board at once; who
//! looks keeps the board of that moment.

use std::sync::{Arc, RwLock};
use std::thread;
use std::time::Duration;

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
        for letter in format!("{order:LENGTH$}").chars() {
            text.push(letter);
            thread::sleep(Duration::from_millis(10));
        }
        *self.board.write().unwrap() = text.into();
        Ok(())
    }

    pub fn order(&self) -> String {
        Arc::clone(&self.board.read().unwrap()).to_string()
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
