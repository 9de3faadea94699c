//! Events are distributed under the lock that stopping a watcher needs.
use super::prelude::*;

pub(super) fn kubernetes1321(twin: Twin) {
    let (result, _results) = mpsc::sync_channel(0);
    let (distributing, watcher) = (Mutex::new(()), Mutex::new(None));
    thread::scope(|scope| {
        scope.spawn(|| {
            for event in 0..2 {
                let _distributing = distributing.lock().unwrap();
                let watcher = watcher.lock().unwrap();
                if let Some(result) = &*watcher {
                    send(result, event, twin);
                }
            }
        });
        *watcher.lock().unwrap() = Some(result);
        let _distributing = distributing.lock().unwrap();
        drop(watcher.lock().unwrap().take());
    });
}

/// The repaired twin drops an event that a watcher does not receive.
fn send(result: &mpsc::SyncSender<u32>, event: u32, twin: Twin) {
    match twin {
        Twin::Buggy => result.send(event).unwrap(),
        Twin::Repaired => _ = result.try_send(event),
    }
}
