//! Threads that are started in a loop all read its variable.
use super::prelude::*;
use std::collections::BTreeSet;

pub(super) fn moby27037(twin: Twin) {
    let (variable, seen) = (AtomicU32::new(0), Mutex::new(BTreeSet::new()));
    let numbers = 17..=21;
    thread::scope(|scope| {
        for number in numbers.clone() {
            variable.store(number, SeqCst);
            let (variable, seen) = (&variable, &seen);
            scope.spawn(move || {
                let mine = match twin {
                    Twin::Buggy => variable.load(SeqCst),
                    Twin::Repaired => number,
                };
                seen.lock().unwrap().insert(mine);
            });
        }
    });
    assert!(seen.into_inner().unwrap().into_iter().eq(numbers));
}
