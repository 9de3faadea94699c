//! A coffee shop shows one order at a time on a board that several people write on.
//!
//! Guarantee: the board always shows one whole order, although writing one takes time.
//! Defect: every character is atomic, but a whole order is not.
//! Task: make writing an order one step, and reading one too.

use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicU8, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

/// The length of the board in characters.
pub const LENGTH: usize = 15;

pub struct Coffee {
    board: [AtomicU8; LENGTH],
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
        Coffee { board: [const { AtomicU8::new(b' ') }; LENGTH] }
    }

    /// Writes the order character by character, padded with spaces to the length of the board.
    pub fn write_text(&self, order: &str) -> Result<(), TooLong> {
        if order.len() > LENGTH || !order.is_ascii() {
            return Err(TooLong(order.to_string()));
        }
        let text = format!("{order:LENGTH$}");
        // TODO: other threads can read and write the board during each pause.
        for (cell, byte) in self.board.iter().zip(text.bytes()) {
            cell.store(byte, SeqCst);
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// The whole board, including the spaces at the end.
    pub fn order(&self) -> String {
        // TODO: a writer can change the board between two of these reads.
        let mut order = String::new();
        for cell in &self.board {
            order.push(char::from(cell.load(SeqCst)));
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
