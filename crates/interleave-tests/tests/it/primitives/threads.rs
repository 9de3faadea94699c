//! Threads: clocks, panics, thread-locals and the end of a thread.

use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::sync::{Arc, Barrier, Condvar, Mutex, Once, RwLock, mpsc};
use interleave::thread;
use interleave::time::{Duration, Instant};
use interleave::{Explorer, FailureKind};

use super::{explore, set};

#[test]
fn sleep_ends_at_any_time_and_advances_its_own_thread_s_clock() {
    let (outcomes, _) = explore(|| {
        let flag = Arc::new(AtomicUsize::new(0));
        let theirs = Arc::clone(&flag);
        let start = Instant::now();
        let thread = thread::spawn(move || {
            thread::sleep(Duration::from_secs(5));
            theirs.store(1, SeqCst);
        });
        thread::sleep(Duration::from_secs(60));
        let seen = flag.load(SeqCst);
        thread.join().unwrap();
        (seen, start.elapsed().as_secs())
    });
    assert_eq!(outcomes, set(&[(0, 60), (1, 60)]));
}

#[test]
fn join_returns_the_panic_and_locks_are_poisoned() {
    let (outcomes, _) = explore(|| {
        let lock = Arc::new(Mutex::new(0));
        let theirs = Arc::clone(&lock);
        let thread = thread::spawn(move || {
            let _guard = theirs.lock().unwrap();
            panic!("no more coffee");
        });
        let poisoned = lock.lock().is_err();
        let payload = thread.join().unwrap_err();
        (poisoned, *payload.downcast_ref::<&str>().unwrap())
    });
    assert_eq!(outcomes, set(&[(false, "no more coffee"), (true, "no more coffee")]));
}

#[test]
fn an_unobserved_panic_fails() {
    let failure = Explorer::new()
        .check(|| {
            let _left = thread::spawn(|| panic!("unseen"));
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::Panic);
    assert!(failure.message.contains("unseen"), "{}", failure.message);
    let failure = Explorer::new()
        .check(|| {
            thread::scope(|scope| {
                scope.spawn(|| panic!("passed on"));
            });
        })
        .unwrap_err();
    assert!(failure.message.contains("passed on"), "{}", failure.message);
}

#[test]
fn panics_of_a_file_are_failed_assertions() {
    let body = || thread::spawn(|| panic!("no")).join().unwrap();
    let kind = |file| Explorer::new().assertions_in(file).check(body).unwrap_err().kind;
    assert_eq!(kind(file!()), FailureKind::Assertion);
    assert_eq!(kind("another.rs"), FailureKind::Panic);
}

#[test]
fn is_finished_returns_false_or_true() {
    let (outcomes, _) = explore(|| {
        let thread = thread::spawn(|| {});
        let seen = thread.is_finished();
        thread.join().unwrap();
        seen
    });
    assert_eq!(outcomes, set(&[false, true]));
}

#[test]
fn blocked_threads_are_reported_on_request() {
    let body = || {
        let (sender, receiver) = mpsc::channel::<u8>();
        thread::spawn(move || receiver.recv());
        std::mem::forget(sender);
    };
    assert!(Explorer::new().check(body).is_ok());
    let failure = Explorer::new().deny_blocked_threads().check(body).unwrap_err();
    assert_eq!(failure.kind, FailureKind::BlockedThreads);
}

#[test]
fn a_detached_thread_that_waits_for_another_one_is_a_deadlock() {
    let hold: [fn(); 3] = [
        || {
            let (lock, theirs) = shared(RwLock::new(0));
            let _held = lock.write().unwrap();
            thread::spawn(move || drop(theirs.read()));
            thread::park();
        },
        || {
            let (once, theirs) = shared(Once::new());
            once.call_once(move || {
                thread::spawn(move || theirs.wait());
                thread::park();
            });
        },
        || {
            let (once, theirs) = shared(Once::new());
            once.call_once(move || {
                thread::spawn(move || theirs.call_once(|| ()));
                thread::park();
            });
        },
    ];
    for (at, hold) in hold.into_iter().enumerate() {
        let failure = Explorer::new().check(|| drop(thread::spawn(hold))).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Deadlock, "{at}: {failure}");
    }
}

fn shared<T>(value: T) -> (Arc<T>, Arc<T>) {
    let value = Arc::new(value);
    (Arc::clone(&value), value)
}

#[test]
fn thread_locals_belong_to_one_thread_of_one_execution() {
    interleave::thread_local!(static COUNT: std::cell::Cell<u32> = const { std::cell::Cell::new(0) });
    let (outcomes, _) = explore(|| {
        COUNT.set(COUNT.get() + 1);
        let theirs = thread::spawn(|| COUNT.replace(5)).join().unwrap();
        (COUNT.get(), theirs)
    });
    assert_eq!(outcomes, set(&[(1, 0)]));
}

#[test]
fn outside_an_exploration_everything_is_real() {
    let (sender, receiver) = mpsc::sync_channel(1);
    let pair = Arc::new((Mutex::new(0), Condvar::new(), RwLock::new(1), Barrier::new(2)));
    let theirs = Arc::clone(&pair);
    let thread = thread::Builder::new()
        .name("real".to_owned())
        .spawn(move || {
            assert_eq!(thread::current().name(), Some("real"));
            *theirs.0.lock().unwrap() += *theirs.2.read().unwrap();
            theirs.1.notify_all();
            theirs.3.wait();
            sender.send(thread::current().id()).unwrap();
        })
        .unwrap();
    let guard = pair.1.wait_while(pair.0.lock().unwrap(), |count| *count == 0).unwrap();
    assert_eq!(*guard, 1);
    drop(guard);
    pair.3.wait();
    assert_eq!(receiver.recv().unwrap(), thread.thread().id());
    thread.join().unwrap();
    let total = thread::scope(|scope| scope.spawn(|| 3).join().unwrap());
    assert_eq!(total, 3);
}

/// Sets the flag when it is dropped.
struct SetOnDrop<'a>(&'a AtomicUsize);

impl Drop for SetOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(1, SeqCst);
    }
}

#[test]
fn the_destructor_of_a_panicking_thread_runs_before_or_after_another_read() {
    let (outcomes, _) = explore(|| {
        let dropped = AtomicUsize::new(0);
        thread::scope(|scope| {
            let reads = scope.spawn(|| dropped.load(SeqCst));
            let panics = scope.spawn(|| {
                let _set = SetOnDrop(&dropped);
                panic!("at once");
            });
            (reads.join().unwrap(), panics.join().is_err())
        })
    });
    assert_eq!(outcomes, set(&[(0, true), (1, true)]));
}

#[test]
fn a_single_thread_may_read_the_same_lock_thousands_of_times() {
    let coverage = interleave::check(|| {
        let lock = interleave::sync::Mutex::new(1);
        assert_eq!((0..3_000).map(|_| *lock.lock().unwrap()).sum::<u32>(), 3_000);
    });
    assert_eq!(coverage.to_string(), "complete: 1 execution");
}
