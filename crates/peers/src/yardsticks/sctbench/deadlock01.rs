//! Two threads take two locks in opposite orders.
use super::published::{Figure::*, Published};
use crate::yardsticks::bug::{Bug, Twin};
use interleave::sync::Mutex;
use interleave::thread;

pub(super) const PROGRAM: Bug<Published> = Bug {
    name: "deadlock01",
    body: deadlock01,
    published: Published { rff: Mean(4.7), pos: Mean(4.3), pct3: Mean(20.1), period: Mean(3.0) },
};

fn deadlock01(twin: Twin) {
    let (a, b) = (Mutex::new(()), Mutex::new(1));
    thread::scope(|scope| {
        scope.spawn(|| {
            let _a = a.lock().unwrap();
            *b.lock().unwrap() += 1;
        });
        scope.spawn(|| match twin {
            Twin::Buggy => {
                let mut counter = b.lock().unwrap();
                let _a = a.lock().unwrap();
                *counter -= 1;
            }
            Twin::Repaired => {
                let _a = a.lock().unwrap();
                *b.lock().unwrap() -= 1;
            }
        });
    });
}
