//! Work is counted by a thread that may run after the wait.
use super::prelude::*;

pub(super) fn cockroach4407(twin: Twin) {
    let (count, is_over) = (Count::default(), Mutex::new(false));
    thread::scope(|scope| {
        for _ in 0..2 {
            if twin == Twin::Repaired {
                count.add(1);
            }
            scope.spawn(|| {
                if twin == Twin::Buggy {
                    count.add(1);
                }
                assert!(!*is_over.lock().unwrap(), "work after the end");
                count.done();
            });
        }
        count.wait();
        *is_over.lock().unwrap() = true;
    });
}
