//! A mapping notifies its observers, which read it, while it is locked for writing.
use super::prelude::*;

#[derive(Default)]
struct Mapping(RwLock<Vec<u32>>);

impl Mapping {
    fn notify(&self) {
        assert!(self.0.read().unwrap().is_empty());
    }

    fn clear(&self, twin: Twin) {
        let mut addresses = self.0.write().unwrap();
        let had_any = !addresses.is_empty();
        addresses.clear();
        let _guard = (twin == Twin::Buggy).then_some(addresses);
        if had_any {
            self.notify();
        }
    }
}

pub(super) fn syncthing4829(twin: Twin) {
    let mapping = RwLock::new(Mapping(RwLock::new(vec![1])));
    mapping.write().unwrap().clear(twin);
}
