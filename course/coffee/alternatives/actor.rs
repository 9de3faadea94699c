//! An actor: one thread owns the board; it is told what to write and asked what is written.

use std::sync::mpsc::{Sender, SyncSender, channel, sync_channel};
use std::thread;
use std::time::Duration;

enum Message {
    Write(String, SyncSender<()>),
    Look(SyncSender<String>),
}

pub struct Coffee {
    writer: Sender<Message>,
}

impl Coffee {
    pub fn new() -> Coffee {
        let (writer, inbox) = channel();
        thread::spawn(move || {
            let mut board = " ".repeat(LENGTH);
            for message in inbox {
                match message {
                    Message::Look(reply) => _ = reply.send(board.clone()),
                    Message::Write(order, done) => {
                        board.clear();
                        for letter in order.chars() {
                            board.push(letter);
                            thread::sleep(Duration::from_millis(10));
                        }
                        _ = done.send(());
                    }
                }
            }
        });
        Coffee { writer }
    }

    pub fn write_text(&self, order: &str) -> Result<(), TooLong> {
        if order.len() > LENGTH || !order.is_ascii() {
            return Err(TooLong);
        }
        let (done, written) = sync_channel(1);
        self.writer.send(Message::Write(format!("{order:LENGTH$}"), done)).unwrap();
        written.recv().unwrap();
        Ok(())
    }

    pub fn order(&self) -> String {
        let (reply, board) = sync_channel(1);
        self.writer.send(Message::Look(reply)).unwrap();
        board.recv().unwrap()
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
