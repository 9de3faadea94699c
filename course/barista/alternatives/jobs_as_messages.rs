//! A message is a function: what a guest wants done with the board travels to the board.

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

/// What only the barista sees.
struct Counter {
    board: [char; LENGTH],
    served: usize,
}

type Job = Box<dyn FnOnce(&mut Counter) + Send>;

pub struct Barista {
    inbox: Sender<Job>,
    thread: JoinHandle<usize>,
}

impl Barista {
    pub fn open() -> Barista {
        let (inbox, jobs) = channel();
        Barista { inbox, thread: thread::spawn(|| work(jobs)) }
    }

    pub fn order(&self, order: &str) -> Result<String, Closed> {
        let text: Vec<char> = format!("{order:LENGTH$}").chars().take(LENGTH).collect();
        self.ask(move |counter| {
            for (place, &letter) in text.iter().enumerate() {
                counter.board[place] = letter;
                thread::sleep(Duration::from_millis(1));
            }
            counter.served += 1;
            counter.board.iter().collect()
        })
    }

    pub fn served(&self) -> Result<usize, Closed> {
        self.ask(|counter| counter.served)
    }

    fn ask<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Counter) -> T + Send + 'static,
    ) -> Result<T, Closed> {
        let (reply, answer) = channel();
        let job = Box::new(move |counter: &mut Counter| _ = reply.send(job(counter)));
        self.inbox.send(job).map_err(|_| Closed)?;
        answer.recv().map_err(|_| Closed)
    }

    /// Waits until all orders are done, and returns how many they were.
    pub fn close(self) -> usize {
        drop(self.inbox); // no more messages can come, and so `work` ends
        self.thread.join().unwrap()
    }
}

fn work(jobs: Receiver<Job>) -> usize {
    let mut counter = Counter { board: [' '; LENGTH], served: 0 };
    jobs.into_iter().for_each(|job| job(&mut counter));
    counter.served
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
