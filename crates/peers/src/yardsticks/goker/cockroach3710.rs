//! A store reads its replicas, and reads the same lock again for each of them.
use super::prelude::*;

pub(super) fn cockroach3710(twin: Twin) {
    let (store, queue) = (RwLock::new(2), Mutex::new(()));
    thread::scope(|scope| {
        scope.spawn(|| {
            let replicas = store.read().unwrap();
            for _ in 0..*replicas {
                let _queue = queue.lock().unwrap();
                if twin == Twin::Buggy {
                    drop(store.read().unwrap());
                }
            }
        });
        scope.spawn(|| *store.write().unwrap() = 3);
    });
}
