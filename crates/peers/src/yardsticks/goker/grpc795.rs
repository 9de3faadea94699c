//! A graceful stop returns with the lock.
use super::prelude::*;

fn graceful_stop(drain: &Mutex<bool>, twin: Twin) {
    let mut guard = drain.lock().unwrap();
    if *guard {
        if twin == Twin::Repaired {
            drop(guard);
        }
        drop(drain.lock().unwrap());
        return;
    }
    *guard = true;
    leave(guard, twin);
}

pub(super) fn grpc795(twin: Twin) {
    let drain = Mutex::new(false);
    thread::scope(|scope| {
        scope.spawn(|| drop(drain.lock().unwrap()));
        (0..3).for_each(|_| graceful_stop(&drain, twin));
    });
}
