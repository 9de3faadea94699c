//! A receiver waits for the end of its channel, and a sender remains.

use interleave::Explorer;
use interleave::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use interleave::sync::{Arc, Mutex};
use interleave::thread::{self, JoinHandle};

/// Spawns a thread that receives until the end of the channel.
fn sum(receiver: Receiver<u32>) -> JoinHandle<u32> {
    thread::spawn(move || receiver.iter().sum())
}

#[test]
fn a_sender_remains() {
    fn original_in_the_caller(repaired: bool) {
        let (sender, receiver) = channel();
        let mut original = Some(sender.clone());
        drop(sender);
        let clone = original.clone();
        if repaired {
            original = None;
        }
        thread::spawn(move || clone.unwrap().send(1).unwrap());
        assert_eq!(receiver.iter().sum::<u32>(), 1);
        drop(original);
    }
    fn in_the_thread_that_receives(repaired: bool) {
        let (sender, receiver) = channel::<u32>();
        let own = (!repaired).then(|| sender.clone());
        let thread = thread::spawn(move || {
            let _own = own;
            receiver.iter().sum::<u32>()
        });
        drop(sender);
        assert_eq!(thread.join().unwrap(), 0);
    }
    fn forgotten(repaired: bool) {
        let (sender, receiver) = channel();
        let thread = sum(receiver);
        sender.send(1).unwrap();
        match repaired {
            true => drop(sender),
            false => std::mem::forget(sender),
        }
        assert_eq!(thread.join().unwrap(), 1);
    }
    fn in_a_struct_that_joins(repaired: bool) {
        struct Adder {
            inbox: Option<Sender<u32>>,
            thread: JoinHandle<u32>,
        }
        let (sender, receiver) = channel();
        let mut adder = Adder { inbox: Some(sender), thread: sum(receiver) };
        if repaired {
            adder.inbox = None;
        }
        assert_eq!(adder.thread.join().unwrap(), 0);
    }
    fn of_a_bounded_channel(repaired: bool) {
        let (sender, receiver) = sync_channel(1);
        thread::scope(|scope| {
            let clone = sender.clone();
            scope.spawn(move || clone.send(1).unwrap());
            if repaired {
                drop(sender);
                assert_eq!(receiver.iter().sum::<u32>(), 1);
            } else {
                assert_eq!(receiver.iter().sum::<u32>(), 1);
            }
        });
    }
    fn of_a_pool_of_workers(repaired: bool) {
        let (sender, receiver) = channel::<u32>();
        let receiver = Arc::new(Mutex::new(receiver));
        let work = |inbox: Arc<Mutex<Receiver<u32>>>| {
            // All workers but one wait for the lock, and that one for a message.
            move || while inbox.lock().unwrap().recv().is_ok() {}
        };
        let workers = [work(Arc::clone(&receiver)), work(receiver)].map(thread::spawn);
        let mut open = Some(sender);
        if repaired {
            open = None;
        }
        workers.into_iter().for_each(|worker| worker.join().unwrap());
        drop(open);
    }
    super::check(
        "still exists. Drop each sender as soon as it is no longer used.",
        &[
            original_in_the_caller,
            in_the_thread_that_receives,
            forgotten,
            in_a_struct_that_joins,
            of_a_bounded_channel,
            of_a_pool_of_workers,
        ],
    );
}

#[test]
fn the_line_of_each_sender_that_remains_is_named() {
    const ORIGINAL: u32 = line!() + 3;
    const CLONE: u32 = ORIGINAL + 1;
    let failure = Explorer::new().check(|| {
        let (original, receiver) = channel::<u32>();
        let clone = original.clone();
        drop(clone.clone());
        assert_eq!(receiver.recv(), Ok(1));
        drop((original, clone));
    });
    let report = failure.expect_err("no message is sent").to_string();
    let report = report.split_whitespace().collect::<Vec<_>>().join(" ");
    let named = format!(
        "Here the original sender from senders.rs:{ORIGINAL} and the clone from senders.rs:{CLONE} still exist."
    );
    assert!(report.contains(&named), "{report}");
}
