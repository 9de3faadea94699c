//! A loop starts threads and waits for all of them inside the loop.
use super::prelude::*;

pub(super) fn moby25384(twin: Twin) {
    let group = Count::default();
    group.add(2);
    thread::scope(|scope| {
        for _plugin in 0..2 {
            scope.spawn(|| group.done());
            if twin == Twin::Buggy {
                group.wait();
            }
        }
        group.wait();
    });
}
