//! Requests are sent by threads that read the variable of the loop, and one is sent twice.
use super::prelude::*;

pub(super) fn moby22941(twin: Twin) {
    let current = AtomicU32::new(0);
    let (send, sent) = mpsc::channel();
    thread::scope(|scope| {
        for request in 1..=2 {
            current.store(request, SeqCst);
            let (current, send) = (&current, send.clone());
            scope.spawn(move || {
                let request = if twin == Twin::Buggy { current.load(SeqCst) } else { request };
                send.send(request).unwrap();
            });
        }
    });
    drop(send);
    assert_eq!(sent.into_iter().sum::<u32>(), 1 + 2);
}
