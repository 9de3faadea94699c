//! A plugin is waited for, and nothing says that it is active.
use super::prelude::*;

pub(super) fn moby29733(twin: Twin) {
    let (active, changed) = (Mutex::new(false), Condvar::new());
    thread::scope(|scope| {
        scope.spawn(|| {
            drop(changed.wait_while(active.lock().unwrap(), |active| !*active).unwrap());
        });
        if twin == Twin::Repaired {
            *active.lock().unwrap() = true;
            changed.notify_all();
        }
    });
}
