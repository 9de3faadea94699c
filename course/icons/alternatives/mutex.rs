//! A mutex is held over both the check and the load, so other callers wait for the lock.

use std::collections::BTreeMap;
use std::sync::Mutex;

pub struct Icons {
    load: Box<dyn Fn() -> BTreeMap<String, String> + Send + Sync>,
    loaded: Mutex<Option<BTreeMap<String, String>>>,
}

impl Icons {
    pub fn new(load: impl Fn() -> BTreeMap<String, String> + Send + Sync + 'static) -> Icons {
        Icons { load: Box::new(load), loaded: Mutex::new(None) }
    }

    pub fn icon(&self, name: &str) -> Option<String> {
        let mut loaded = self.loaded.lock().unwrap();
        loaded.get_or_insert_with(&self.load).get(name).cloned()
    }
}
