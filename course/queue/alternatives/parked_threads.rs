//! No condition variable: a waiting thread registers and parks, and every change unparks all.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::thread::{self, Thread};

pub struct Queue<T> {
    capacity: NonZeroUsize,
    state: Mutex<State<T>>,
}

struct State<T> {
    items: VecDeque<T>,
    closed: bool,
    parked: Vec<Thread>,
}

impl<T> Queue<T> {
    pub fn new(capacity: NonZeroUsize) -> Queue<T> {
        let state = State { items: VecDeque::new(), closed: false, parked: Vec::new() };
        Queue { capacity, state: Mutex::new(state) }
    }

    /// Calls `attempt` again after every change until it returns a result.
    fn until<R>(&self, mut attempt: impl FnMut(&mut State<T>) -> Option<R>) -> R {
        loop {
            let mut state = self.state.lock().unwrap();
            if let Some(result) = attempt(&mut state) {
                let parked = std::mem::take(&mut state.parked);
                drop(state);
                parked.iter().for_each(Thread::unpark);
                return result;
            }
            state.parked.push(thread::current());
            drop(state);
            thread::park();
        }
    }

    pub fn push(&self, item: T) {
        let mut item = Some(item);
        self.until(|state| {
            if state.closed {
                return Some(());
            }
            (state.items.len() < self.capacity.get()).then(|| state.items.extend(item.take()))
        });
    }

    pub fn pop(&self) -> Option<T> {
        self.until(|state| match state.items.pop_front() {
            None => state.closed.then_some(None),
            item => Some(item),
        })
    }

    pub fn close(&self) {
        self.until(|state| {
            state.closed = true;
            Some(())
        });
    }
}
