//! A graceful stop returns with the lock.
use super::prelude::*;

pub(super) const PROGRAM: Bug<Published> = kernel("grpc795", DOUBLE_LOCK, None, grpc795);

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

fn grpc795(twin: Twin) {
    let drain = Mutex::new(false);
    thread::scope(|scope| {
        scope.spawn(|| drop(drain.lock().unwrap()));
        (0..3).for_each(|_| graceful_stop(&drain, twin));
    });
}
