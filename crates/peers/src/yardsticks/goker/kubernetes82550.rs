//! A provider is looked up and then made, by more than one thread.
use super::prelude::*;

pub(super) fn kubernetes82550(twin: Twin) {
    let (provider, once) = (Mutex::new(None), OnceLock::new());
    let made = AtomicU32::new(0);
    let make = || made.fetch_add(1, SeqCst);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| match twin {
                Twin::Buggy => {
                    let is_missing = provider.lock().unwrap().is_none();
                    if is_missing {
                        *provider.lock().unwrap() = Some(make());
                    }
                }
                Twin::Repaired => _ = once.get_or_init(make),
            });
        }
    });
    assert_eq!(made.load(SeqCst), 1);
}
