//! Synchronization at the end of a channel.

use std::sync::atomic::Ordering::Relaxed;

use interleave::sync::atomic::AtomicU32;
use interleave::sync::mpsc::sync_channel;
use interleave::thread;

use crate::common::outcomes;

/// std does not specify it, so a correct program does not rely on it.
#[test]
fn a_failed_send_does_not_synchronize_with_the_drop_of_the_receiver() {
    for capacity in [0, 1] {
        let mut found = outcomes(|| {
            let x = AtomicU32::new(0);
            let (sender, receiver) = sync_channel(capacity);
            thread::scope(|scope| {
                let x = &x;
                scope.spawn(move || {
                    x.store(1, Relaxed);
                    drop(receiver);
                });
                (sender.send(()).is_err(), x.load(Relaxed))
            })
        });
        found.retain(|(failed, _)| *failed);
        assert_eq!(found, [(true, 0), (true, 1)].into(), "{capacity}");
    }
}
