//! Closing a stream does nothing, so its reader waits forever.
use super::prelude::*;

pub(super) fn grpc1275(twin: Twin) {
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
