//! A queue calls its handler under its lock, and the handler takes the lock of the informer.
use super::prelude::*;

pub(super) fn kubernetes30872(twin: Twin) {
    let (informer, queue) = (Mutex::new(()), Mutex::new(()));
    let (stop, is_closed) = (Event::default(), AtomicBool::new(false));
    thread::scope(|scope| {
        let started = informer.lock().unwrap();
        scope.spawn(|| {
            while !is_closed.load(SeqCst) {
                let popped = queue.lock().unwrap();
                let _popped = (twin == Twin::Buggy).then_some(popped);
                drop(informer.lock().unwrap());
                thread::yield_now();
            }
        });
        drop(started);
        scope.spawn(|| {
            stop.wait();
            let _informer = informer.lock().unwrap();
            is_closed.store(true, SeqCst);
        });
        scope.spawn(|| {
            let _informer = informer.lock().unwrap();
            drop(queue.lock().unwrap());
        });
        stop.set();
    });
}
