//! A thread for each order: it gets the board, and gives it back when it is joined.

use std::error::Error;
use std::fmt;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How many letters fit on the board.
const LENGTH: usize = 15;

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
    // Both belong to this thread alone: what nobody else can see needs no lock.
    let mut board = [' '; LENGTH];
    let mut served = 0;
    for message in messages {
        match message {
            Message::Order(order, reply) => {
                let text: Vec<char> = format!("{order:LENGTH$}").chars().take(LENGTH).collect();
                let helper = thread::spawn(move || {
                    for (place, &letter) in text.iter().enumerate() {
                        board[place] = letter;
                        thread::sleep(Duration::from_millis(1));
                    }
                    board
                });
                board = helper.join().unwrap();
                served += 1;
                let _ = reply.send(board.iter().collect());
            }
            Message::Served(reply) => _ = reply.send(served),
        }
    }
    served
}

pub fn main() {
    let barista = Barista::open();
    thread::scope(|scope| {
        for order in ["Choca", "Mocha with Milk", "Banana Shake", "Tea no sugar"] {
            let barista = &barista;
            scope.spawn(move || {
                let board = barista.order(order).unwrap();
                println!("\"{order}\" was ordered, \"{board}\" is on the board.");
            });
        }
    });
    println!("Orders served when the shop closes: {}.", barista.close());
}
