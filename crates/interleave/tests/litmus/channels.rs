//! What the end of a channel hands over.

use std::sync::atomic::Ordering::Relaxed;

use interleave::sync::atomic::AtomicU32;
use interleave::sync::mpsc::sync_channel;
use interleave::thread;

use super::outcomes;

/// What std leaves open, a right program does not rely on; with a place for a message or without.
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
        found.retain(|(refused, _)| *refused);
        assert_eq!(found, [(true, 0), (true, 1)].into(), "{capacity}");
    }
}
