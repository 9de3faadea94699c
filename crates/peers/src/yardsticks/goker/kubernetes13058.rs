//! A controller reports more events than were counted.
use super::prelude::*;

const EVENTS: isize = 3;

pub(super) fn kubernetes13058(twin: Twin) {
    let (count, stop) = (Count::default(), Event::default());
    count.add(EVENTS);
    thread::scope(|scope| {
        scope.spawn(|| {
            for event in 0..EVENTS + 1 {
                if stop.is_set() || (twin == Twin::Repaired && event == EVENTS) {
                    return;
                }
                count.done();
            }
        });
        count.wait();
        stop.set();
    });
}
