//! The board travels through a channel of capacity one: the thread that receives it has exclusive
//! access until it sends the board back.

use std::error::Error;
use std::fmt;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
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
    receiver: Mutex<Receiver<Vec<u8>>>,
    sender: SyncSender<Vec<u8>>,
}

impl Coffee {
    pub fn new() -> Coffee {
        let (sender, receiver) = sync_channel(1);
        sender.send(vec![b' '; LENGTH]).unwrap();
        Coffee { receiver: Mutex::new(receiver), sender }
    }

    fn take(&self) -> Vec<u8> {
        self.receiver.lock().unwrap().recv().unwrap()
    }

    pub fn write_text(&self, order: &str) -> Result<(), TooLong> {
        if order.len() > LENGTH || !order.is_ascii() {
            return Err(TooLong);
        }
        let mut board = self.take();
        board.clear();
        for (at, byte) in order.bytes().chain([b' '; LENGTH]).take(LENGTH).enumerate() {
            if at > 0 {
                thread::sleep(Duration::from_millis(10));
            }
            board.push(byte);
        }
        self.sender.send(board).unwrap();
        Ok(())
    }

    pub fn order(&self) -> String {
        let board = self.take();
        let order = board.iter().map(|byte| char::from(*byte)).collect();
        self.sender.send(board).unwrap();
        order
    }
}
