//! A channel with room for one thing, the board: who receives it has it alone, and sends it back.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

pub struct Coffee {
    hook: Mutex<Receiver<Vec<u8>>>,
    back: SyncSender<Vec<u8>>,
}

impl Coffee {
    pub fn new() -> Coffee {
        let (back, hook) = sync_channel(1);
        back.send(vec![b' '; LENGTH]).unwrap();
        Coffee { hook: Mutex::new(hook), back }
    }

    fn take(&self) -> Vec<u8> {
        self.hook.lock().unwrap().recv().unwrap()
    }

    pub fn write_text(&self, order: &str) -> Result<(), TooLong> {
        if order.len() > LENGTH || !order.is_ascii() {
            return Err(TooLong);
        }
        let mut board = self.take();
        board.clear();
        for (at, letter) in order.bytes().chain([b' '; LENGTH]).take(LENGTH).enumerate() {
            if at > 0 {
                thread::sleep(Duration::from_millis(10));
            }
            board.push(letter);
        }
        self.back.send(board).unwrap();
        Ok(())
    }

    pub fn order(&self) -> String {
        let board = self.take();
        let order = board.iter().map(|letter| char::from(*letter)).collect();
        self.back.send(board).unwrap();
        order
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
