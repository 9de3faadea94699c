//! A loop that breaks out without unlocking.
use super::Published;
use crate::yardsticks::bug::{Bug, Twin};
use interleave::sync::Mutex;
use std::mem;

pub(super) const PROGRAM: Bug<Published> = Bug {
    name: "cockroach584",
    body: gossip,
    published: Published { class: "double lock", of_100: None },
};

fn gossip(twin: Twin) {
    let closed = Mutex::new(true);
    for _ in ["bootstrap", "manage"] {
        let closed = closed.lock().unwrap();
        if *closed {
            match twin {
                Twin::Buggy => mem::forget(closed),
                Twin::Repaired => drop(closed),
            }
        }
    }
}
