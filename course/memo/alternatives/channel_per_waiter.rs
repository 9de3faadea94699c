//! Each waiting caller adds a channel, and the caller that computes sends the result to all of them.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{Sender, channel};

enum State<V> {
    Pending(Vec<Sender<Result<V, String>>>),
    Ready(Result<V, String>),
}

pub struct Memo<V> {
    f: Box<dyn Fn(&str) -> Result<V, String> + Send + Sync>,
    states: Mutex<BTreeMap<String, State<V>>>,
}

impl<V: Clone + Send + Sync + 'static> Memo<V> {
    pub fn new(f: impl Fn(&str) -> Result<V, String> + Send + Sync + 'static) -> Memo<V> {
        Memo { f: Box::new(f), states: Mutex::default() }
    }

    pub fn get(&self, key: &str) -> Result<V, String> {
        let mut states = self.states.lock().unwrap();
        match states.get_mut(key) {
            Some(State::Ready(result)) => return result.clone(),
            Some(State::Pending(waiting)) => {
                let (sender, receiver) = channel();
                waiting.push(sender);
                drop(states);
                return receiver.recv().expect("the computing caller sends a result");
            }
            None => states.insert(key.to_string(), State::Pending(Vec::new())),
        };
        drop(states);
        let result = self.compute(key);
        let ready = State::Ready(result.clone());
        let before = self.states.lock().unwrap().insert(key.to_string(), ready);
        if let Some(State::Pending(waiting)) = before {
            waiting.iter().for_each(|sender| _ = sender.send(result.clone()));
        }
        result
    }

    /// Runs the function, and turns a panic into an error.
    fn compute(&self, key: &str) -> Result<V, String> {
        let result = catch_unwind(AssertUnwindSafe(|| (self.f)(key)));
        result.unwrap_or_else(|_| Err(format!("the function panicked for \"{key}\"")))
    }
}
