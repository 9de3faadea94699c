//! A stopper waits for a worker under a lock that the worker needs.
use super::prelude::*;

#[derive(Default)]
struct Stopper {
    stopped: Event,
    running: Count,
    tasks: Count,
    is_draining: AtomicBool,
    lock: Mutex<()>,
}

impl Stopper {
    fn start_task(&self, twin: Twin) -> bool {
        match twin {
            Twin::Buggy if self.is_draining.load(SeqCst) => false,
            Twin::Buggy => {
                let _lock = self.lock.lock().unwrap();
                self.tasks.add(1);
                true
            }
            Twin::Repaired => {
                let _lock = self.lock.lock().unwrap();
                let starts = !self.is_draining.load(SeqCst);
                self.tasks.add(isize::from(starts));
                starts
            }
        }
    }

    fn work(&self, twin: Twin) {
        if self.start_task(twin) {
            self.tasks.done();
        }
        self.stopped.wait();
        self.running.done();
    }

    fn stop(&self, twin: Twin) {
        let lock = self.lock.lock().unwrap();
        self.is_draining.store(true, SeqCst);
        let _lock = (twin == Twin::Buggy).then_some(lock);
        self.tasks.wait();
        self.stopped.set();
        self.running.wait();
    }
}

pub(super) fn cockroach1055(twin: Twin) {
    let stopper = Stopper::default();
    stopper.running.add(1);
    thread::scope(|scope| {
        scope.spawn(|| stopper.work(twin));
        scope.spawn(|| stopper.stop(twin));
    });
}
