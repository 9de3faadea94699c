//! A client that finds itself closed returns with the read lock.
use super::prelude::*;

pub(super) fn etcd5509(twin: Twin) {
    let (cancel, request) = (RwLock::new(Some(())), Mutex::new(()));
    thread::scope(|scope| {
        scope.spawn(|| {
            loop {
                let cancel = cancel.read().unwrap();
                drop(request.lock().unwrap());
                if cancel.is_none() {
                    leave(cancel, twin);
                    return;
                }
                drop(cancel);
                thread::yield_now();
            }
        });
        *cancel.write().unwrap() = None;
        drop(cancel.write().unwrap());
    });
}
