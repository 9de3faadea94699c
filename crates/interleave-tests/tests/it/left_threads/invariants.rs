//! A destructor that asserts an invariant does not run where a thread is left in the middle of a change.

use std::cell::Cell;

use interleave::sync::atomic::{AtomicBool, Ordering::SeqCst};
use interleave::sync::{Arc, Barrier, Condvar, Mutex, Once, OnceLock, RwLock, mpsc};
use interleave::{Explorer, Failure, FailureKind, thread, thread_local};

use super::park_forever;
use crate::common::OnDrop;

/// Runs `code`, which breaks an invariant for a while.
fn with_invariant(code: impl FnOnce()) {
    let is_kept = AtomicBool::new(false);
    let _invariant = OnDrop(|| assert!(is_kept.load(SeqCst), "broken"));
    code();
    is_kept.store(true, SeqCst);
}

fn failure(body: impl Fn()) -> Box<Failure> {
    let failure = Explorer::new().check(body).unwrap_err();
    assert!(Explorer::new().check(|| with_invariant(|| ())).unwrap().is_complete());
    failure
}

/// Asserts that main deadlocks in `code`, and so does a scoped thread that runs `code`.
#[track_caller]
fn assert_deadlocks(code: fn()) {
    let in_main = failure(|| with_invariant(code));
    let in_another = failure(|| thread::scope(|scope| _ = scope.spawn(|| with_invariant(code))));
    for failure in [in_main, in_another] {
        assert_eq!(failure.kind, FailureKind::Deadlock, "{failure}");
        assert!(failure.to_string().contains(".rs:"), "{failure}");
    }
}

/// Asserts that main deadlocks in `code`, and that a detached thread may stay there when main returns.
#[track_caller]
fn assert_blocks(code: fn()) {
    assert_deadlocks(code);
    let body = || drop(thread::spawn(move || with_invariant(code)));
    assert!(Explorer::new().check(body).unwrap().is_complete());
    let denied = Explorer::new().deny_blocked_threads().check(body).unwrap_err();
    assert_eq!(denied.kind, FailureKind::BlockedThreads, "{denied}");
}

#[test]
fn two_locks_of_one_mutex() {
    assert_deadlocks(|| {
        let lock = Mutex::new(());
        let _first = lock.lock().unwrap();
        let _second = lock.lock().unwrap();
    });
}

#[test]
fn a_write_lock_under_a_read_lock() {
    assert_deadlocks(|| {
        let lock = RwLock::new(());
        let _first = lock.read().unwrap();
        let _second = lock.write().unwrap();
    });
}

#[test]
fn a_read_lock_under_a_write_lock() {
    assert_deadlocks(|| {
        let lock = RwLock::new(());
        let _first = lock.write().unwrap();
        let _second = lock.read().unwrap();
    });
}

#[test]
fn a_poisoned_lock() {
    assert_deadlocks(|| {
        let lock = Mutex::new(());
        thread::scope(|scope| {
            let poisons = scope.spawn(|| {
                let _guard = lock.lock();
                panic!("poison");
            });
            assert!(poisons.join().is_err());
        });
        let _first = lock.lock().unwrap_err();
        let _second = lock.lock();
    });
}

#[test]
fn an_initializer_that_needs_its_own_value() {
    assert_deadlocks(|| {
        let once = Once::new();
        once.call_once(|| once.call_once(|| ()));
    });
    assert_deadlocks(|| {
        let cell = OnceLock::new();
        cell.get_or_init(|| *cell.get_or_init(|| 1));
    });
}

#[test]
fn a_message_that_is_never_sent() {
    assert_blocks(|| {
        let (_sender, receiver) = mpsc::channel::<()>();
        receiver.recv().unwrap();
    });
}

#[test]
fn a_message_that_is_never_received() {
    for bound in [0, 1] {
        let fill = move || {
            let (sender, _receiver) = mpsc::sync_channel(bound);
            (0..=bound).for_each(|_| sender.send(()).unwrap());
        };
        let failure = failure(|| with_invariant(fill));
        assert_eq!(failure.kind, FailureKind::Deadlock, "{failure}");
        let body = move || drop(thread::spawn(move || with_invariant(fill)));
        assert!(Explorer::new().check(body).unwrap().is_complete());
    }
}

#[test]
fn a_notification_that_never_comes() {
    assert_blocks(|| {
        let (lock, never) = (Mutex::new(()), Condvar::new());
        drop(never.wait_while(lock.lock().unwrap(), |()| true));
    });
}

#[test]
fn a_barrier_that_never_opens() {
    assert_blocks(|| _ = Barrier::new(2).wait());
}

#[test]
fn a_value_that_is_never_set() {
    assert_blocks(|| _ = OnceLock::<u32>::new().wait());
    assert_blocks(|| Once::new().wait());
}

#[test]
fn a_thread_that_is_never_unparked() {
    assert_blocks(park_forever);
}

#[test]
fn a_thread_that_never_ends() {
    assert_deadlocks(|| thread::spawn(park_forever).join().unwrap());
    assert_deadlocks(|| thread::scope(|scope| _ = scope.spawn(park_forever)));
}

#[test]
fn two_threads_that_wait_for_each_other() {
    let failure = failure(|| {
        let (a, b) = (Mutex::new(()), Mutex::new(()));
        let lock_both = |first: &Mutex<()>, second: &Mutex<()>| {
            with_invariant(|| {
                let _guards = (first.lock().unwrap(), second.lock().unwrap());
            });
        };
        thread::scope(|scope| {
            scope.spawn(|| lock_both(&a, &b));
            scope.spawn(|| lock_both(&b, &a));
        });
    });
    assert_eq!(failure.kind, FailureKind::Deadlock, "{failure}");
}

#[test]
fn a_flag_that_is_polled_in_vain() {
    let failure = failure(|| {
        let flag = AtomicBool::new(false);
        with_invariant(|| while !flag.load(SeqCst) {});
    });
    assert_eq!(failure.kind, FailureKind::Livelock, "{failure}");
}

#[test]
fn a_thread_that_is_left_when_the_body_panics() {
    let failure = failure(|| {
        thread::spawn(|| with_invariant(park_forever));
        panic!("the reason");
    });
    assert_eq!((failure.kind, &*failure.message), (FailureKind::Assertion, "the reason"));
}

#[test]
fn a_value_of_a_thread_local() {
    struct Invariant;
    impl Drop for Invariant {
        fn drop(&mut self) {
            panic!("broken");
        }
    }
    thread_local!(static INVARIANT: Invariant = const { Invariant });
    assert_blocks(|| {
        INVARIANT.with(|_| ());
        park_forever();
    });
}

/// A worker that waits for its next job when main returns.
#[test]
fn a_worker_that_waits_for_another_job() {
    struct Stock(Cell<u32>);
    impl Drop for Stock {
        fn drop(&mut self) {
            assert_eq!(self.0.get() % 2, 0, "a pair is broken");
        }
    }
    let coverage = Explorer::new().check(|| {
        let (jobs, inbox) = mpsc::channel();
        let (results, outbox) = mpsc::channel();
        thread::spawn({
            let jobs = jobs.clone();
            move || {
                let stock = Stock(Cell::new(0));
                for job in inbox {
                    stock.0.set(stock.0.get() + job);
                    results.send(stock.0.get()).unwrap();
                }
                drop(jobs);
            }
        });
        jobs.send(3).unwrap();
        assert_eq!(outbox.recv(), Ok(3));
    });
    assert!(coverage.unwrap().is_complete());
}

/// In an execution that is redundant or cut short, threads are left, too.
#[test]
fn a_search_that_is_not_complete() {
    let body = || {
        let shared = Arc::new((Mutex::new(0), Condvar::new()));
        let ours = Arc::clone(&shared);
        thread::spawn(move || {
            with_invariant(|| drop(ours.1.wait_while(ours.0.lock().unwrap(), |sum| *sum < 3)));
        });
        *shared.0.lock().unwrap() += 1;
        shared.1.notify_all();
    };
    assert!(Explorer::new().check(body).unwrap().is_complete());
    for explorer in [Explorer::new().random(50), Explorer::new().max_preemptions(1)] {
        assert!(explorer.check(body).is_ok());
    }
    assert!(Explorer::new().exhaustive().check(body).is_ok());
}
