//! A statement holds the read lock of the configuration, and reads it again deep inside.
use super::prelude::*;

pub(super) fn cockroach16167(twin: Twin) {
    let configuration = RwLock::new(0);
    thread::scope(|scope| {
        scope.spawn(|| *configuration.write().unwrap() += 1);
        let session = configuration.read().unwrap();
        let _session = (twin == Twin::Buggy).then_some(session);
        drop(configuration.read().unwrap());
    });
}
