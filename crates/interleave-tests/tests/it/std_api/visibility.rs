//! What std documents to happen before what: what a thread stores before it does the one is visible to a thread that
//! has found it done, and so is the time that has passed.

use interleave::sync::atomic::{AtomicU32, Ordering::*};
use interleave::sync::mpsc::{
    Receiver, RecvTimeoutError, Sender, SyncSender, TryRecvError, channel, sync_channel,
};
use interleave::sync::{Barrier, Condvar, Mutex, RwLock, RwLockWriteGuard};
use interleave::thread;
use interleave::time::{Duration, Instant};

use crate::common::outcomes;

const SECOND: Duration = Duration::from_secs(1);

/// Whether a thread that `find`s what another one has `announce`d always sees what happened before.
fn synchronizes<S: Sync>(new: fn() -> S, announce: fn(&S), find: fn(&S) -> bool) -> bool {
    let seen = outcomes(|| {
        let (shared, data, start) = (new(), AtomicU32::new(0), Instant::now());
        thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(SECOND);
                data.store(1, Relaxed);
                announce(&shared);
            });
            find(&shared).then(|| (data.load(Relaxed), start.elapsed() >= SECOND))
        })
    });
    assert!(seen.contains(&Some((1, true))), "{seen:?}");
    seen.into_iter().flatten().all(|seen| seen == (1, true))
}

#[test]
fn the_release_of_a_lock_happens_before_its_acquisition() {
    let new = || Mutex::new(false);
    assert!(synchronizes(new, |lock| *lock.lock().unwrap() = true, |lock| *lock.lock().unwrap()));
    let find = |lock: &Mutex<bool>| lock.try_lock().is_ok_and(|found| *found);
    assert!(synchronizes(new, |lock| *lock.lock().unwrap() = true, find));
    let new = || RwLock::new(false);
    let write = |lock: &RwLock<bool>| *lock.write().unwrap() = true;
    assert!(synchronizes(new, write, |lock| *lock.read().unwrap()));
    assert!(synchronizes(new, write, |lock| *lock.write().unwrap()));
    assert!(synchronizes(new, write, |lock| lock.try_read().is_ok_and(|found| *found)));
    let downgrade = |lock: &RwLock<bool>| {
        let mut writer = lock.write().unwrap();
        *writer = true;
        let reader = RwLockWriteGuard::downgrade(writer);
        assert!(*reader);
    };
    assert!(synchronizes(new, downgrade, |lock| *lock.read().unwrap()));
}

#[test]
fn a_wait_acquires_its_lock_again_also_if_it_times_out() {
    type Door = (Mutex<bool>, Condvar);
    let new = || (Mutex::new(false), Condvar::new());
    let open = |(lock, changed): &Door| {
        *lock.lock().unwrap() = true;
        changed.notify_one();
    };
    let waits: [fn(&Door) -> bool; 3] = [
        |(lock, changed)| *changed.wait_while(lock.lock().unwrap(), |open| !*open).unwrap(),
        |(lock, changed)| *changed.wait_timeout(lock.lock().unwrap(), SECOND).unwrap().0,
        |(lock, changed)| {
            let closed = |open: &mut bool| !*open;
            *changed.wait_timeout_while(lock.lock().unwrap(), SECOND, closed).unwrap().0
        },
    ];
    for (number, wait) in waits.into_iter().enumerate() {
        assert!(synchronizes(new, open, wait), "{number}");
    }
}

/// The readers of a lock do not synchronize with each other, but a writer does with those before it.
#[test]
fn the_release_of_a_read_lock_happens_before_a_write() {
    type Shelf = (RwLock<()>, AtomicU32);
    let new = || (RwLock::new(()), AtomicU32::new(0));
    let read = |(lock, flag): &Shelf| {
        let _reader = lock.read().unwrap();
        flag.store(1, Relaxed);
    };
    let find = |(lock, flag): &Shelf| {
        let _writer = lock.write().unwrap();
        flag.load(Relaxed) == 1
    };
    assert!(synchronizes(new, read, find));
    let find_reading = |(lock, flag): &Shelf| {
        let _reader = lock.read().unwrap();
        flag.load(Relaxed) == 1
    };
    assert!(!synchronizes(new, read, find_reading));
}

#[test]
fn an_arrival_at_a_barrier_happens_before_every_departure() {
    let wait = |barrier: &Barrier| _ = barrier.wait();
    let find = |barrier: &Barrier| {
        barrier.wait();
        true
    };
    assert!(synchronizes(|| Barrier::new(2), wait, find));
}

type Unbounded = (Sender<u32>, Mutex<Receiver<u32>>);
type Bounded = (SyncSender<u32>, Mutex<Receiver<u32>>);

#[test]
fn the_sending_of_a_message_happens_before_its_receipt() {
    let new = || {
        let (sender, receiver) = channel();
        (sender, Mutex::new(receiver))
    };
    let send = |(sender, _): &Unbounded| sender.send(1).unwrap();
    let finds: [fn(&Unbounded) -> bool; 4] = [
        |(_, receiver)| receiver.lock().unwrap().recv().is_ok(),
        |(_, receiver)| receiver.lock().unwrap().try_recv().is_ok(),
        |(_, receiver)| receiver.lock().unwrap().recv_timeout(SECOND).is_ok(),
        |(_, receiver)| receiver.lock().unwrap().try_iter().next().is_some(),
    ];
    for (number, find) in finds.into_iter().enumerate() {
        assert!(synchronizes(new, send, find), "{number}");
    }
}

/// Where the last sender is dropped.
#[test]
fn the_end_of_a_sender_happens_before_a_receiver_finds_it() {
    type Ends = (Mutex<Option<Sender<u32>>>, Mutex<Receiver<u32>>);
    let new = || {
        let (sender, receiver) = channel();
        (Mutex::new(Some(sender)), Mutex::new(receiver))
    };
    let end = |(sender, _): &Ends| drop(sender.lock().unwrap().take());
    let finds: [fn(&Ends) -> bool; 3] = [
        |(_, receiver)| receiver.lock().unwrap().recv().is_err(),
        |(_, receiver)| receiver.lock().unwrap().try_recv() == Err(TryRecvError::Disconnected),
        |(_, receiver)| {
            let received = receiver.lock().unwrap().recv_timeout(SECOND);
            received == Err(RecvTimeoutError::Disconnected)
        },
    ];
    for (number, find) in finds.into_iter().enumerate() {
        assert!(synchronizes(new, end, find), "{number}");
    }
}

fn bounded<const BOUND: usize>() -> Bounded {
    let (sender, receiver) = sync_channel(BOUND);
    (sender, Mutex::new(receiver))
}

/// A message without a buffer has been received when `send` returns, and one that had to wait for room came after the
/// receipt of another one.
#[test]
fn a_receipt_happens_before_the_return_of_a_send_that_waits_for_it() {
    let receive = |(_, receiver): &Bounded| _ = receiver.lock().unwrap().recv().unwrap();
    let send = |(sender, _): &Bounded| sender.send(1).is_ok();
    assert!(synchronizes(bounded::<0>, receive, send));
    let send_two = |(sender, _): &Bounded| sender.send(1).is_ok() && sender.send(2).is_ok();
    assert!(synchronizes(bounded::<1>, receive, send_two));
    assert!(!synchronizes(bounded::<1>, receive, send), "there is room for the first message");
    let try_send = |(sender, _): &Bounded| {
        sender.send(1).unwrap();
        sender.try_send(2).is_ok()
    };
    assert!(synchronizes(bounded::<1>, receive, try_send));
}

#[test]
fn a_read_modify_write_acquires_and_releases_as_its_orderings_say() {
    let new = || AtomicU32::new(0);
    let load = |flag: &AtomicU32| flag.load(Acquire) == 1;
    assert!(synchronizes(new, |flag| _ = flag.swap(1, Release), load));
    assert!(!synchronizes(new, |flag| _ = flag.swap(1, Acquire), load));
    assert!(synchronizes(new, |flag| _ = flag.update(Release, Relaxed, |_| 1), load));
    assert!(!synchronizes(new, |flag| _ = flag.update(Acquire, SeqCst, |_| 1), load));
    let store = |flag: &AtomicU32| flag.store(1, Release);
    assert!(synchronizes(new, store, |flag| flag.fetch_or(2, Acquire) == 1));
    assert!(!synchronizes(new, store, |flag| flag.fetch_or(2, Release) == 1));
    // What fails is a load with the second ordering.
    assert!(
        synchronizes(new, store, |flag| flag.compare_exchange(0, 2, Relaxed, Acquire) == Err(1))
    );
    assert!(
        !synchronizes(new, store, |flag| flag.compare_exchange(0, 2, AcqRel, Relaxed) == Err(1))
    );
    assert!(synchronizes(new, store, |flag| flag.compare_exchange(1, 2, Acquire, Relaxed).is_ok()));
    assert!(synchronizes(new, store, |flag| flag.try_update(Relaxed, Acquire, |_| None) == Err(1)));
    assert!(!synchronizes(new, store, |flag| flag.try_update(AcqRel, Relaxed, |_| None) == Err(1)));
}

#[test]
fn what_a_thread_did_is_visible_to_those_that_it_starts_and_to_those_that_join_it() {
    let seen = outcomes(|| {
        let data = [const { AtomicU32::new(0) }; 3];
        let start = Instant::now();
        data[0].store(1, Relaxed);
        let joined = thread::scope(|scope| {
            let child = scope.spawn(|| {
                thread::sleep(SECOND);
                data[1].store(1, Relaxed);
                data[0].load(Relaxed)
            });
            scope.spawn(|| {
                thread::sleep(2 * SECOND);
                data[2].store(1, Relaxed);
            });
            (child.join().unwrap(), data[1].load(Relaxed), start.elapsed() >= SECOND)
        });
        (joined, data[2].load(Relaxed), start.elapsed() >= 2 * SECOND)
    });
    assert_eq!(seen, [((1, 1, true), 1, true)].into());
}

/// All calls of `unpark` before a `park` happen before its return, also those that found the token there.
#[test]
fn a_park_that_takes_the_token_sees_what_happened_before_each_unpark() {
    let seen = outcomes(|| {
        let (data, flag, parked) = (AtomicU32::new(0), AtomicU32::new(0), thread::current());
        thread::scope(|scope| {
            scope.spawn(|| {
                data.store(1, Relaxed);
                parked.unpark();
                flag.store(1, Relaxed);
            });
            let second = scope.spawn(|| {
                let is_second = flag.load(Relaxed) == 1;
                parked.unpark();
                is_second
            });
            let is_second = second.join().unwrap();
            thread::park();
            let data = data.load(Relaxed);
            // If the wakeup was spurious, the token is still there.
            let start = Instant::now();
            thread::park_timeout(SECOND);
            (is_second && start.elapsed() == SECOND).then_some(data)
        })
    });
    assert_eq!(seen, [None, Some(1)].into());
}
