//! Deadlocks, livelocks, and programs that look like them.

use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::sync::{Arc, Condvar, Mutex, OnceLock, RwLock, mpsc};
use interleave::thread;
use interleave::time::Duration;
use interleave::{Explorer, FailureKind};

#[test]
fn a_deadlock_is_reported_although_the_body_catches_the_unwinding() {
    let failure = Explorer::new()
        .check(|| {
            let lock = Mutex::new(());
            let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                let _first = lock.lock().unwrap();
                let _second = lock.lock().unwrap();
            }));
            assert!(caught.is_err());
            thread::scope(|scope| {
                scope.spawn(|| drop(lock.lock()));
            });
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::Deadlock);
}

#[test]
fn repeated_locking_of_unit_data_is_not_polling() {
    let coverage = Explorer::new()
        .check(|| {
            let forks = [Mutex::new(()), Mutex::new(())];
            thread::scope(|scope| {
                let _other = forks[1].lock().unwrap();
                scope.spawn(|| drop(forks[1].lock()));
                for _ in 0..30 {
                    let _guard = forks[0].lock().unwrap();
                    thread::sleep(Duration::from_millis(1));
                }
            });
        })
        .unwrap();
    assert_eq!((coverage.is_complete(), coverage.executions), (true, 1));
}

#[test]
fn two_threads_that_poll_each_other_forever_are_a_livelock() {
    let failure = Explorer::new()
        .check(|| {
            let (left, right) = (AtomicUsize::new(1), AtomicUsize::new(1));
            thread::scope(|scope| {
                for flag in [&left, &right] {
                    scope.spawn(|| {
                        while flag.load(SeqCst) == 1 {
                            thread::yield_now();
                        }
                    });
                }
            });
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::Livelock);
}

#[test]
fn a_thread_that_polls_two_flags_continues_when_one_changes() {
    let coverage = Explorer::new()
        .exhaustive()
        .check(|| {
            let flags = [AtomicUsize::new(0), AtomicUsize::new(0)];
            thread::scope(|scope| {
                scope.spawn(|| {
                    while flags[0].load(SeqCst) == 0 && flags[1].load(SeqCst) == 0 {}
                    flags[0].store(1, SeqCst);
                });
                flags[1].store(1, SeqCst);
            });
        })
        .unwrap();
    assert!(coverage.is_complete());
}

#[test]
fn polling_a_lock_or_a_full_channel_forever_is_a_livelock() {
    let kind = |polls: fn()| Explorer::new().check(polls).unwrap_err().kind;
    let lock = || {
        let open = Mutex::new(false);
        while !*open.lock().unwrap() {}
    };
    let try_lock = || {
        let open = Mutex::new(false);
        while !open.try_lock().is_ok_and(|open| *open) {}
    };
    let try_send = || {
        let (sender, receiver) = mpsc::sync_channel(1);
        sender.send(1).unwrap();
        receiver.recv().unwrap();
        while sender.try_send(2).is_ok() {}
        while sender.try_send(3).is_err() {}
    };
    let read = || {
        let open = RwLock::new(0_u8);
        while *open.read().unwrap() == 0 {}
    };
    let kinds = [lock, read, try_lock, try_send].map(kind);
    assert_eq!(kinds, [FailureKind::Livelock; 4]);
}

/// Asserts that the threads that `leave` leaves behind are deadlocked.
#[track_caller]
fn assert_deadlock(leave: impl Fn()) {
    let failure = Explorer::new().check(leave).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Deadlock);
}

fn park_forever() {
    loop {
        thread::park();
    }
}

#[test]
fn threads_may_stay_blocked_but_not_deadlock_each_other() {
    assert!(Explorer::new().check(|| drop(thread::spawn(park_forever))).is_ok());
    assert_deadlock(|| {
        thread::spawn(|| thread::spawn(park_forever).join());
    });
    assert_deadlock(|| {
        let forks = Arc::new([Mutex::new(()), Mutex::new(())]);
        for at in [0, 1] {
            let forks = Arc::clone(&forks);
            thread::spawn(move || {
                let _first = forks[at].lock().unwrap();
                drop(forks[1 - at].lock());
            });
        }
    });
    assert_deadlock(|| {
        thread::spawn(|| {
            let pair = Arc::new((Mutex::new(false), Condvar::new()));
            let mut ready = pair.0.lock().unwrap();
            let other = Arc::clone(&pair);
            thread::spawn(move || {
                *other.0.lock().unwrap() = true;
                let _kept = other.0.lock().unwrap();
                other.1.notify_one();
                park_forever();
            });
            while !*ready {
                ready = pair.1.wait(ready).unwrap();
            }
        });
    });
}

#[test]
fn a_thread_blocked_on_an_initializer_is_reported_with_the_initializing_thread() {
    let failure = Explorer::new()
        .check(|| {
            let cell = OnceLock::new();
            thread::scope(|scope| {
                scope.spawn(|| cell.get_or_init(park_forever));
                scope.spawn(|| cell.get_or_init(|| ()));
            });
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::Deadlock);
    let report = failure.to_string().replace('\n', " ");
    assert!(report.contains("for `cell`, which thread-1 is initializing."), "{failure}");
}

#[test]
fn polling_ends_when_the_flag_is_set_and_is_otherwise_a_livelock() {
    let coverage = Explorer::new()
        .check(|| {
            let flag = AtomicUsize::new(0);
            thread::scope(|scope| {
                scope.spawn(|| flag.store(1, SeqCst));
                while flag.load(SeqCst) == 0 {
                    thread::yield_now();
                }
            });
        })
        .unwrap();
    assert!(coverage.is_complete(), "{coverage}");
    let failure = Explorer::new()
        .check(|| {
            let flag = AtomicUsize::new(0);
            while flag.load(SeqCst) == 0 {}
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::Livelock);
    let coverage = Explorer::new()
        .check(|| {
            let flag = AtomicUsize::new(0);
            thread::spawn(|| {}).join().unwrap();
            for _ in 0..100 {
                if flag.load(SeqCst) == 1 {
                    return;
                }
            }
        })
        .unwrap();
    assert!(coverage.is_complete(), "no other thread is waiting: {coverage}");
    let coverage = Explorer::new()
        .check(|| {
            let flag = AtomicUsize::new(0);
            thread::scope(|scope| {
                scope.spawn(|| flag.store(1, SeqCst));
                for _ in 0..100 {
                    if flag.load(SeqCst) == 1 {
                        return;
                    }
                }
            });
        })
        .unwrap();
    assert!(coverage.is_complete(), "it sees the store in time: {coverage}");
    let coverage = Explorer::new()
        .check(|| {
            let (flag, done) = (AtomicUsize::new(0), Mutex::new(()));
            thread::scope(|scope| {
                let held = done.lock().unwrap();
                scope.spawn(|| drop(done.lock().unwrap()));
                for _ in 0..3_000 {
                    if flag.load(SeqCst) == 1 {
                        return;
                    }
                }
                drop(held);
            });
        })
        .unwrap();
    assert!(!coverage.is_complete(), "a loop of many iterations is cut short: {coverage}");
}

#[test]
fn a_lock_order_that_changes_between_runs_is_nondeterminism() {
    let runs = std::cell::Cell::new(0);
    let failure = Explorer::new()
        .check(|| {
            runs.set(runs.get() + 1);
            let (left, right) = (Mutex::new(0), Mutex::new(0));
            let odd = runs.get() % 2 == 1;
            thread::scope(|scope| {
                for _ in 0..2 {
                    scope.spawn(|| {
                        *if odd { &left } else { &right }.lock().unwrap() += 1;
                        if odd {
                            *right.lock().unwrap() += 1;
                        }
                    });
                }
            });
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::Nondeterminism, "{failure}");
}

#[test]
fn a_loop_that_only_sleeps_or_yields_never_ends() {
    let sleeps = || loop {
        thread::sleep(Duration::from_millis(1));
    };
    let failure = Explorer::new().check(sleeps).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Livelock);
    assert_eq!(failure.message, "livelock: main repeats a loop in which nothing changes");
    let two_yield = || {
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    loop {
                        thread::yield_now();
                    }
                });
            }
        });
    };
    let failure = Explorer::new().check(two_yield).unwrap_err();
    assert_eq!(
        failure.message,
        "livelock: thread-1 and thread-2 repeat loops in which nothing changes"
    );
    let beside_a_timeout = || {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            sender.send(()).unwrap();
            thread::park_timeout(Duration::from_secs(1));
        });
        receiver.recv().unwrap();
        loop {
            thread::sleep(Duration::from_millis(1));
        }
    };
    let failure = Explorer::new().check(beside_a_timeout).unwrap_err();
    assert_eq!(failure.message, "livelock: main repeats a loop in which nothing changes");
}

#[test]
fn two_threads_that_poll_for_each_other_take_turns_in_a_bounded_search() {
    let body = || {
        let (rounds, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                while rounds.load(SeqCst) < 50 {}
                done.store(1, SeqCst);
            });
            while done.load(SeqCst) == 0 {
                rounds.fetch_add(1, SeqCst);
            }
        });
    };
    // Without turns, one of them polls until the execution is too long.
    for bound in 0..=1 {
        assert!(Explorer::new().max_preemptions(bound).check(body).is_ok(), "{bound}");
    }
}
