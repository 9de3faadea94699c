//! A watcher closes the channel that an updater sends on.
use super::prelude::*;

pub(super) fn serving5865(twin: Twin) {
    let (updates, watcher) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(move || {
            if twin == Twin::Repaired {
                assert_eq!(watcher.recv(), Ok(1));
            }
        });
        scope.spawn(move || updates.send(1).expect("the watcher lives"));
    });
}
