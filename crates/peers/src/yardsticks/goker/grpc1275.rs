//! Closing a stream does nothing, so its reader waits forever.
use super::prelude::*;

pub(super) const PROGRAM: Bug<Published> = kernel("grpc1275", CHANNEL, Some(100), grpc1275);

fn grpc1275(twin: Twin) {
    let (stream, received) = mpsc::channel::<()>();
    let reader = thread::spawn(move || received.recv().is_err());
    let _close_stream = match twin {
        Twin::Buggy => Some(stream),
        Twin::Repaired => {
            drop(stream);
            None
        }
    };
    assert!(reader.join().unwrap());
}
