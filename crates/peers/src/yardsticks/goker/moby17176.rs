//! A cleanup with nothing to delete returns with the lock.
use super::prelude::*;

fn cleanup(devices: &Mutex<Vec<u32>>, twin: Twin) {
    let devices = devices.lock().unwrap();
    if devices.is_empty() {
        leave(devices, twin);
    }
}

pub(super) fn moby17176(twin: Twin) {
    let devices = Mutex::new(Vec::new());
    cleanup(&devices, twin);
    thread::scope(|scope| {
        let (done, is_done) = mpsc::channel();
        let devices = &devices;
        scope.spawn(move || {
            drop(devices.lock().unwrap());
            done.send(()).unwrap();
        });
        is_done.recv().unwrap();
    });
}
