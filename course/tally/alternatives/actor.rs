//! An actor: one thread owns the rounds and handles one message at a time.

use std::sync::mpsc::{Sender, channel};
use std::thread;

enum Message {
    Set(usize, u32),
    Read(Sender<Vec<(usize, u32)>>),
}

pub struct Tally {
    keys: usize,
    owner: Sender<Message>,
}

impl Tally {
    pub fn new(keys: usize) -> Tally {
        let (owner, inbox) = channel();
        thread::spawn(move || {
            let mut rounds = vec![0; keys];
            // The loop ends when the tally is dropped.
            for message in inbox {
                match message {
                    Message::Set(key, round) => rounds[key] = round,
                    Message::Read(reply) => {
                        let _ = reply.send(rounds.iter().copied().enumerate().collect());
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
        let (reply, rounds) = channel();
        self.owner.send(Message::Read(reply)).unwrap();
        rounds.recv().unwrap()
    }
}
