//! A cache is read for a message, and formatting it reads it again.
use super::prelude::*;

pub(super) fn cockroach6181(twin: Twin) {
    let cache = RwLock::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                {
                    let entries = cache.read().unwrap();
                    let format = |entries: &i32| entries.to_string();
                    match twin {
                        Twin::Buggy => format(&cache.read().unwrap()),
                        Twin::Repaired => format(&entries),
                    };
                }
                *cache.write().unwrap() += 1;
            });
        }
    });
}
