//! A cacher lists under its lock, and an event takes the two locks in the other order.
use super::prelude::*;

pub(super) fn kubernetes13135(twin: Twin) {
    let (cacher, watch) = (Mutex::new(()), Mutex::new(()));
    let (initialized, once) = (Count::default(), Once::new());
    initialized.add(1);
    thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..2 {
                let on_replace = || once.call_once(|| initialized.done());
                match twin {
                    Twin::Buggy => {
                        let listing = cacher.lock().unwrap();
                        let _watch = watch.lock().unwrap();
                        on_replace();
                        drop(listing);
                    }
                    Twin::Repaired => {
                        let _watch = watch.lock().unwrap();
                        drop(cacher.lock().unwrap());
                        on_replace();
                    }
                }
            }
        });
        initialized.wait();
        scope.spawn(|| {
            let _watch = watch.lock().unwrap();
            drop(cacher.lock().unwrap());
        });
    });
}
