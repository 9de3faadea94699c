//! A watcher ends without saying so.
use super::prelude::*;

pub(super) fn grpc1424(twin: Twin) {
    let (updates, received) = mpsc::channel::<()>();
    let done = Event::default();
    thread::scope(|scope| {
        scope.spawn(|| {
            thread::scope(|scope| {
                scope.spawn(|| {
                    for () in received {}
                    if twin == Twin::Repaired {
                        done.set();
                    }
                });
                done.wait();
            });
        });
        drop(updates);
    });
}
