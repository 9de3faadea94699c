//! A fork is a message: a philosopher receives both and sends them back.

use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

type Place = (Sender<()>, Mutex<Receiver<()>>);

pub struct Table {
    places: Vec<Place>,
}

/// Sends the fork back when dropped, even in a panic.
struct Fork<'a>(&'a Place);

impl Drop for Fork<'_> {
    fn drop(&mut self) {
        self.0.0.send(()).expect("the table has the receiver");
    }
}

impl Table {
    pub fn new(seats: NonZeroUsize) -> Table {
        let place = |_| {
            let (sender, receiver) = channel();
            sender.send(()).expect("the receiver exists");
            (sender, Mutex::new(receiver))
        };
        Table { places: (0..seats.get()).map(place).collect() }
    }

    pub fn dine(&self, seat: usize, eat: impl FnOnce()) {
        let seats = self.places.len();
        assert!(seat < seats, "there is no seat {seat} at a table with {seats} seats");
        let (left, right) = (seat, (seat + 1) % seats);
        let _first = self.take(left.min(right));
        let _second = (left != right).then(|| self.take(left.max(right)));
        eat();
    }

    fn take(&self, fork: usize) -> Fork<'_> {
        let place = &self.places[fork];
        let receiver = place.1.lock().unwrap_or_else(PoisonError::into_inner);
        receiver.recv().expect("the table has the sender");
        Fork(place)
    }
}
