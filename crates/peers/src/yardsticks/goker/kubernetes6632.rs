//! A frame is sent under the lock that closing the connection needs.
use super::prelude::*;

pub(super) fn kubernetes6632(twin: Twin) {
    let (reset, resets) = mpsc::sync_channel(0);
    let (close, closes) = mpsc::sync_channel(0);
    let resets = Mutex::new(resets);
    let connection = Mutex::new(Some(reset));
    thread::scope(|scope| {
        let (connection, resets) = (&connection, &resets);
        scope.spawn(move || close.send(()).unwrap());
        scope.spawn(move || {
            closes.recv().unwrap();
            match twin {
                Twin::Buggy => drop(connection.lock().unwrap().take()),
                // Another thread receives until the channel is closed.
                Twin::Repaired => thread::scope(|scope| {
                    scope.spawn(|| while resets.lock().unwrap().recv().is_ok() {});
                    drop(connection.lock().unwrap().take());
                }),
            }
        });
        scope.spawn(|| {
            let connection = connection.lock().unwrap();
            if let Some(reset) = &*connection {
                reset.send(()).unwrap();
            }
        });
    });
}
