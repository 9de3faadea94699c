//! Destructors that block forever while their thread unwinds are reported.

use std::cell::Cell;

use interleave::sync::atomic::{AtomicBool, Ordering::SeqCst};
use interleave::sync::{Barrier, Condvar, Mutex, RwLock, mpsc};
use interleave::{Explorer, Failure, FailureKind, thread};

use crate::common::OnDrop;

/// Blocks, despite spurious wakeups.
fn park_forever() {
    loop {
        thread::park();
    }
}

/// The failure of `body`, which does not affect later explorations.
fn failure(body: impl Fn()) -> Box<Failure> {
    let failure = Explorer::new().check(body).unwrap_err();
    assert!(!std::thread::panicking());
    let next = Explorer::new().check(|| {
        let lock = Mutex::new(0);
        let panics = || {
            let _guard = lock.lock().unwrap();
            panic!("an ordinary panic");
        };
        assert!(thread::scope(|scope| scope.spawn(panics).join()).is_err());
        assert!(lock.is_poisoned());
    });
    assert!(next.is_ok());
    failure
}

/// The line at which a destructor of `body` blocks while its thread panics.
#[track_caller]
fn line_of_wait(body: impl Fn()) -> u32 {
    let failure = failure(body);
    assert!(matches!(failure.kind, FailureKind::Deadlock | FailureKind::Livelock), "{failure}");
    let report = failure.to_string();
    assert!(report.contains("panic: the reason"), "{report}");
    let table = report.split("\n\n").nth(1).unwrap();
    let last = table.lines().rfind(|row| row.contains("blocking_destructors.rs:")).unwrap();
    last.rsplit(':').next().unwrap().parse().unwrap()
}

/// Asserts that `line_of_wait` returns the next line that ends with `// here`.
macro_rules! assert_blocks_here {
    ($body:expr) => {
        let line = line_of_wait($body);
        let source = include_str!("blocking_destructors.rs").lines().skip(line!() as usize - 1);
        let here = source.take_while(|text| !text.ends_with("// here")).count();
        assert_eq!(line as usize, line!() as usize + here);
    };
}

#[test]
fn a_destructor_locks_a_lock_that_its_thread_holds() {
    assert_blocks_here!(|| {
        let coins = Mutex::new(0);
        let _guard = coins.lock().unwrap();
        let _pay = OnDrop(|| {
            *coins.lock().unwrap() += 1; // here
        });
        panic!("the reason");
    });
    assert_blocks_here!(|| {
        let coins = RwLock::new(0);
        let _guard = coins.read().unwrap();
        let _pay = OnDrop(|| {
            *coins.write().unwrap() += 1; // here
        });
        panic!("the reason");
    });
}

#[test]
fn a_destructor_receives_a_message_that_is_never_sent() {
    assert_blocks_here!(|| {
        let (_sender, receiver) = mpsc::channel::<()>();
        let _last = OnDrop(|| {
            receiver.recv().unwrap(); // here
        });
        panic!("the reason");
    });
    assert_blocks_here!(|| {
        let (sender, _receiver) = mpsc::sync_channel(0);
        let _last = OnDrop(|| {
            sender.send(()).unwrap(); // here
        });
        panic!("the reason");
    });
}

#[test]
fn a_destructor_waits_for_a_notification_that_never_comes() {
    assert_blocks_here!(|| {
        let (open, opened) = (Mutex::new(false), Condvar::new());
        let _last = OnDrop(|| {
            let mut guard = open.lock().unwrap();
            while !*guard {
                guard = opened.wait(guard).unwrap(); // here
            }
        });
        panic!("the reason");
    });
    assert_blocks_here!(|| {
        let _last = OnDrop(|| {
            thread::park(); // here
        });
        panic!("the reason");
    });
    assert_blocks_here!(|| {
        let both = Barrier::new(2);
        let _last = OnDrop(|| {
            both.wait(); // here
        });
        panic!("the reason");
    });
}

#[test]
fn a_destructor_polls_a_flag_that_is_never_set() {
    assert_blocks_here!(|| {
        let flag = AtomicBool::new(false);
        let _last = OnDrop(|| {
            while !flag.load(SeqCst) {} // here
        });
        panic!("the reason");
    });
}

#[test]
fn a_destructor_joins_a_thread_that_never_ends() {
    let failure = failure(|| {
        let mut worker = Some(thread::spawn(park_forever));
        let _last = OnDrop(|| worker.take().unwrap().join().unwrap());
        panic!("the reason");
    });
    assert_eq!(failure.kind, FailureKind::Deadlock);
    let report = failure.to_string().replace('\n', " ");
    assert!(report.contains("while it unwinds, a destructor waits at"), "{failure}");
}

/// A pool of one worker, as in many books. Its owner blocks forever.
#[test]
fn a_deadlock_is_reported_although_destructors_would_block_or_panic() {
    let failure = failure(|| {
        let (jobs, inbox) = mpsc::channel::<()>();
        let mut worker = Some(thread::spawn(move || while inbox.recv().is_ok() {}));
        let _pool = OnDrop(|| {
            jobs.send(()).unwrap();
            worker.take().unwrap().join().unwrap();
        });
        park_forever();
    });
    assert_eq!(failure.kind, FailureKind::Deadlock);
}

#[test]
fn a_deadlock_is_reported_although_a_destructor_would_spawn_or_deadlock() {
    for action in [|| thread::spawn(|| ()).join().unwrap(), || thread::scope(|_| ())] {
        let failure = failure(|| {
            let _last = OnDrop(action);
            park_forever();
        });
        assert_eq!(failure.kind, FailureKind::Deadlock);
    }
    let failure = failure(|| {
        let coins = Mutex::new(0);
        let _guard = coins.lock().unwrap();
        let _pay = OnDrop(|| *coins.lock().unwrap() += 1);
        park_forever();
    });
    assert_eq!(failure.kind, FailureKind::Deadlock);
}

#[test]
fn a_thread_local_of_a_blocked_thread_is_not_reused() {
    interleave::thread_local!(static STARTED: Cell<bool> = const { Cell::new(false) });
    assert_blocks_here!(|| {
        assert!(!STARTED.replace(true));
        let _last = OnDrop(|| {
            thread::park(); // here
        });
        panic!("the reason");
    });
}

#[test]
fn a_thread_that_blocks_after_a_caught_panic_is_not_in_a_destructor() {
    let failure = failure(|| {
        let coins = Mutex::new(0);
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _locks = OnDrop(|| _ = coins.lock());
            panic!("caught");
        }));
        assert!(caught.is_err());
        park_forever();
    });
    let report = failure.to_string();
    assert_eq!(failure.kind, FailureKind::Deadlock);
    assert!(
        report.contains("panic: caught") && report.contains("no thread unparks it"),
        "{report}"
    );
    assert!(!report.contains("while it unwinds"), "{report}");
}
