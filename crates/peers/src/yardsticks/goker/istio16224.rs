//! A handler says that it is done under the lock that its listener takes first.
use super::prelude::*;

pub(super) fn istio16224(twin: Twin) {
    let store = Mutex::new(());
    let (event, events) = mpsc::sync_channel(0);
    let (done, is_done) = mpsc::sync_channel(0);
    thread::scope(|scope| {
        let store = &store;
        scope.spawn(move || {
            events.recv().unwrap();
            let handling = store.lock().unwrap();
            let _handling = (twin == Twin::Buggy).then_some(handling);
            done.send(()).unwrap();
        });
        event.send(()).unwrap();
        drop(store.lock().unwrap());
        is_done.recv().unwrap();
    });
}
