//! An evicter may run before there is anything to evict, or not yet.
use super::prelude::*;

pub(super) fn istio8144(twin: Twin) {
    let (cache, evicted) = (Mutex::new(0), AtomicU32::new(0));
    thread::scope(|scope| {
        let evict = || {
            let entries = mem::take(&mut *cache.lock().unwrap());
            evicted.fetch_add(entries, SeqCst);
        };
        match twin {
            Twin::Buggy => {
                scope.spawn(evict);
                *cache.lock().unwrap() += 1;
            }
            Twin::Repaired => {
                *cache.lock().unwrap() += 1;
                scope.spawn(evict).join().unwrap();
            }
        }
        assert_eq!(evicted.load(SeqCst), 1);
    });
}
