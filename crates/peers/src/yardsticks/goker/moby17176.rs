//! A cleanup with nothing to delete returns with the lock.
use super::prelude::*;

pub(super) const PROGRAM: Bug<Published> = kernel("moby17176", DOUBLE_LOCK, Some(100), moby17176);

fn cleanup(devices: &Mutex<Vec<u32>>, twin: Twin) {
    let devices = devices.lock().unwrap();
    if devices.is_empty() {
        leave(devices, twin);
    }
}

fn moby17176(twin: Twin) {
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
