//! An error is sent to a receiver that the caller does not have yet.
use super::prelude::*;

fn wait(twin: Twin) -> mpsc::Receiver<&'static str> {
    let room = if twin == Twin::Buggy { 0 } else { 1 };
    let (sender, receiver) = mpsc::sync_channel(room);
    sender.send("something failed").unwrap();
    receiver
}

pub(super) fn moby33293(twin: Twin) {
    assert!(wait(twin).recv().is_ok());
}
