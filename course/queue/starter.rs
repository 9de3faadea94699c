//! A shelf with room for a few dishes stands between the cooks and the waiters.
//!
//! `push` waits while the queue is full, and `pop` waits while it is empty. Every item comes out
//! once, the items of one thread in the order in which they were pushed. After `close` nobody
//! waits any more: a push drops its item, and `pop` returns what is left, and then `None`.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;
use std::time::Duration;

pub struct Queue<T> {
    capacity: NonZeroUsize,
    state: Mutex<State<T>>,
    // TODO: one bell for two kinds of waiting: for room, and for an item. Whom does it wake?
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

    /// Adds an item at the end as soon as there is room.
    pub fn push(&self, item: T) {
        let mut state = self.state.lock().unwrap();
        // TODO: is there room for sure when the wait is over?
        if state.items.len() >= self.capacity.get() && !state.closed {
            state = self.changed.wait(state).unwrap();
        }
        if !state.closed {
            state.items.push_back(item);
            self.changed.notify_one();
        }
    }

    /// Takes the first item as soon as there is one.
    pub fn pop(&self) -> Option<T> {
        let mut state = self.state.lock().unwrap();
        // TODO: is there an item for sure when the wait is over?
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

/// Two cooks and two waiters: how many of 40 dishes are served, if the evening ever ends.
fn evening() -> Option<usize> {
    let queue = Arc::new(Queue::new(NonZeroUsize::MIN));
    let (tell, told) = mpsc::channel();
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
    println!("On {good} of {} evenings all 40 dishes were served.", evenings.len());
    let end = if evenings.len() < 500 { "They all wait, for ever." } else { "All went home." };
    println!("And on the last one? {end}");
}
