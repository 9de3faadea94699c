//! Statistics that must agree are read one after the other.
use super::prelude::*;

pub(super) fn istio8214(twin: Twin) {
    let (writes, bytes, both) = (AtomicU32::new(0), AtomicU32::new(0), Mutex::new(()));
    let lock = || (twin == Twin::Repaired).then(|| both.lock().unwrap());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                {
                    let _both = lock();
                    writes.fetch_add(1, SeqCst);
                    bytes.fetch_add(8, SeqCst);
                }
                let _both = lock();
                assert_eq!(8 * writes.load(SeqCst), bytes.load(SeqCst));
            });
        }
    });
}
