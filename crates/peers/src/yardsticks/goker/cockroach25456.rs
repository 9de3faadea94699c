//! A consistency check waits for the signal to stop, where it should only look.
use super::prelude::*;

pub(super) fn cockroach25456(twin: Twin) {
    let stop = Event::default();
    match twin {
        Twin::Buggy => stop.wait(),
        Twin::Repaired => assert!(!stop.is_set()),
    }
}
