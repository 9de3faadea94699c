//! An actor: one thread owns the list. Customers ask it, and appointments tell it that they are
//! over.

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;

enum Message {
    Show(Sender<Vec<Cat>>),
    Reserve(Sender<Option<Cat>>, Arc<List>),
    Over(usize),
}

pub struct List {
    host: Sender<Message>,
}

impl List {
    pub fn new(cats: &[(&str, &str)]) -> Arc<List> {
        let mut cats: Vec<Cat> = cats
            .iter()
            .map(|(name, personality)| Cat {
                name: name.to_string(),
                personality: personality.to_string(),
                available: true,
            })
            .collect();
        let (host, inbox) = channel();
        thread::spawn(move || {
            for message in inbox {
                match message {
                    Message::Show(reply) => _ = reply.send(cats.clone()),
                    Message::Over(place) => cats[place].available = true,
                    Message::Reserve(reply, list) => {
                        let place = cats.iter().position(|cat| cat.available);
                        let cat = place.map(|place| {
                            cats[place].available = false;
                            thread::spawn(move || {
                                thread::sleep(APPOINTMENT);
                                _ = list.host.send(Message::Over(place));
                            });
                            cats[place].clone()
                        });
                        _ = reply.send(cat);
                    }
                }
            }
        });
        Arc::new(List { host })
    }

    pub fn cats(&self) -> Vec<Cat> {
        let (reply, cats) = channel();
        self.host.send(Message::Show(reply)).unwrap();
        cats.recv().unwrap()
    }

    pub fn by_personality(&self, personality: &str) -> Vec<Cat> {
        self.cats().into_iter().filter(|cat| cat.personality == personality).collect()
    }

    pub fn reserve(self: &Arc<Self>) -> Option<Cat> {
        let (reply, cat) = channel();
        self.host.send(Message::Reserve(reply, Arc::clone(self))).unwrap();
        cat.recv().unwrap()
    }
}
