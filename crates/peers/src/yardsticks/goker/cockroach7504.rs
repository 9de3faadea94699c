//! A lease is found by its name under the lock of the cache, and removed from it under its own.
use super::prelude::*;

pub(super) fn cockroach7504(twin: Twin) {
    let (cache, lease, table) = (Mutex::new(()), Mutex::new(()), Mutex::new(()));
    thread::scope(|scope| {
        scope.spawn(|| {
            let found = cache.lock().unwrap();
            let _found = (twin == Twin::Buggy).then_some(found);
            drop(lease.lock().unwrap());
        });
        scope.spawn(|| {
            let _table = table.lock().unwrap();
            let _lease = lease.lock().unwrap();
            drop(cache.lock().unwrap());
        });
    });
}
