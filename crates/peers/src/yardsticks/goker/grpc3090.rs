//! A thread uses a resolver that is stored after its start.
use super::prelude::*;

pub(super) fn grpc3090(twin: Twin) {
    let resolver = Mutex::new(None);
    thread::scope(|scope| {
        let store = || *resolver.lock().unwrap() = Some(1);
        if twin == Twin::Repaired {
            store();
        }
        scope.spawn(|| assert_eq!(resolver.lock().unwrap().unwrap(), 1));
        if twin == Twin::Buggy {
            store();
        }
    });
}
