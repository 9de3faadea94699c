//! One method locks and calls another that locks as well.
use super::prelude::*;

struct Service(Mutex<u32>);

impl Service {
    fn hot_remove(&self) {
        Self::hot_remove_locked(&mut self.0.lock().unwrap());
    }

    fn hot_remove_locked(devices: &mut u32) {
        *devices -= 1;
    }
}

pub(super) fn moby36114(twin: Twin) {
    let service = Service(Mutex::new(1));
    let mut devices = service.0.lock().unwrap();
    match twin {
        Twin::Buggy => service.hot_remove(),
        Twin::Repaired => Service::hot_remove_locked(&mut devices),
    }
}
