//! A worker waits for a job while it holds a read lock, and the one that would give it a job needs it, too.
use super::prelude::*;

pub(super) fn kubernetes58107(twin: Twin) {
    let (workers, job) = (RwLock::new(()), Event::default());
    thread::scope(|scope| {
        scope.spawn(|| match twin {
            Twin::Buggy => {
                let _workers = workers.read().unwrap();
                job.wait();
            }
            Twin::Repaired => {
                job.wait();
                drop(workers.read().unwrap());
            }
        });
        scope.spawn(|| {
            let _workers = workers.read().unwrap();
            job.set();
        });
        scope.spawn(|| drop(workers.write().unwrap()));
    });
}
