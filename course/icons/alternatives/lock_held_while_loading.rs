//! One mutex around the look and the loading: whoever comes meanwhile waits for the lock.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

pub struct Icons {
    load: Box<dyn Fn() -> BTreeMap<String, String> + Send + Sync>,
    loaded: Mutex<Option<BTreeMap<String, String>>>,
}

impl Icons {
    pub fn new(load: impl Fn() -> BTreeMap<String, String> + Send + Sync + 'static) -> Icons {
        Icons { load: Box::new(load), loaded: Mutex::new(None) }
    }

    pub fn icon(&self, name: &str) -> Option<String> {
        let mut loaded = self.loaded.lock().unwrap();
        loaded.get_or_insert_with(&self.load).get(name).cloned()
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
