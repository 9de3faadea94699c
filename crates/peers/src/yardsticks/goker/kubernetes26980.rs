//! A listener waits for the end under the lock that the end needs.
use super::prelude::*;

pub(super) fn kubernetes26980(twin: Twin) {
    let (pending, added) = (Mutex::new(0), Condvar::new());
    let (result, stop) = (Event::default(), Event::default());
    thread::scope(|scope| {
        *pending.lock().unwrap() = 1;
        added.notify_all();
        scope.spawn(|| {
            let pending = pending.lock().unwrap();
            let pending = added.wait_while(pending, |pending| *pending == 0).unwrap();
            let _pending = (twin == Twin::Buggy).then_some(pending);
            stop.wait();
        });
        scope.spawn(|| {
            let _pending = pending.lock().unwrap();
            result.set();
        });
        result.wait();
        stop.set();
    });
}
