//! A LazyLock carries its own recipe; after a panic it stays poisoned, and everybody panics.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

type Load = Box<dyn FnOnce() -> BTreeMap<String, String> + Send + Sync>;

pub struct Icons {
    loaded: LazyLock<BTreeMap<String, String>, Load>,
}

impl Icons {
    pub fn new(load: impl Fn() -> BTreeMap<String, String> + Send + Sync + 'static) -> Icons {
        Icons { loaded: LazyLock::new(Box::new(load)) }
    }

    pub fn icon(&self, name: &str) -> Option<String> {
        self.loaded.get(name).cloned()
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
