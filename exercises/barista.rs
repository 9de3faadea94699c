//! The coffee shop again, but now the board belongs to one thread, and orders are messages to it.
//!
//! `order` returns the finished board: 15 characters, of this order alone. `served` counts the
//! finished orders, and `close` returns that count when the thread has ended. There is no lock:
//! the other threads have only channels.
//!
//! Defect: helpers that work at the same time share the board. Task: give it one owner.

use std::error::Error;
use std::fmt;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
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
    // TODO: the helpers share this board, so the characters of two orders mix.
    let board = Arc::new(Mutex::new([' '; LENGTH]));
    let served = Arc::new(Mutex::new(0));
    for message in messages {
        match message {
            Message::Order(order, reply) => {
                let text = format!("{order:LENGTH$}");
                let (board, served) = (Arc::clone(&board), Arc::clone(&served));
                // TODO: no thread joins the helper, so `close` can return before it has finished.
                thread::spawn(move || {
                    for (place, character) in text.chars().take(LENGTH).enumerate() {
                        board.lock().unwrap()[place] = character;
                        thread::sleep(Duration::from_millis(1));
                    }
                    let _ = reply.send(board.lock().unwrap().iter().collect());
                    // TODO: the customer has the reply already, and can call `served` before this.
                    *served.lock().unwrap() += 1;
                });
            }
            Message::Served(reply) => _ = reply.send(*served.lock().unwrap()),
        }
    }
    *served.lock().unwrap()
}

fn main() {
    let barista = Barista::open();
    thread::scope(|scope| {
        for order in ["Choca", "Mocha with Milk", "Banana Shake", "Tea no sugar"] {
            let barista = &barista;
            scope.spawn(move || println!("{order}: \"{}\"", barista.order(order).unwrap()));
        }
    });
    println!("Orders served: {}", barista.close());
}
