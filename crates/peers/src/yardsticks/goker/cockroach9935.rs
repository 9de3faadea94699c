//! A log that cannot create its file exits, and locks itself again for that.
use super::prelude::*;

pub(super) fn cockroach9935(twin: Twin) {
    let log = Mutex::new(());
    let exit = || drop(log.lock().unwrap());
    let output = log.lock().unwrap();
    // The file cannot be created.
    if twin == Twin::Repaired {
        drop(output);
        exit();
    } else {
        exit();
        drop(output);
    }
}
