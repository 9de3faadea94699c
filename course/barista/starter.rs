//! The coffee shop again, but now the board belongs to the barista, and orders arrive as messages.
//!
//! `order` sends an order and returns the board when the barista has written it: all 15 letters
//! are of this order. `served` says how many orders are done. `close` returns that number when
//! the last order is done and the barista has gone home. This needs no lock at all: only one
//! thread ever sees the board, and all others talk to it through channels.

use std::error::Error;
use std::fmt;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

const LENGTH: usize = 15; // letters fit on the board

/// The barista has gone home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed;

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the coffee shop is closed")
    }
}

impl Error for Closed {}

/// What one can ask of the barista, and where the answer goes.
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

    /// Returns the finished board: the order, cut after 15 letters or padded with blanks.
    pub fn order(&self, order: &str) -> Result<String, Closed> {
        self.ask(|reply| Message::Order(order.to_string(), reply))
    }

    /// How many orders are done.
    pub fn served(&self) -> Result<usize, Closed> {
        self.ask(Message::Served)
    }

    fn ask<T>(&self, message: impl FnOnce(Sender<T>) -> Message) -> Result<T, Closed> {
        let (reply, answer) = channel();
        self.inbox.send(message(reply)).map_err(|_| Closed)?;
        answer.recv().map_err(|_| Closed)
    }

    /// Waits until all orders are done, and returns how many they were.
    pub fn close(self) -> usize {
        drop(self.inbox); // no more messages can come, and so `work` ends
        self.thread.join().unwrap()
    }
}

fn work(messages: Receiver<Message>) -> usize {
    let board = Arc::new(Mutex::new([' '; LENGTH]));
    let served = Arc::new(Mutex::new(0));
    for message in messages {
        match message {
            Message::Order(order, reply) => {
                let text: Vec<char> = format!("{order:LENGTH$}").chars().take(LENGTH).collect();
                // TODO: all these helpers write on one board. And who waits for the last of them?
                let (board, served) = (Arc::clone(&board), Arc::clone(&served));
                thread::spawn(move || {
                    for (place, &letter) in text.iter().enumerate() {
                        board.lock().unwrap()[place] = letter;
                        thread::sleep(Duration::from_millis(1));
                    }
                    let _ = reply.send(board.lock().unwrap().iter().collect());
                    *served.lock().unwrap() += 1;
                });
            }
            Message::Served(reply) => _ = reply.send(*served.lock().unwrap()),
        }
    }
    *served.lock().unwrap()
}

pub fn main() {
    let barista = Barista::open();
    thread::scope(|scope| {
        let guest = |order| {
            let board = barista.order(order).unwrap();
            println!("\"{order}\" was ordered, \"{board}\" is on the board.");
        };
        for order in ["Choca", "Mocha with Milk", "Banana Shake", "Tea no sugar"] {
            scope.spawn(move || guest(order));
        }
    });
    println!("Orders served when the shop closes: {}.", barista.close());
}
