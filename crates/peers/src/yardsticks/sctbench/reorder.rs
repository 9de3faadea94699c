//! A check sees the first of two stores and not the second, of any setter.
use crate::yardsticks::prelude::*;

#[derive(Default)]
struct Pair {
    a: AtomicI32,
    b: AtomicI32,
    both: Mutex<()>,
}

impl Pair {
    fn set(&self, twin: Twin) {
        let _both = (twin == Twin::Repaired).then(|| self.both.lock().unwrap());
        self.a.store(1, SeqCst);
        self.b.store(-1, SeqCst);
    }

    fn check(&self, twin: Twin) {
        let _both = (twin == Twin::Repaired).then(|| self.both.lock().unwrap());
        let a = || self.a.load(SeqCst);
        let b = || self.b.load(SeqCst);
        assert!((a() == 0 && b() == 0) || (a() == 1 && b() == -1));
    }
}

pub(super) fn reorder(setters: usize, checkers: usize, twin: Twin) {
    let pair = Pair::default();
    thread::scope(|scope| {
        for _ in 0..setters {
            scope.spawn(|| pair.set(twin));
        }
        for _ in 0..checkers {
            scope.spawn(|| pair.check(twin));
        }
    });
}
