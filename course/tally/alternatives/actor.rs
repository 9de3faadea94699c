//! An actor: one thread owns the counts, and does what it is told, one message after the other.

use std::sync::mpsc::{Sender, channel};
use std::thread;

enum Message {
    Set(usize, u32),
    Look(Sender<Vec<(usize, u32)>>),
}

pub struct Tally {
    keys: usize,
    owner: Sender<Message>,
}

impl Tally {
    pub fn new(keys: usize) -> Tally {
        let (owner, inbox) = channel();
        thread::spawn(move || {
            let mut counts = vec![0; keys];
            // Ends when the tally is dropped.
            for message in inbox {
                match message {
                    Message::Set(key, round) => counts[key] = round,
                    Message::Look(reply) => {
                        let _ = reply.send(counts.iter().copied().enumerate().collect());
                    }
                }
            }
        });
        Tally { keys, owner }
    }

    pub fn write_round(&self, round: u32) {
        for key in 0..self.keys {
            self.owner.send(Message::Set(key, round)).unwrap();
        }
    }

    pub fn read_all(&self) -> Vec<(usize, u32)> {
        let (reply, look) = channel();
        self.owner.send(Message::Look(reply)).unwrap();
        look.recv().unwrap()
    }
}
