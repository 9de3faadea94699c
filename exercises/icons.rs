//! Icons are loaded from disk when the first one is needed, and then kept.
//!
//! Loading takes a while. The first call of `icon` loads them all, and calls in the meantime wait
//! until the map is complete. However many threads call first, the icons are loaded once.
//!
//! Defect: `icon` checks and loads in two steps. Task: make it one.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

pub struct Icons {
    load: Box<dyn Fn() -> BTreeMap<String, String> + Send + Sync>,
    loaded: OnceLock<BTreeMap<String, String>>,
}

impl Icons {
    /// Takes a function that loads the icons: a map from names to symbols.
    pub fn new(load: impl Fn() -> BTreeMap<String, String> + Send + Sync + 'static) -> Icons {
        Icons { load: Box::new(load), loaded: OnceLock::new() }
    }

    /// Returns the icon with this name, if there is one.
    pub fn icon(&self, name: &str) -> Option<String> {
        // TODO: several threads can find nothing here before the first of them stores its icons.
        if self.loaded.get().is_none() {
            let _ = self.loaded.set((self.load)());
        }
        self.loaded.get()?.get(name).cloned()
    }
}

fn main() {
    const STARTS: usize = 1_000;
    static LOADS: AtomicUsize = AtomicUsize::new(0);
    let mut once = 0;
    for start in 1..=STARTS {
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
        if start == 1 {
            println!("Four threads show {}.", shown.join(" "));
        }
        once += usize::from(LOADS.load(Ordering::Relaxed) == 1);
    }
    println!("In {once} of {STARTS} program starts, the icons were loaded just once.");
}
