//! No condvar: who must wait leaves its thread on a list and parks; every change unparks all.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread::{self, Thread};
use std::time::Duration;

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

    /// Tries again after every change until `attempt` has a result.
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
