//! Two locks protect one variable.
use crate::yardsticks::prelude::*;

pub(super) fn wronglock(others: usize, twin: Twin) {
    let (data_lock, this_lock) = (Mutex::new(()), Mutex::new(()));
    let value = AtomicU32::new(0);
    let increment = || value.store(value.load(SeqCst) + 1, SeqCst);
    thread::scope(|scope| {
        scope.spawn(|| {
            let _guard = data_lock.lock().unwrap();
            let before = value.load(SeqCst);
            increment();
            assert_eq!(value.load(SeqCst), before + 1);
        });
        for _ in 0..others {
            scope.spawn(|| {
                let lock = if twin == Twin::Buggy { &this_lock } else { &data_lock };
                let _guard = lock.lock().unwrap();
                increment();
            });
        }
    });
}
