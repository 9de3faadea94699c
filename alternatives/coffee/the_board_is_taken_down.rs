//! The pen is taken and put back under a lock that is free in between: who needs the board while
//! somebody writes waits at a condvar.

use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Duration;

pub struct Coffee {
    /// Nothing while somebody writes: the writer has it.
    board: Mutex<Option<Vec<u8>>>,
    back: Condvar,
}

impl Coffee {
    pub fn new() -> Coffee {
        Coffee { board: Mutex::new(Some(vec![b' '; LENGTH])), back: Condvar::new() }
    }

    pub fn write_text(&self, order: &str) -> Result<(), TooLong> {
        if order.len() > LENGTH || !order.is_ascii() {
            return Err(TooLong);
        }
        let taken = |board: &mut Option<Vec<u8>>| board.is_none();
        let board = self.board.lock().unwrap();
        let text = self.back.wait_while(board, taken).unwrap().take();
        let mut text = text.expect("nobody else writes");
        text.fill(b' ');
        for (at, letter) in order.bytes().chain([b' '; LENGTH]).take(LENGTH).enumerate() {
            if at > 0 {
                thread::sleep(Duration::from_millis(10));
            }
            text[at] = letter;
        }
        *self.board.lock().unwrap() = Some(text);
        self.back.notify_all();
        Ok(())
    }

    pub fn order(&self) -> String {
        let taken = |board: &mut Option<Vec<u8>>| board.is_none();
        let board = self.back.wait_while(self.board.lock().unwrap(), taken).unwrap();
        String::from_utf8(board.clone().unwrap_or_default()).expect("only ASCII is written")
    }
}
