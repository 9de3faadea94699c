//! A check sees the first of two stores and not the second, of any setter.
use super::published::{Figure::*, Published};
use crate::yardsticks::bug::{Bug, Twin};
use interleave::sync::Mutex;
use interleave::sync::atomic::{AtomicI32, Ordering::SeqCst};
use interleave::thread;

pub(super) const THREE: Bug<Published> = Bug {
    name: "reorder_3",
    body: |twin| reorder(2, 1, twin),
    published: Published { rff: Mean(6.7), pos: Mean(222.7), pct3: Mean(241.1), period: Mean(6.0) },
};

pub(super) const FOUR: Bug<Published> = Bug {
    name: "reorder_4",
    body: |twin| reorder(3, 1, twin),
    published: Published {
        rff: Mean(6.2),
        pos: Mean(1463.6),
        pct3: Mean(395.3),
        period: Mean(9.0),
    },
};

pub(super) const FIVE: Bug<Published> = Bug {
    name: "reorder_5",
    body: |twin| reorder(4, 1, twin),
    published: Published {
        rff: Mean(5.8),
        pos: Of(4377.4, 17),
        pct3: Mean(1126.0),
        period: Mean(12.0),
    },
};

pub(super) const TEN: Bug<Published> = Bug {
    name: "reorder_10",
    body: |twin| reorder(9, 1, twin),
    published: Published { rff: Mean(5.8), pos: Never, pct3: Mean(2355.8), period: Mean(27.0) },
};

pub(super) const TWENTY: Bug<Published> = Bug {
    name: "reorder_20",
    body: |twin| reorder(10, 10, twin),
    published: Published { rff: Mean(5.8), pos: Never, pct3: Mean(2127.7), period: Mean(39.0) },
};

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

fn reorder(setters: usize, checkers: usize, twin: Twin) {
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
