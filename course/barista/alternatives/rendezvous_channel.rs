//! Rendezvous channels: a send waits until the other thread receives.

use std::error::Error;
use std::fmt;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

const LENGTH: usize = 15; // characters on the board

/// The barista's thread has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed;

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the coffee shop is closed")
    }
}

impl Error for Closed {}

/// A request, with the channel for its reply.
enum Message {
    Order(String, SyncSender<String>),
    Served(SyncSender<usize>),
}

pub struct Barista {
    inbox: SyncSender<Message>,
    thread: JoinHandle<usize>,
}

impl Barista {
    pub fn open() -> Barista {
        let (inbox, messages) = sync_channel(0);
        Barista { inbox, thread: thread::spawn(|| work(messages)) }
    }

    /// Returns the finished board: the order, cut to 15 characters or padded with spaces.
    pub fn order(&self, order: &str) -> Result<String, Closed> {
        self.ask(|reply| Message::Order(order.to_string(), reply))
    }

    /// Returns the number of finished orders.
    pub fn served(&self) -> Result<usize, Closed> {
        self.ask(Message::Served)
    }

    fn ask<T>(&self, message: impl FnOnce(SyncSender<T>) -> Message) -> Result<T, Closed> {
        let (reply, answer) = sync_channel(0);
        self.inbox.send(message(reply)).map_err(|_| Closed)?;
        answer.recv().map_err(|_| Closed)
    }

    /// Finishes all orders, and returns how many there were.
    pub fn close(self) -> usize {
        drop(self.inbox); // without senders, `work` returns after the last message
        self.thread.join().unwrap()
    }
}

fn work(messages: Receiver<Message>) -> usize {
    let mut board = [' '; LENGTH];
    let mut served = 0;
    for message in messages {
        match message {
            Message::Order(order, reply) => {
                let text = format!("{order:LENGTH$}");
                for (place, character) in text.chars().take(LENGTH).enumerate() {
                    board[place] = character;
                    thread::sleep(Duration::from_millis(1));
                }
                served += 1;
                let _ = reply.send(board.iter().collect());
            }
            Message::Served(reply) => _ = reply.send(served),
        }
    }
    served
}
