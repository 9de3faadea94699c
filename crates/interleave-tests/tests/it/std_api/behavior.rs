//! The documented behavior of each primitive, on real threads and in every interleaving.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use interleave::sync::atomic::{AtomicBool, AtomicI8, AtomicU8, Ordering::*};
use interleave::sync::mpsc::{self, RecvTimeoutError, TryRecvError, TrySendError};
use interleave::sync::{
    Arc, Barrier, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock, RwLockWriteGuard, TryLockError,
};
use interleave::time::{Duration, Instant};
use interleave::{Explorer, thread};

/// Runs `body` on real threads, and then explores it.
pub(super) fn both(body: impl Fn()) {
    body();
    // The tests that count owners do so while no other thread lives.
    let explorer = Explorer::new().reference_counts(false);
    let coverage = explorer.check(&body).unwrap_or_else(|failure| panic!("{failure}"));
    assert!(coverage.is_complete(), "{coverage}");
}

pub(super) fn panics<R>(body: impl FnOnce() -> R) -> bool {
    catch_unwind(AssertUnwindSafe(body)).is_err()
}

/// Panics while `guard` is held.
fn panics_with<G>(guard: G) -> bool {
    panics(|| {
        let _guard = guard;
        panic!("poison");
    })
}

#[test]
fn a_mutex_excludes_is_poisoned_by_a_panic_and_returns_its_data() {
    both(|| {
        let mut lock = Mutex::from(1);
        let held = lock.lock().unwrap();
        assert!(matches!(lock.try_lock(), Err(TryLockError::WouldBlock)));
        drop(held);
        assert!(panics_with(lock.lock().unwrap()));
        assert!(lock.is_poisoned());
        assert_eq!(*lock.lock().unwrap_err().into_inner(), 1);
        assert!(matches!(lock.try_lock(), Err(TryLockError::Poisoned(_))));
        assert!(lock.get_mut().is_err());
        lock.clear_poison();
        *lock.get_mut().unwrap() += 1;
        assert_eq!(format!("{lock:?}"), "Mutex { data: 2, poisoned: false, .. }");
        assert_eq!(lock.into_inner().unwrap(), 2);
    });
}

#[test]
fn a_rwlock_is_shared_by_readers_and_poisoned_only_by_writers() {
    both(|| {
        let lock = RwLock::new(1);
        let (one, other) = (lock.read().unwrap(), lock.try_read().unwrap());
        assert_eq!(*one + *other, 2);
        assert!(matches!(lock.try_write(), Err(TryLockError::WouldBlock)));
        drop((one, other));
        assert!(panics_with(lock.read().unwrap()));
        assert!(!lock.is_poisoned());
        assert!(panics_with(lock.write().unwrap()));
        assert!(lock.is_poisoned() && lock.read().is_err() && lock.write().is_err());
        lock.clear_poison();
        let mut writer = lock.write().unwrap();
        assert!(matches!(lock.try_read(), Err(TryLockError::WouldBlock)));
        *writer = 5;
        let reader = RwLockWriteGuard::downgrade(writer);
        assert_eq!(*reader + *lock.try_read().unwrap(), 10);
        assert!(lock.try_write().is_err());
        drop(reader);
        assert!(lock.try_write().is_ok());
    });
}

#[test]
fn no_write_happens_during_a_downgrade() {
    both(|| {
        let lock = RwLock::new(0);
        thread::scope(|scope| {
            scope.spawn(|| *lock.write().unwrap() += 10);
            scope.spawn(|| assert!([0, 1, 10, 11].contains(&*lock.read().unwrap())));
            let mut writer = lock.write().unwrap();
            *writer += 1;
            let written = *writer;
            let reader = RwLockWriteGuard::downgrade(writer);
            assert_eq!(*reader, written);
        });
        assert_eq!(*lock.read().unwrap(), 11);
    });
}

#[test]
fn a_condvar_waits_for_a_condition_or_a_timeout() {
    both(|| {
        let pair = (Mutex::new(false), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                *pair.0.lock().unwrap() = true;
                pair.1.notify_all();
            });
            let ready = pair.1.wait_while(pair.0.lock().unwrap(), |ready| !*ready).unwrap();
            let short = Duration::from_millis(1);
            let (ready, late) = pair.1.wait_timeout_while(ready, short, |ready| *ready).unwrap();
            assert!(*ready && late.timed_out());
        });
    });
}

#[test]
fn a_barrier_has_one_leader_each_time() {
    both(|| {
        let barrier = Barrier::new(2);
        for _ in 0..2 {
            let leads = || barrier.wait().is_leader();
            let both = thread::scope(|scope| {
                [scope.spawn(leads), scope.spawn(leads)].map(|t| t.join().unwrap())
            });
            assert!(both[0] != both[1]);
        }
        assert!(Barrier::new(0).wait().is_leader() && Barrier::new(1).wait().is_leader());
    });
}

#[test]
fn a_once_runs_once_and_is_poisoned_by_a_panic() {
    both(|| {
        let (once, runs) = (Once::new(), Cell::new(0));
        assert!(!once.is_completed());
        assert!(panics(|| once.call_once(|| panic!("poison"))));
        assert!(panics(|| once.call_once(|| ())) && panics(|| once.wait()));
        once.call_once_force(|state| runs.set(runs.get() + u32::from(state.is_poisoned())));
        once.call_once(|| runs.set(9));
        once.wait();
        once.wait_force();
        assert!(once.is_completed() && runs.get() == 1);
    });
}

#[test]
fn a_once_lock_is_set_once() {
    both(|| {
        let mut cell = OnceLock::new();
        assert!(cell.get().is_none() && cell.get_mut().is_none());
        assert!(panics(|| *cell.get_or_init(|| panic!("poison"))));
        assert_eq!(cell.set(1), Ok(()));
        assert_eq!((cell.set(2), *cell.get_or_init(|| 3), *cell.wait()), (Err(2), 1, 1));
        *cell.get_mut().unwrap() += 1;
        assert_eq!((cell.clone(), format!("{cell:?}")), (OnceLock::from(2), "OnceLock(2)".into()));
        assert!(cell.take() == Some(2) && cell.get().is_none() && cell.into_inner().is_none());
    });
}

#[test]
fn a_once_lock_wakes_its_waiters() {
    both(|| {
        let cell = OnceLock::new();
        thread::scope(|scope| {
            scope.spawn(|| cell.set(4));
            assert_eq!(*cell.wait(), 4);
        });
    });
}

#[test]
fn a_lazy_lock_is_initialized_on_first_use_and_stays_poisoned() {
    both(|| {
        let runs = AtomicU8::new(0);
        let mut lazy = LazyLock::new(|| runs.fetch_add(1, SeqCst) + 5);
        assert_eq!((runs.load(SeqCst), LazyLock::get(&lazy)), (0, None));
        assert_eq!((*lazy, *LazyLock::force(&lazy), runs.load(SeqCst)), (5, 5, 1));
        *lazy += 1;
        assert_eq!(LazyLock::get_mut(&mut lazy), Some(&mut 6));
        assert_eq!(LazyLock::get(&lazy), Some(&6));
        assert_eq!(format!("{lazy:?}"), "LazyLock(6)");
        assert_eq!(*LazyLock::<u8>::from(7), 7);
        let broken: LazyLock<u8> = LazyLock::new(|| panic!("poison"));
        assert!(panics(|| *broken) && panics(|| *broken));
        assert_eq!(
            (LazyLock::get(&broken), format!("{broken:?}")),
            (None, "LazyLock(<uninit>)".into())
        );
    });
}

#[test]
fn a_channel_keeps_order_and_returns_undelivered_messages() {
    both(|| {
        let (sender, receiver) = mpsc::channel();
        assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
        let (other, moment) = (sender.clone(), Duration::from_millis(1));
        assert_eq!(receiver.recv_timeout(moment), Err(RecvTimeoutError::Timeout));
        sender.send(1).unwrap();
        other.send(2).unwrap();
        drop((sender, other));
        assert_eq!(receiver.try_iter().next(), Some(1));
        assert_eq!(receiver.iter().collect::<Vec<_>>(), [2]);
        assert_eq!(receiver.try_recv(), Err(TryRecvError::Disconnected));
        assert_eq!(receiver.recv_timeout(moment), Err(RecvTimeoutError::Disconnected));
        assert!(receiver.recv().is_err());
        let (sender, receiver) = mpsc::sync_channel(1);
        assert_eq!(sender.try_send("a"), Ok(()));
        assert_eq!(sender.try_send("b"), Err(TrySendError::Full("b")));
        drop(receiver);
        assert_eq!(sender.try_send("c"), Err(TrySendError::Disconnected("c")));
        assert_eq!(sender.send("d").unwrap_err().0, "d");
        let (sender, receiver) = mpsc::sync_channel(0);
        assert_eq!(sender.try_send(1), Err(TrySendError::Full(1)));
        assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
    });
}

#[test]
fn atomics_wrap_around_and_reject_invalid_orderings() {
    both(|| {
        let mut byte = AtomicU8::new(250);
        assert_eq!((byte.fetch_add(10, SeqCst), byte.fetch_sub(5, SeqCst)), (250, 4));
        assert_eq!((byte.swap(12, SeqCst), byte.fetch_nand(10, SeqCst)), (255, 12));
        assert_eq!((byte.fetch_max(3, SeqCst), byte.fetch_min(3, SeqCst)), (247, 247));
        assert_eq!(byte.compare_exchange(4, 5, AcqRel, Acquire), Err(3));
        assert_eq!(byte.compare_exchange(3, 5, AcqRel, Acquire), Ok(3));
        assert_eq!(byte.try_update(SeqCst, SeqCst, |_| None), Err(5));
        assert_eq!(byte.update(SeqCst, SeqCst, |value| value * 2), 5);
        *byte.get_mut() += 1;
        assert_eq!(
            (byte.load(Relaxed), format!("{byte:?}"), byte.into_inner()),
            (11, "11".into(), 11)
        );
        let small = AtomicI8::new(-128);
        assert_eq!((small.fetch_sub(1, Relaxed), small.load(Relaxed)), (-128, 127));
        let flag = AtomicBool::new(true);
        assert_eq!((flag.fetch_not(SeqCst), flag.fetch_xor(true, SeqCst)), (true, false));
        assert!(panics(|| flag.load(Release)) && panics(|| flag.store(true, Acquire)));
        assert!(panics(|| flag.compare_exchange(true, false, SeqCst, Release)));
        assert!(panics(|| interleave::sync::atomic::fence(Relaxed)));
    });
}

#[test]
fn threads_have_names_results_and_tokens() {
    both(|| {
        let named = thread::Builder::new().name("barista".into());
        let thread = named.spawn(|| thread::current().name().map(str::to_owned)).unwrap();
        assert_eq!(thread.thread().name(), Some("barista"));
        let id = thread.thread().id();
        assert_ne!(id, thread::current().id());
        assert_eq!(thread.join().unwrap().as_deref(), Some("barista"));
        let payload =
            thread::spawn(|| panic!("no more {}", String::from("milk"))).join().unwrap_err();
        assert_eq!(payload.downcast_ref::<String>().unwrap(), "no more milk");
        let name_with_nul = || thread::Builder::new().name("a\0b".into()).spawn(|| ());
        assert!(panics(name_with_nul));
        thread::current().unpark();
        thread::park();
        assert!(panics(|| thread::scope(|scope| {
            scope.spawn(|| panic!("passed on"));
        })));
        assert!(!thread::panicking() && thread::available_parallelism().is_ok());
    });
}

#[test]
fn thread_locals_are_initialized_on_first_use_and_dropped_at_thread_exit() {
    struct SendOnDrop(Rc<Cell<u32>>, std::sync::mpsc::Sender<u32>);
    impl Drop for SendOnDrop {
        fn drop(&mut self) {
            let _ = self.1.send(self.0.get());
        }
    }
    interleave::thread_local! {
        static OWN: Cell<u32> = const { Cell::new(1) };
        static LATE: std::cell::RefCell<Option<SendOnDrop>> = const { std::cell::RefCell::new(None) };
    }
    both(|| {
        let (sender, receiver) = std::sync::mpsc::channel();
        let work = move || {
            OWN.set(OWN.get() + 1);
            let count = Rc::new(Cell::new(0));
            LATE.with_borrow_mut(|late| *late = Some(SendOnDrop(Rc::clone(&count), sender)));
            count.set(OWN.replace(5));
            OWN.try_with(Cell::get).unwrap()
        };
        assert_eq!(thread::spawn(work).join().unwrap(), 5);
        assert_eq!(receiver.recv(), Ok(2), "the destructor has run before the thread is joined");
        assert_eq!(OWN.get(), 1);
    });
}

#[test]
fn what_a_thread_owns_is_dropped_before_it_is_joined() {
    both(|| {
        let shared = Arc::new(Mutex::new(0));
        let weak = Arc::downgrade(&shared);
        let threads = [1, 2].map(|n| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || *shared.lock().unwrap() += n)
        });
        for thread in threads {
            thread.join().unwrap();
        }
        assert_eq!((Arc::strong_count(&shared), weak.upgrade().is_some()), (1, true));
        let total = Arc::try_unwrap(shared).expect("no other clone exists").into_inner().unwrap();
        assert!(total == 3 && weak.upgrade().is_none());
        let mut alone = Arc::new(1);
        let clone = Arc::clone(&alone);
        thread::scope(|scope| scope.spawn(move || *clone).join().unwrap());
        assert_eq!(Arc::get_mut(&mut alone), Some(&mut 1));
    });
}

#[test]
fn a_clock_advances_by_the_duration_of_a_sleep() {
    both(|| {
        let (start, nap) = (Instant::now(), Duration::from_millis(2));
        thread::sleep(nap);
        let end = Instant::now();
        assert!(end >= start + nap && end - start >= nap && start.elapsed() >= nap);
        assert_eq!(start.checked_duration_since(end), None);
        assert_eq!(start.saturating_duration_since(end), Duration::ZERO);
        assert_eq!(start.checked_add(nap).and_then(|later| later.checked_sub(nap)), Some(start));
    });
}
