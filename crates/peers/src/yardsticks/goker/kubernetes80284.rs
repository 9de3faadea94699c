//! Two threads make a dialer, and one of them is lost.
use super::prelude::*;

pub(super) fn kubernetes80284(twin: Twin) {
    let (current, once) = (Mutex::new(None), OnceLock::new());
    let dialers = AtomicU32::new(0);
    let dial = || dialers.fetch_add(1, SeqCst);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| match twin {
                Twin::Buggy => {
                    let dialer = dial();
                    *current.lock().unwrap() = Some(dialer);
                }
                Twin::Repaired => {
                    let dialer = *once.get_or_init(dial);
                    *current.lock().unwrap() = Some(dialer);
                }
            });
        }
    });
    // One close function can be called.
    assert_eq!(dialers.load(SeqCst), 1);
}
