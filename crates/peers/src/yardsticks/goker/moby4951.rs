//! A device is removed in two parts, and between them only its own lock is held.
use super::prelude::*;

fn delete(devices: &Mutex<()>, device: &Mutex<()>, twin: Twin) {
    let found = devices.lock().unwrap();
    let (_device, found) = match twin {
        Twin::Buggy => (device.lock().unwrap(), found),
        Twin::Repaired => {
            drop(found);
            let device = device.lock().unwrap();
            (device, devices.lock().unwrap())
        }
    };
    // The removal waits without the lock.
    drop(found);
    thread::yield_now();
    drop(devices.lock().unwrap());
}

pub(super) fn moby4951(twin: Twin) {
    let (devices, device) = (Mutex::new(()), Mutex::new(()));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| delete(&devices, &device, twin));
        }
    });
}
