//! An item is counted after it is in the queue, so its worker may count first.
use super::prelude::*;

pub(super) fn serving6472(twin: Twin) {
    let pending = AtomicI32::new(0);
    let add = |more| {
        let now = match twin {
            Twin::Buggy => pending.load(SeqCst) + more,
            Twin::Repaired => return pending.fetch_add(more, SeqCst) + more,
        };
        pending.store(now, SeqCst);
        now
    };
    let (queue, items) = mpsc::channel();
    thread::scope(|scope| {
        let add = &add;
        scope.spawn(move || {
            if twin == Twin::Repaired {
                add(1);
            }
            queue.send(()).unwrap();
            if twin == Twin::Buggy {
                add(1);
            }
        });
        scope.spawn(move || {
            items.recv().unwrap();
            assert_eq!(add(-1), 0);
        });
    });
}
