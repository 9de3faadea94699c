//! An actor: one thread owns the board, and the others send it orders and requests to read.

use std::error::Error;
use std::fmt;
use std::sync::mpsc::{Sender, SyncSender, channel, sync_channel};
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

enum Message {
    Write(String, SyncSender<()>),
    Read(SyncSender<String>),
}

pub struct Coffee {
    owner: Sender<Message>,
}

impl Coffee {
    pub fn new() -> Coffee {
        let (owner, inbox) = channel();
        thread::spawn(move || {
            let mut board = " ".repeat(LENGTH);
            for message in inbox {
                match message {
                    Message::Read(reply) => _ = reply.send(board.clone()),
                    Message::Write(order, done) => {
                        board.clear();
                        for character in order.chars() {
                            board.push(character);
                            thread::sleep(Duration::from_millis(10));
                        }
                        _ = done.send(());
                    }
                }
            }
        });
        Coffee { owner }
    }

    pub fn write_text(&self, order: &str) -> Result<(), TooLong> {
        if order.len() > LENGTH || !order.is_ascii() {
            return Err(TooLong);
        }
        let (done, written) = sync_channel(1);
        self.owner.send(Message::Write(format!("{order:LENGTH$}"), done)).unwrap();
        written.recv().unwrap();
        Ok(())
    }

    pub fn order(&self) -> String {
        let (reply, board) = sync_channel(1);
        self.owner.send(Message::Read(reply)).unwrap();
        board.recv().unwrap()
    }
}
