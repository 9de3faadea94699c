//! Double-checked locking: checks under the read lock, and again under the write lock.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

pub struct Icons {
    load: Box<dyn Fn() -> BTreeMap<String, String> + Send + Sync>,
    loaded: RwLock<Option<BTreeMap<String, String>>>,
}

impl Icons {
    pub fn new(load: impl Fn() -> BTreeMap<String, String> + Send + Sync + 'static) -> Icons {
        Icons { load: Box::new(load), loaded: RwLock::new(None) }
    }

    pub fn icon(&self, name: &str) -> Option<String> {
        if let Some(icons) = &*self.loaded.read().unwrap_or_else(PoisonError::into_inner) {
            return icons.get(name).cloned();
        }
        let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        loaded.get_or_insert_with(&self.load).get(name).cloned()
    }
}
