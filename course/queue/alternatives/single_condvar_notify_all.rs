//! One condition variable, and every change wakes all threads: each checks whether it can continue.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex};

pub struct Queue<T> {
    capacity: NonZeroUsize,
    /// The items, and whether the queue is closed.
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
