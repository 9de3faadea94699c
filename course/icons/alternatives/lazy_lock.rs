//! A `LazyLock` keeps the function it runs; if that panics, it is poisoned and every caller panics.

use std::collections::BTreeMap;
use std::sync::LazyLock;

type Load = Box<dyn FnOnce() -> BTreeMap<String, String> + Send + Sync>;

pub struct Icons {
    loaded: LazyLock<BTreeMap<String, String>, Load>,
}

impl Icons {
    pub fn new(load: impl Fn() -> BTreeMap<String, String> + Send + Sync + 'static) -> Icons {
        Icons { loaded: LazyLock::new(Box::new(load)) }
    }

    pub fn icon(&self, name: &str) -> Option<String> {
        self.loaded.get(name).cloned()
    }
}
