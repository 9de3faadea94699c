//! One condvar, and every change wakes all who wait: they sort out themselves who can go on.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::mpsc::channel;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

pub struct Queue<T> {
    capacity: NonZeroUsize,
    /// The items, until the queue is closed, and whether it is.
    state: Mutex<(VecDeque<T>, bool)>,
    changed: Condvar,
}

impl<T> Queue<T> {
    pub fn new(capacity: NonZeroUsize) -> Queue<T> {
        Queue { capacity, state: Mutex::new((VecDeque::new(), false)), changed: Condvar::new() }
    }

    pub fn push(&self, item: T) {
        let full =
            |state: &mut (VecDeque<T>, bool)| state.0.len() >= self.capacity.get() && !state.1;
        let state = self.state.lock().unwrap();
        let mut state = self.changed.wait_while(state, full).unwrap();
        if !state.1 {
            state.0.push_back(item);
            self.changed.notify_all();
        }
    }

    pub fn pop(&self) -> Option<T> {
        let state = self.state.lock().unwrap();
        let empty = |state: &mut (VecDeque<T>, bool)| state.0.is_empty() && !state.1;
        let mut state = self.changed.wait_while(state, empty).unwrap();
        let item = state.0.pop_front();
        self.changed.notify_all();
        item
    }

    pub fn close(&self) {
        self.state.lock().unwrap().1 = true;
        self.changed.notify_all();
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
