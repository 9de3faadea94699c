//! An actor: one thread owns the menu, raises its prices and sends copies to the readers.

use std::collections::BTreeMap;
use std::sync::mpsc::{Sender, channel};
use std::thread;

enum Message {
    Raise(u32),
    Read(Sender<BTreeMap<String, u32>>),
}

pub struct Menu {
    owner: Sender<Message>,
}

impl Menu {
    pub fn new(prices: &[(&str, u32)]) -> Menu {
        let prices = prices.iter().map(|&(dish, price)| (dish.to_string(), price));
        let mut prices: BTreeMap<_, u32> = prices.collect();
        let (owner, inbox) = channel();
        thread::spawn(move || {
            // The loop ends when the menu, and with it the sender, is dropped.
            for message in inbox {
                match message {
                    Message::Raise(cents) => {
                        prices.values_mut().for_each(|price| *price = price.saturating_add(cents));
                    }
                    Message::Read(reply) => _ = reply.send(prices.clone()),
                }
            }
        });
        Menu { owner }
    }

    pub fn read<R>(&self, f: impl FnOnce(&BTreeMap<String, u32>) -> R) -> R {
        let (reply, copy) = channel();
        self.owner.send(Message::Read(reply)).unwrap();
        f(&copy.recv().unwrap())
    }

    pub fn raise(&self, cents: u32) {
        self.owner.send(Message::Raise(cents)).unwrap();
    }
}
