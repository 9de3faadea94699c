//! Bugs after which threads wait for ever.

use interleave::sync::atomic::{AtomicBool, Ordering::SeqCst};
use interleave::sync::mpsc;
use interleave::sync::{Arc, Condvar, Mutex};
use interleave::thread;

fn transfer(from: &Mutex<u32>, to: &Mutex<u32>, amount: u32) {
    let mut from = from.lock().unwrap();
    let mut to = to.lock().unwrap();
    *from -= amount;
    *to += amount;
}

pub(crate) fn locks_in_two_orders() {
    let (ann, bob) = (Mutex::new(10), Mutex::new(10));
    thread::scope(|scope| {
        scope.spawn(|| transfer(&ann, &bob, 1));
        scope.spawn(|| transfer(&bob, &ann, 2));
    });
}

pub(crate) fn a_lock_taken_twice() {
    let cats = Mutex::new(vec!["Tom"]);
    let list = cats.lock().unwrap();
    if !list.is_empty() {
        cats.lock().unwrap().clear();
    }
}

pub(crate) fn lost_wakeup() {
    let (ready, signal) = (Mutex::new(false), Condvar::new());
    thread::scope(|scope| {
        scope.spawn(|| {
            let is_ready = *ready.lock().unwrap();
            if !is_ready {
                let guard = ready.lock().unwrap();
                let _guard = signal.wait(guard).unwrap();
                let guard = ready.lock().unwrap();
                drop(guard);
            }
        });
        scope.spawn(|| {
            *ready.lock().unwrap() = true;
            signal.notify_one();
        });
    });
}

/// A queue of one place, with one condvar for both sides.
struct Place {
    item: Mutex<Option<u32>>,
    changed: Condvar,
}

impl Place {
    fn new() -> Self {
        Self { item: Mutex::new(None), changed: Condvar::new() }
    }

    fn push(&self, item: u32) {
        let mut place = self.item.lock().unwrap();
        while place.is_some() {
            place = self.changed.wait(place).unwrap();
        }
        *place = Some(item);
        self.changed.notify_one();
    }

    fn pop(&self) -> u32 {
        let mut place = self.item.lock().unwrap();
        loop {
            if let Some(item) = place.take() {
                self.changed.notify_one();
                return item;
            }
            place = self.changed.wait(place).unwrap();
        }
    }
}

pub(crate) fn wrong_notify_one() {
    let place = Place::new();
    thread::scope(|scope| {
        scope.spawn(|| place.pop());
        scope.spawn(|| place.pop());
        scope.spawn(|| {
            place.push(1);
            place.push(2);
        });
    });
}

pub(crate) fn if_for_while() {
    let place = Place::new();
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut item = place.item.lock().unwrap();
            if item.is_none() {
                item = place.changed.wait(item).unwrap();
            }
            assert_eq!(item.take(), Some(1), "what was waited for is there");
        });
        scope.spawn(|| place.push(1));
    });
}

pub(crate) fn work_left_at_shutdown() {
    let (orders, inbox) = mpsc::channel();
    let barista = thread::Builder::new().name("barista".to_owned());
    barista.spawn(move || while let Ok(_order) = inbox.recv() {}).unwrap();
    orders.send("Mocha").unwrap();
    std::mem::forget(orders);
}

pub(crate) fn a_sender_that_stays() {
    let (sender, receiver) = mpsc::channel();
    let workers = [1, 2].map(|number| {
        let sender = sender.clone();
        thread::spawn(move || sender.send(number).unwrap())
    });
    let sum: i32 = receiver.iter().sum();
    assert_eq!(sum, 3);
    workers.map(|worker| worker.join().unwrap());
}

pub(crate) fn a_channel_that_is_full() {
    let (sender, receiver) = mpsc::sync_channel(1);
    let writer = thread::spawn(move || {
        sender.send(1).unwrap();
        sender.send(2).unwrap();
    });
    writer.join().unwrap();
    assert_eq!(receiver.iter().sum::<i32>(), 3);
}

pub(crate) fn parked_for_ever() {
    let ready = Arc::new(AtomicBool::new(false));
    let waiter = {
        let ready = Arc::clone(&ready);
        thread::spawn(move || {
            while !ready.load(SeqCst) {
                thread::park();
            }
        })
    };
    waiter.thread().unpark();
    ready.store(true, SeqCst);
    waiter.join().unwrap();
}

pub(crate) fn busy_waiting() {
    let (ready, seen) = (AtomicBool::new(false), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            while !ready.load(SeqCst) {
                thread::yield_now();
            }
        });
        scope.spawn(|| {
            while !seen.load(SeqCst) {
                thread::yield_now();
            }
            ready.store(true, SeqCst);
        });
    });
}
