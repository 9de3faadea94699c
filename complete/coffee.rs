//! A coffee shop shows one order at a time on a board that several people write on.
//!
//! Guarantee: the board always shows one whole order, although writing one takes time.
//! Answer: one mutex guards the whole board, and both sides hold it from first to last character.

use std::error::Error;
use std::fmt;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

/// The length of the board in characters.
pub const LENGTH: usize = 15;

pub struct Coffee {
    board: Mutex<[u8; LENGTH]>,
}

/// The error for an order that is too long for the board or not ASCII.
#[derive(Debug)]
pub struct TooLong(String);

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" does not fit on the board: at most {LENGTH} ASCII characters", self.0)
    }
}

impl Error for TooLong {}

impl Coffee {
    pub fn new() -> Coffee {
        Coffee { board: Mutex::new([b' '; LENGTH]) }
    }

    /// Writes the order character by character, padded with spaces to the length of the board.
    pub fn write_text(&self, order: &str) -> Result<(), TooLong> {
        if order.len() > LENGTH || !order.is_ascii() {
            return Err(TooLong(order.to_string()));
        }
        let text = format!("{order:LENGTH$}");
        // Sleeping while holding a lock is usually a mistake. Here it is the point: until the last
        // character is written the board is inconsistent, so all other threads have to wait.
        let mut board = self.board.lock().unwrap();
        for (cell, byte) in board.iter_mut().zip(text.bytes()) {
            *cell = byte;
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// The whole board, including the spaces at the end.
    pub fn order(&self) -> String {
        // The same lock as in `write_text`: a lock that only one side takes guards nothing.
        let board = self.board.lock().unwrap();
        let mut order = String::new();
        for byte in board.iter() {
            order.push(char::from(*byte));
        }
        order
    }
}

fn main() {
    const ORDERS: [&str; 4] = ["Choca", "Mocha with Milk", "Banana Shake", "Tea no sugar"];
    let mut wrong = 0;
    for morning in 1..=4 {
        let coffee = &Coffee::new();
        thread::scope(|scope| {
            for order in ORDERS {
                scope.spawn(move || coffee.write_text(order).unwrap());
            }
        });
        let board = coffee.order();
        println!("On morning {morning} the board says \"{board}\".");
        wrong += usize::from(!ORDERS.contains(&board.trim_end()));
    }
    println!("On {wrong} of 4 mornings, the board showed a drink that is not on the menu.");
    println!("The next order fails: {}.", Coffee::new().write_text("Caffè latte").unwrap_err());
}
