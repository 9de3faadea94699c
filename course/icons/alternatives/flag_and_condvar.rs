//! The first caller loads and the others wait on a condition variable; after a panic, one retries.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex};

enum State {
    Unloaded,
    Loading,
    Loaded(BTreeMap<String, String>),
}

pub struct Icons {
    load: Box<dyn Fn() -> BTreeMap<String, String> + Send + Sync>,
    state: Mutex<State>,
    changed: Condvar,
}

/// Stores the next state when dropped: `Unloaded` again if loading panics.
struct Task<'a>(&'a Icons, State);

impl Drop for Task<'_> {
    fn drop(&mut self) {
        *self.0.state.lock().unwrap() = std::mem::replace(&mut self.1, State::Unloaded);
        self.0.changed.notify_all();
    }
}

impl Icons {
    pub fn new(load: impl Fn() -> BTreeMap<String, String> + Send + Sync + 'static) -> Icons {
        let state = Mutex::new(State::Unloaded);
        Icons { load: Box::new(load), state, changed: Condvar::new() }
    }

    pub fn icon(&self, name: &str) -> Option<String> {
        loop {
            let mut state = self.state.lock().unwrap();
            match &*state {
                State::Loaded(icons) => return icons.get(name).cloned(),
                State::Loading => drop(self.changed.wait(state).unwrap()),
                State::Unloaded => {
                    *state = State::Loading;
                    drop(state);
                    let mut task = Task(self, State::Unloaded);
                    task.1 = State::Loaded((self.load)());
                }
            }
        }
    }
}
