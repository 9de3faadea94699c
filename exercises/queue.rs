//! A bounded queue of dishes between the cooks and the waiters of a restaurant.
//!
//! `push` waits while the queue is full, and `pop` waits while it is empty. Every item comes out
//! once, and the items of one thread in the order in which it pushed them. After `close` no call
//! waits: `push` drops its item, and `pop` returns the remaining items and then `None`.
//!
//! Defect: threads continue too early, or wait forever. Task: correct how they wait.

use std::collections::VecDeque;
use std::iter;
use std::num::NonZeroUsize;
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;
use std::time::Duration;

pub struct Queue<T> {
    capacity: NonZeroUsize,
    state: Mutex<State<T>>,
    // TODO: pushes and pops both wait here, so `notify_one` can wake a thread that cannot continue.
    changed: Condvar,
}

struct State<T> {
    items: VecDeque<T>,
    closed: bool,
}

impl<T> Queue<T> {
    pub fn new(capacity: NonZeroUsize) -> Queue<T> {
        let state = Mutex::new(State { items: VecDeque::new(), closed: false });
        Queue { capacity, state, changed: Condvar::new() }
    }

    /// Adds an item at the back, as soon as there is room.
    pub fn push(&self, item: T) {
        let mut state = self.state.lock().unwrap();
        // TODO: when the wait ends, the queue can still be full.
        if state.items.len() >= self.capacity.get() && !state.closed {
            state = self.changed.wait(state).unwrap();
        }
        if !state.closed {
            state.items.push_back(item);
            self.changed.notify_one();
        }
    }

    /// Takes the item at the front, as soon as there is one.
    pub fn pop(&self) -> Option<T> {
        let mut state = self.state.lock().unwrap();
        // TODO: when the wait ends, the queue can still be empty.
        if state.items.is_empty() && !state.closed {
            state = self.changed.wait(state).unwrap();
        }
        let item = state.items.pop_front();
        self.changed.notify_one();
        item
    }

    pub fn close(&self) {
        self.state.lock().unwrap().closed = true;
        self.changed.notify_all();
    }
}

fn main() {
    let queue = Arc::new(Queue::new(NonZeroUsize::MIN));
    let (done, served) = mpsc::channel();
    for _ in 0..2 {
        let (cook, waiter, done) = (Arc::clone(&queue), Arc::clone(&queue), done.clone());
        thread::spawn(move || (0..20_000).for_each(|dish| cook.push(dish)));
        thread::spawn(move || (0..20_000).try_for_each(|_| done.send(waiter.pop())));
    }
    drop(done);
    // If no dish is served for a second, the cooks and the waiters have blocked forever.
    let dishes =
        iter::from_fn(|| served.recv_timeout(Duration::from_secs(1)).ok()).flatten().count();
    println!("{dishes} of 40000 dishes were served.");
}
