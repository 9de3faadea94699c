//! A destructor that asserts an invariant does not run where a failed execution has left its thread, as in std.

use interleave::sync::atomic::{AtomicBool, Ordering::SeqCst};
use interleave::sync::{Barrier, Condvar, Mutex, Once, OnceLock, RwLock, mpsc};
use interleave::{Explorer, Failure, FailureKind, thread};

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

/// Asserts that main deadlocks in `code`, and another thread if it runs `code`.
#[track_caller]
fn assert_deadlocks(code: impl Fn() + Sync) {
    let in_main = failure(|| with_invariant(&code));
    let in_another = failure(|| thread::scope(|scope| _ = scope.spawn(|| with_invariant(&code))));
    for failure in [in_main, in_another] {
        assert_eq!(failure.kind, FailureKind::Deadlock, "{failure}");
        assert!(failure.to_string().contains("invariants.rs"), "{failure}");
    }
}

fn park_forever() {
    loop {
        thread::park();
    }
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
fn a_message_that_is_never_sent() {
    assert_deadlocks(|| {
        let (_sender, receiver) = mpsc::channel::<()>();
        receiver.recv().unwrap();
    });
}

#[test]
fn a_message_that_is_never_received() {
    assert_deadlocks(|| {
        let (sender, _receiver) = mpsc::sync_channel(0);
        sender.send(()).unwrap();
    });
}

#[test]
fn a_notification_that_never_comes() {
    assert_deadlocks(|| {
        let (lock, never) = (Mutex::new(()), Condvar::new());
        drop(never.wait_while(lock.lock().unwrap(), |()| true));
    });
}

#[test]
fn a_barrier_that_never_opens() {
    assert_deadlocks(|| _ = Barrier::new(2).wait());
}

#[test]
fn a_value_that_is_never_set() {
    assert_deadlocks(|| _ = OnceLock::<u32>::new().wait());
    assert_deadlocks(|| Once::new().wait());
}

#[test]
fn a_thread_that_is_never_unparked() {
    assert_deadlocks(park_forever);
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
fn a_thread_that_may_not_be_left() {
    let explorer = Explorer::new().deny_blocked_threads();
    let body = || drop(thread::spawn(|| with_invariant(park_forever)));
    assert_eq!(explorer.check(body).unwrap_err().kind, FailureKind::BlockedThreads);
}
