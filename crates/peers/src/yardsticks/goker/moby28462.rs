//! A monitor is stopped under the lock that its probe needs.
use super::prelude::*;

pub(super) fn moby28462(twin: Twin) {
    let container = Mutex::new(());
    let (stop, stops) = mpsc::sync_channel(0);
    thread::scope(|scope| {
        let container = &container;
        scope.spawn(move || {
            for _ in 0..2 {
                if stops.try_recv().is_ok() {
                    return;
                }
                // The probe.
                drop(container.lock().unwrap());
            }
            stops.recv().unwrap();
        });
        scope.spawn(move || {
            let stopping = container.lock().unwrap();
            let _stopping = (twin == Twin::Buggy).then_some(stopping);
            stop.send(()).unwrap();
        });
    });
}
