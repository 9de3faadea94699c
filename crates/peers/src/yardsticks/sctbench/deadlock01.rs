//! Two threads take two locks in opposite orders.
use crate::yardsticks::prelude::*;

pub(super) fn deadlock01(twin: Twin) {
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
