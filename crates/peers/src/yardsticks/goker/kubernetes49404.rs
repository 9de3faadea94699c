//! A test asserts that a server was called without waiting for it.
use super::prelude::*;

pub(super) fn kubernetes49404(twin: Twin) {
    let was_called = AtomicBool::new(false);
    thread::scope(|scope| {
        let server = scope.spawn(|| was_called.store(true, SeqCst));
        if twin == Twin::Repaired {
            server.join().unwrap();
        }
        assert!(was_called.load(SeqCst));
    });
}
