//! Channels: unbounded, bounded and rendezvous.

use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::sync::{Arc, mpsc};
use interleave::time::Duration;
use interleave::{Explorer, FailureKind, thread};

use super::{explore, set};

#[test]
fn channels_keep_order_and_detect_disconnection() {
    let (outcomes, coverage) = explore(|| {
        let (sender, receiver) = mpsc::channel();
        let other = sender.clone();
        thread::spawn(move || {
            sender.send(1).unwrap();
            sender.send(2).unwrap();
        });
        thread::spawn(move || other.send(3).unwrap());
        receiver.iter().collect::<Vec<_>>()
    });
    assert_eq!(outcomes, set(&[vec![1, 2, 3], vec![1, 3, 2], vec![3, 1, 2]]));
    assert_eq!((coverage.executions, coverage.redundant), (3, 0));
    let (outcomes, _) = explore(|| {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || drop(receiver));
        sender.send(1).is_ok()
    });
    assert_eq!(outcomes, set(&[false, true]));
}

#[test]
fn a_bounded_channel_blocks_senders() {
    for bound in [0, 1, 2] {
        let (outcomes, _) = explore(|| {
            let (sender, receiver) = mpsc::sync_channel(bound);
            let sent = Arc::new(AtomicUsize::new(0));
            let count = Arc::clone(&sent);
            let thread = thread::spawn(move || {
                for item in 0..3 {
                    if sender.send(item).is_err() {
                        return;
                    }
                    count.fetch_add(1, SeqCst);
                }
            });
            let most = sent.load(SeqCst);
            let first = receiver.recv().unwrap();
            drop(receiver);
            thread.join().unwrap();
            (first, most)
        });
        let expected: Vec<(i32, usize)> = (0..=bound).map(|most| (0, most)).collect();
        assert_eq!(outcomes, set(&expected), "bound {bound}");
    }
}

#[test]
fn try_send_succeeds_only_with_a_blocked_receiver() {
    use mpsc::TrySendError::{Disconnected, Full};
    let (outcomes, _) = explore(|| {
        let (sender, receiver) = mpsc::sync_channel(0);
        let thread = thread::spawn(move || receiver.recv());
        let sent = [sender.try_send(1), sender.try_send(2)];
        drop(sender);
        (sent.map(|sent| sent.is_ok()), thread.join().unwrap().ok())
    });
    // The receiver is dropped after the first message.
    let expected = [([false, false], None), ([false, true], Some(2)), ([true, false], Some(1))];
    assert_eq!(outcomes, set(&expected));
    let (outcomes, _) = explore(|| {
        let (sender, receiver) = mpsc::sync_channel(0);
        let thread = thread::spawn(move || (receiver.try_recv().ok(), drop(receiver)).0);
        let sent = match sender.try_send(1) {
            Ok(()) => "sent",
            Err(Full(1)) => "full",
            Err(Disconnected(1)) => "disconnected",
            Err(_) => "another message",
        };
        (sent, thread.join().unwrap())
    });
    assert_eq!(
        outcomes,
        set(&[("full", None), ("disconnected", None)]),
        "`try_recv` does not block"
    );
    let coverage = Explorer::new()
        .check(|| {
            let (sender, receiver) = mpsc::sync_channel(0);
            let thread = thread::spawn(move || receiver.recv_timeout(Duration::from_secs(1)));
            let sent = sender.try_send(1).is_ok();
            assert_eq!(
                thread.join().unwrap().is_ok(),
                sent,
                "a waiting receiver takes the message"
            );
        })
        .unwrap();
    assert!(coverage.is_complete(), "{coverage}");
    let coverage = Explorer::new()
        .check(|| {
            let (sender, receiver) = mpsc::sync_channel(0);
            let thread = thread::spawn(move || receiver.recv());
            while sender.try_send(1).is_err() {
                thread::yield_now();
            }
            assert_eq!(thread.join().unwrap(), Ok(1));
        })
        .unwrap();
    assert!(coverage.is_complete(), "{coverage}");
}

#[test]
fn a_sender_that_only_had_no_turn_does_not_wait() {
    let failure = Explorer::new()
        .max_steps(20)
        .check(|| {
            let (sender, receiver) = mpsc::channel();
            thread::scope(|scope| {
                scope.spawn(move || while sender.send(1).is_ok() {});
                (0..100).for_each(|_| _ = receiver.recv());
            });
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::StepLimit, "{failure}");
    assert!(!failure.to_string().contains("waits for the receiver"), "{failure}");
}
