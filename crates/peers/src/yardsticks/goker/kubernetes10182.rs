//! A status is sent under the lock that its receiver takes for each status.
use super::prelude::*;

pub(super) fn kubernetes10182(twin: Twin) {
    let statuses = Mutex::new(());
    let (send, receive) = mpsc::sync_channel(0);
    thread::scope(|scope| {
        let statuses = &statuses;
        scope.spawn(move || {
            for () in receive.into_iter().take(2) {
                drop(statuses.lock().unwrap());
            }
        });
        for _ in 0..2 {
            let send = send.clone();
            scope.spawn(move || {
                let status = statuses.lock().unwrap();
                let _status = (twin == Twin::Buggy).then_some(status);
                send.send(()).unwrap();
            });
        }
    });
}
