//! A coffee shop has one board for the order that is being made, and many people who write on it.
//!
//! `write_text` writes an order letter by letter, which takes its time; `order` reads the board.
//! Whoever looks at the board must see one whole order: never a mix of two, never half of one.
//! An order that does not fit is refused, and leaves the board as it was.

use std::error::Error;
use std::fmt;
use std::sync::*;
use std::thread;
use std::time::Duration;

/// How many letters fit on the board.
pub const LENGTH: usize = 15;

pub struct Coffee {
    // TODO: each letter is safe from other threads, but is the order?
    board: [atomic::AtomicU8; LENGTH],
}

/// The order that was refused: too long for the board, or not in ASCII.
#[derive(Debug)]
pub struct TooLong(String);

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "\"{}\" does not fit on the board: at most {LENGTH} ASCII letters", self.0)
    }
}

impl Error for TooLong {}

impl Coffee {
    pub fn new() -> Coffee {
        Coffee { board: [const { atomic::AtomicU8::new(b' ') }; LENGTH] }
    }

    /// Writes the order, with blanks up to the end of the board.
    pub fn write_text(&self, order: &str) -> Result<(), TooLong> {
        if order.len() > LENGTH || !order.is_ascii() {
            return Err(TooLong(order.to_string()));
        }
        let text = format!("{order:LENGTH$}");
        // TODO: nobody else may write before the last letter is there.
        for (place, letter) in self.board.iter().zip(text.bytes()) {
            place.store(letter, atomic::Ordering::SeqCst);
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// All letters of the board, blanks included.
    pub fn order(&self) -> String {
        // TODO: nobody may write while we read.
        let mut order = String::new();
        for place in &self.board {
            order.push(char::from(place.load(atomic::Ordering::SeqCst)));
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
    println!("On {wrong} of 4 mornings it is a drink that nobody ordered.");
    let refusal = Coffee::new().write_text("Espresso with oat milk").unwrap_err();
    println!("The next guest hears: {refusal}.");
}
