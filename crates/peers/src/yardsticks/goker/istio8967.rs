//! A thread waits on the current signal, which may have been replaced when it looks.
use super::prelude::*;

pub(super) fn istio8967(twin: Twin) {
    let done = Arc::new(Event::default());
    let current = Mutex::new(Some(Arc::clone(&done)));
    // A missing channel is never closed.
    let never = Event::default();
    thread::scope(|scope| {
        scope.spawn(|| match twin {
            Twin::Buggy => {
                let current = current.lock().unwrap().clone();
                current.as_deref().unwrap_or(&never).wait();
            }
            Twin::Repaired => done.wait(),
        });
        let stopped = current.lock().unwrap().take();
        stopped.unwrap().set();
    });
}
