//! A message is a closure: it runs on the thread that owns the board.

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

/// The data that only the thread of the barista has.
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
        let text = format!("{order:LENGTH$}");
        self.ask(move |counter| {
            for (place, character) in text.chars().take(LENGTH).enumerate() {
                counter.board[place] = character;
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

    /// Finishes all orders, and returns how many there were.
    pub fn close(self) -> usize {
        drop(self.inbox); // without senders, `work` returns after the last message
        self.thread.join().unwrap()
    }
}

fn work(jobs: Receiver<Job>) -> usize {
    let mut counter = Counter { board: [' '; LENGTH], served: 0 };
    jobs.into_iter().for_each(|job| job(&mut counter));
    counter.served
}
