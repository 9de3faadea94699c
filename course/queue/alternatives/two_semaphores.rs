//! Two counting semaphores, for room and for items: a permit is a right to one of them.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::mpsc::channel;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// Counts permits; a closed one gives none any more.
struct Semaphore {
    permits: Mutex<(usize, bool)>,
    released: Condvar,
}

impl Semaphore {
    fn new(permits: usize) -> Semaphore {
        Semaphore { permits: Mutex::new((permits, false)), released: Condvar::new() }
    }

    /// Whether a permit was taken: not if there is none and the semaphore is closed.
    fn acquire(&self) -> bool {
        let mut permits = self.permits.lock().unwrap();
        while permits.0 == 0 && !permits.1 {
            permits = self.released.wait(permits).unwrap();
        }
        let granted = permits.0 > 0;
        permits.0 -= usize::from(granted);
        granted
    }

    fn release(&self) {
        self.permits.lock().unwrap().0 += 1;
        self.released.notify_one();
    }

    fn close(&self) {
        self.permits.lock().unwrap().1 = true;
        self.released.notify_all();
    }
}

pub struct Queue<T> {
    room: Semaphore,
    filled: Semaphore,
    /// `None` is never inside; the flag says that the queue is closed.
    items: Mutex<(VecDeque<T>, bool)>,
}

impl<T> Queue<T> {
    pub fn new(capacity: NonZeroUsize) -> Queue<T> {
        let (room, filled) = (Semaphore::new(capacity.get()), Semaphore::new(0));
        Queue { room, filled, items: Mutex::new((VecDeque::new(), false)) }
    }

    pub fn push(&self, item: T) {
        if !self.room.acquire() {
            return;
        }
        let mut items = self.items.lock().unwrap();
        if !items.1 {
            items.0.push_back(item);
            self.filled.release();
        }
    }

    pub fn pop(&self) -> Option<T> {
        if !self.filled.acquire() {
            return None;
        }
        let item = self.items.lock().unwrap().0.pop_front();
        self.room.release();
        item
    }

    pub fn close(&self) {
        self.items.lock().unwrap().1 = true;
        self.room.close();
        self.filled.close();
    }
}

/// Two cooks and two waiters: how many of 40 dishes are served, if the evening ever ends.
fn evening() -> Option<usize> {
    let queue = Arc::new(Queue::new(NonZeroUsize::MIN));
    let (tell, told) = channel();
    for _ in 0..2 {
        let (cook, waiter, tell) = (Arc::clone(&queue), Arc::clone(&queue), tell.clone());
        thread::spawn(move || (0..20).for_each(|dish| cook.push(dish)));
        thread::spawn(move || tell.send((0..20).filter(|_| waiter.pop().is_some()).count()));
    }
    // Who is not done after two seconds waits for ever.
    let served = || told.recv_timeout(Duration::from_secs(2)).ok();
    Some(served()? + served()?)
}

pub fn main() {
    let evenings: Vec<_> = (0..500).map_while(|_| evening()).collect();
    let good = evenings.iter().filter(|&&served| served == 40).count();
    println!("All 40 dishes were served on {good} of {} evenings.", evenings.len());
    if evenings.len() < 500 {
        println!("On the next one they all waited for each other, for ever.");
    }
}
