//! Bugs that leave threads blocked forever.

use interleave::sync::atomic::{AtomicBool, Ordering::SeqCst};
use interleave::sync::mpsc;
use interleave::sync::{Arc, Barrier, Condvar, Mutex, RwLock};
use interleave::thread;

fn transfer(from: &Mutex<u32>, to: &Mutex<u32>, amount: u32) {
    let mut from = from.lock().unwrap();
    let mut to = to.lock().unwrap();
    *from -= amount;
    *to += amount;
}

pub(crate) fn lock_order_inversion() {
    let (ann, bob) = (Mutex::new(10), Mutex::new(10));
    thread::scope(|scope| {
        scope.spawn(|| transfer(&ann, &bob, 1));
        scope.spawn(|| transfer(&bob, &ann, 2));
    });
}

pub(crate) fn self_deadlock() {
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
            while !*ready.lock().unwrap() {
                let guard = ready.lock().unwrap();
                drop(signal.wait(guard).unwrap());
            }
        });
        scope.spawn(|| {
            *ready.lock().unwrap() = true;
            signal.notify_one();
        });
    });
}

/// A queue with room for one item, with one condvar for both sides.
struct Slot {
    item: Mutex<Option<u32>>,
    changed: Condvar,
}

impl Slot {
    fn new() -> Self {
        Self { item: Mutex::new(None), changed: Condvar::new() }
    }

    fn push(&self, item: u32) {
        let mut slot = self.item.lock().unwrap();
        while slot.is_some() {
            slot = self.changed.wait(slot).unwrap();
        }
        *slot = Some(item);
        self.changed.notify_one();
    }

    fn pop(&self) -> u32 {
        let mut slot = self.item.lock().unwrap();
        loop {
            if let Some(item) = slot.take() {
                self.changed.notify_one();
                return item;
            }
            slot = self.changed.wait(slot).unwrap();
        }
    }
}

pub(crate) fn notify_one_wakes_wrong_waiter() {
    let slot = Slot::new();
    thread::scope(|scope| {
        scope.spawn(|| slot.pop());
        scope.spawn(|| slot.pop());
        scope.spawn(|| {
            slot.push(1);
            slot.push(2);
        });
    });
}

pub(crate) fn if_instead_of_while() {
    let slot = Slot::new();
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut item = slot.item.lock().unwrap();
            if item.is_none() {
                item = slot.changed.wait(item).unwrap();
            }
            assert_eq!(item.take(), Some(1), "the item is there after the wait");
        });
        scope.spawn(|| slot.push(1));
    });
}

pub(crate) fn worker_blocked_at_shutdown() {
    let orders = Arc::new(Slot::new());
    let inbox = Arc::clone(&orders);
    let barista = thread::Builder::new().name("barista".to_owned());
    let _barista = barista.spawn(move || while inbox.pop() > 0 {}).unwrap();
    orders.push(1);
}

pub(crate) fn sender_never_dropped() {
    let (sender, receiver) = mpsc::channel();
    let workers = [1, 2].map(|number| {
        let sender = sender.clone();
        thread::spawn(move || sender.send(number).unwrap())
    });
    let sum: i32 = receiver.iter().sum();
    assert_eq!(sum, 3);
    for worker in workers {
        worker.join().unwrap();
    }
}

pub(crate) fn full_channel() {
    let (sender, receiver) = mpsc::sync_channel(1);
    let writer = thread::spawn(move || {
        sender.send(1).unwrap();
        sender.send(2).unwrap();
    });
    writer.join().unwrap();
    assert_eq!(receiver.iter().sum::<i32>(), 3);
}

pub(crate) fn parked_forever() {
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

pub(crate) fn barrier_too_large() {
    let ready = Barrier::new(3);
    thread::scope(|scope| {
        scope.spawn(|| ready.wait());
        scope.spawn(|| ready.wait());
    });
}

pub(crate) fn read_lock_upgrade() {
    let prices = RwLock::new(vec![3, 4]);
    let list = prices.read().unwrap();
    if list.len() < 3 {
        prices.write().unwrap().push(5);
    }
}

pub(crate) fn panicking_worker() {
    let (done, finished) = (Mutex::new(0), Condvar::new());
    let jobs = [4, 0];
    thread::scope(|scope| {
        for job in jobs {
            let (done, finished) = (&done, &finished);
            scope.spawn(move || {
                assert_ne!(job, 0, "a job has work to do");
                *done.lock().unwrap() += 1;
                finished.notify_all();
            });
        }
        let mut done = done.lock().unwrap();
        while *done < jobs.len() {
            done = finished.wait(done).unwrap();
        }
    });
}

pub(crate) fn one_thread_too_few() {
    let ready = Barrier::new(9);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| ready.wait());
        }
    });
}
