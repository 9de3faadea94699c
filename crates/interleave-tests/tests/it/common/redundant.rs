//! A part of a program after which the search plans continuations.

use interleave::sync::atomic::AtomicU8;
use interleave::sync::atomic::Ordering::SeqCst;
use interleave::thread;

/// A part with redundant executions, unless the search plans continuations. So it starts over, and plans.
pub(crate) fn be_redundant_without_a_plan() {
    let [x, y] = [const { AtomicU8::new(0) }; 2];
    thread::scope(|scope| {
        scope.spawn(|| y.store(1, SeqCst));
        scope.spawn(|| {
            if y.load(SeqCst) == 0 {
                x.swap(2, SeqCst);
            }
        });
        x.load(SeqCst);
        x.store(1, SeqCst);
    });
}
