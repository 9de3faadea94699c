//! A watcher ends without saying so.
use super::prelude::*;

pub(super) const PROGRAM: Bug<Published> = kernel("grpc1424", CHANNEL, Some(100), grpc1424);

fn grpc1424(twin: Twin) {
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
