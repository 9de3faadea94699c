//! A cancellation is sent to one reader after the other, and the first one does not read.
use super::prelude::*;

pub(super) fn cockroach35931(twin: Twin) {
    let (left, _left_reader) = mpsc::sync_channel(1);
    let (right, right_reader) = mpsc::sync_channel(1);
    left.send("row").unwrap();
    thread::scope(|scope| {
        scope.spawn(move || assert_eq!(right_reader.recv(), Ok("cancel")));
        match twin {
            Twin::Buggy => left.send("cancel").unwrap(),
            Twin::Repaired => _ = left.try_send("cancel"),
        }
        right.send("cancel").unwrap();
    });
}
