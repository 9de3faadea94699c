//! The lock of one URL is taken while the map of all URLs is locked.
use super::prelude::*;

#[derive(Default)]
struct Locks(RwLock<Option<Arc<RawMutex>>>);

impl Locks {
    fn lock(&self, twin: Twin) {
        let mut map = self.0.write().unwrap();
        let url = Arc::clone(map.get_or_insert_default());
        let _map = (twin == Twin::Buggy).then_some(map);
        url.lock();
    }

    fn unlock(&self) {
        let map = self.0.read().unwrap();
        map.as_ref().unwrap().unlock();
    }
}

pub(super) fn hugo3251(twin: Twin) {
    let locks = Locks::default();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                locks.lock(twin);
                locks.unlock();
            });
        }
    });
}
