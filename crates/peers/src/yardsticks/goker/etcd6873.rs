//! A broadcast is stopped under the lock that its current update needs.
use super::prelude::*;

pub(super) fn etcd6873(twin: Twin) {
    let (updates, received) = mpsc::sync_channel(1);
    let (watches, done) = (Mutex::new(Some(updates.clone())), Event::default());
    thread::scope(|scope| {
        scope.spawn(|| {
            for () in received {
                drop(watches.lock().unwrap());
            }
            done.set();
        });
        _ = updates.try_send(());
        drop(updates);
        scope.spawn(|| {
            let mut watches = watches.lock().unwrap();
            drop(watches.take());
            let _watches = (twin == Twin::Buggy).then_some(watches);
            done.wait();
        });
    });
}
