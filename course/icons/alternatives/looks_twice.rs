//! Double-checked: a look under the read lock, and a second one under the write lock.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{PoisonError, RwLock};
use std::thread;

pub struct Icons {
    load: Box<dyn Fn() -> BTreeMap<String, String> + Send + Sync>,
    loaded: RwLock<Option<BTreeMap<String, String>>>,
}

impl Icons {
    pub fn new(load: impl Fn() -> BTreeMap<String, String> + Send + Sync + 'static) -> Icons {
        Icons { load: Box::new(load), loaded: RwLock::new(None) }
    }

    pub fn icon(&self, name: &str) -> Option<String> {
        if let Some(icons) = &*self.loaded.read().unwrap_or_else(PoisonError::into_inner) {
            return icons.get(name).cloned();
        }
        let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
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
