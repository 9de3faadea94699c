//! A check fails only if it comes last.
use super::published::{Figure::*, Published};
use crate::yardsticks::bug::{Bug, Twin};
use interleave::sync::Mutex;
use interleave::thread;

pub(super) const PROGRAM: Bug<Published> = Bug {
    name: "lazy01",
    body: lazy01,
    published: Published { rff: Mean(6.4), pos: Mean(5.2), pct3: Mean(10.2), period: Mean(7.0) },
};

fn lazy01(twin: Twin) {
    let data = Mutex::new(0);
    thread::scope(|scope| {
        scope.spawn(|| {
            let data = data.lock().unwrap();
            assert!(twin == Twin::Repaired || *data < 3);
        });
        scope.spawn(|| *data.lock().unwrap() += 2);
        scope.spawn(|| *data.lock().unwrap() += 1);
    });
}
