//! Who comes first takes the task, the others wait at a condvar; after a panic the next one tries.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::thread;

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

/// What loading leaves behind: nothing, if it ends in a panic.
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

pub fn main() {
    const MORNINGS: usize = 1_000;
    static LOADS: AtomicUsize = AtomicUsize::new(0);
    let mut once = 0;
    for morning in 1..=MORNINGS {
        LOADS.store(0, Ordering::Relaxed);
        let icons = Icons::new(|| {
            LOADS.fetch_add(1, Ordering::Relaxed);
            thread::yield_now(); // the disk takes its time
            [("spade", "♠"), ("heart", "♥"), ("club", "♣"), ("diamond", "♦")]
                .map(|(name, icon)| (name.to_string(), icon.to_string()))
                .into()
        });
        let names = ["spade", "heart", "club", "diamond"];
        let shown = thread::scope(|scope| {
            let icons = &icons;
            let show = |name| scope.spawn(move || icons.icon(name).unwrap_or_default());
            names.map(show).map(|thread| thread.join().unwrap())
        });
        if morning == 1 {
            println!("Four threads show {}.", shown.join(" "));
        }
        once += usize::from(LOADS.load(Ordering::Relaxed) == 1);
    }
    println!("On {once} of {MORNINGS} mornings the icons were loaded just once.");
}
