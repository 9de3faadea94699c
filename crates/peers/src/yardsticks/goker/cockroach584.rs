//! A loop that breaks out without unlocking.
use super::prelude::*;

pub(super) fn cockroach584(twin: Twin) {
    let closed = Mutex::new(true);
    for _ in ["bootstrap", "manage"] {
        let closed = closed.lock().unwrap();
        if *closed {
            leave(closed, twin);
        }
    }
}
