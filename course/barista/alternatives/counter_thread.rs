//! Two threads that each own one thing: the board, and the number of orders.

use std::error::Error;
use std::fmt;
use std::sync::mpsc::{Receiver, Sender, channel};
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
    Order(String, Sender<String>),
    Served(Sender<usize>),
}

pub struct Barista {
    inbox: Sender<Message>,
    thread: JoinHandle<usize>,
}

impl Barista {
    pub fn open() -> Barista {
        let (inbox, messages) = channel();
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

    fn ask<T>(&self, message: impl FnOnce(Sender<T>) -> Message) -> Result<T, Closed> {
        let (reply, answer) = channel();
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
    // A second thread counts: this one reports every order to it, and forwards the calls of `served`.
    let (done, orders) = channel::<Option<Sender<usize>>>();
    let counter = thread::spawn(move || {
        let mut served = 0;
        for asked in orders {
            match asked {
                Some(reply) => _ = reply.send(served),
                None => served += 1,
            }
        }
        served
    });
    let mut board = [' '; LENGTH];
    for message in messages {
        match message {
            Message::Order(order, reply) => {
                let text = format!("{order:LENGTH$}");
                for (place, character) in text.chars().take(LENGTH).enumerate() {
                    board[place] = character;
                    thread::sleep(Duration::from_millis(1));
                }
                done.send(None).unwrap();
                let _ = reply.send(board.iter().collect());
            }
            Message::Served(reply) => done.send(Some(reply)).unwrap(),
        }
    }
    drop(done);
    counter.join().unwrap()
}
