//! Icons are loaded from disk when somebody needs the first one, and then kept.
//!
//! Loading takes a while. The first call of `icon` loads them, the others wait until all icons
//! are there. They are loaded once, however many callers come first, and not before the first.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

pub struct Icons {
    load: Box<dyn Fn() -> BTreeMap<String, String> + Send + Sync>,
    // TODO: who guards the time between the look and the change?
    loaded: Mutex<Option<BTreeMap<String, String>>>,
}

impl Icons {
    /// Takes how to load the icons: a map from their names to what they look like.
    pub fn new(load: impl Fn() -> BTreeMap<String, String> + Send + Sync + 'static) -> Icons {
        Icons { load: Box::new(load), loaded: Mutex::new(None) }
    }

    /// The icon of this name, if there is one.
    pub fn icon(&self, name: &str) -> Option<String> {
        // TODO: several callers can come here before the first of them has loaded the icons.
        if self.loaded.lock().unwrap().is_none() {
            let icons = (self.load)();
            *self.loaded.lock().unwrap() = Some(icons);
        }
        self.loaded.lock().unwrap().as_ref()?.get(name).cloned()
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
