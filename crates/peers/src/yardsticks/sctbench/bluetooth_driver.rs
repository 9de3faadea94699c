//! A driver starts a request after it has looked whether it is stopping, and not in one step with it.
use crate::yardsticks::prelude::*;

struct Driver {
    pending_io: Mutex<i32>,
    stopping: AtomicBool,
    stop_event: AtomicBool,
    stopped: AtomicBool,
}

impl Driver {
    fn begin(&self, twin: Twin) -> bool {
        match twin {
            Twin::Buggy => {
                let may_begin = !self.stopping.load(SeqCst);
                if may_begin {
                    *self.pending_io.lock().unwrap() += 1;
                }
                may_begin
            }
            Twin::Repaired => {
                let mut pending_io = self.pending_io.lock().unwrap();
                let may_begin = !self.stopping.load(SeqCst);
                *pending_io += i32::from(may_begin);
                may_begin
            }
        }
    }

    fn end(&self) {
        let left = {
            let mut pending_io = self.pending_io.lock().unwrap();
            *pending_io -= 1;
            *pending_io
        };
        if left == 0 {
            self.stop_event.store(true, SeqCst);
        }
    }

    fn stop(&self, twin: Twin) {
        match twin {
            Twin::Buggy => self.stopping.store(true, SeqCst),
            Twin::Repaired => {
                let _pending_io = self.pending_io.lock().unwrap();
                self.stopping.store(true, SeqCst);
            }
        }
        self.end();
        if self.stop_event.load(SeqCst) {
            self.stopped.store(true, SeqCst);
        }
    }

    fn add(&self, twin: Twin) {
        let has_begun = self.begin(twin);
        if has_begun {
            assert!(!self.stopped.load(SeqCst), "a request after the stop");
        }
        // The original ends a request that it has not begun, too.
        if has_begun || twin == Twin::Buggy {
            self.end();
        }
    }
}

pub(super) fn bluetooth_driver(twin: Twin) {
    let driver = Driver {
        pending_io: Mutex::new(1),
        stopping: AtomicBool::new(false),
        stop_event: AtomicBool::new(false),
        stopped: AtomicBool::new(false),
    };
    thread::scope(|scope| {
        scope.spawn(|| driver.stop(twin));
        scope.spawn(|| driver.add(twin));
    });
}
