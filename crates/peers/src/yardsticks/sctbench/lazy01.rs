//! A check fails only if it comes last.
use crate::yardsticks::prelude::*;

pub(super) fn lazy01(twin: Twin) {
    let data = Mutex::new(0);
    thread::scope(|scope| {
        scope.spawn(|| {
            let data = data.lock().unwrap();
            assert!(twin == Twin::Repaired || *data < 3);
        });
        scope.spawn(|| *data.lock().unwrap() += 2);
        scope.spawn(|| *data.lock().unwrap() += 1);
    });
}
