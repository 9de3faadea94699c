//! Locks and one-time initialization.

use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::sync::{LazyLock, Mutex, Once, OnceLock, RwLock};
use interleave::thread;
use interleave::{Explorer, FailureKind};

use super::{explore, set};

#[test]
fn readers_overlap_and_writers_do_not() {
    let (outcomes, _) = explore(|| {
        let inside = AtomicUsize::new(0);
        let lock = RwLock::new(());
        let together = thread::scope(|scope| {
            let reader = || {
                let _guard = lock.read().unwrap();
                let before = inside.fetch_add(1, SeqCst);
                inside.fetch_sub(1, SeqCst);
                before
            };
            let one = scope.spawn(reader);
            let other = scope.spawn(reader);
            one.join().unwrap() + other.join().unwrap()
        });
        assert!(lock.try_write().is_ok());
        together
    });
    assert_eq!(outcomes, set(&[0, 1]));
    let (outcomes, coverage) = explore(|| {
        let lock = RwLock::new(0);
        thread::scope(|scope| {
            scope.spawn(|| *lock.write().unwrap() += 1);
            scope.spawn(|| *lock.write().unwrap() *= 2);
            *lock.read().unwrap()
        })
    });
    assert_eq!((outcomes, coverage.executions), (set(&[0, 1, 2]), 6));
}

#[test]
fn readers_alone_have_one_execution() {
    let (_, coverage) = explore(|| {
        let lock = RwLock::new(0);
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| drop(lock.read().unwrap()));
            }
        });
    });
    assert_eq!(coverage.executions, 1);
}

#[test]
fn try_lock_sees_the_lock_held_and_free() {
    let (outcomes, _) = explore(|| {
        let lock = Mutex::new(());
        let flag = AtomicUsize::new(0);
        thread::scope(|scope| {
            scope.spawn(|| {
                let _guard = lock.lock().unwrap();
                flag.store(1, SeqCst);
            });
            (flag.load(SeqCst), lock.try_lock().is_ok())
        })
    });
    // The store is visible while its thread holds the lock and after it has released it.
    assert_eq!(outcomes, set(&[(0, false), (0, true), (1, false), (1, true)]));
}

#[test]
fn try_write_fails_while_a_read_lock_is_held() {
    let (outcomes, _) = explore(|| {
        let lock = RwLock::new(());
        thread::scope(|scope| {
            scope.spawn(|| drop(lock.read().unwrap()));
            let alone = lock.try_write().is_ok();
            (alone, lock.try_read().is_ok())
        })
    });
    assert_eq!(outcomes, set(&[(false, true), (true, true)]));
}

#[test]
fn initializers_run_once_and_other_threads_wait_for_them() {
    let (outcomes, _) = explore(|| {
        let runs = AtomicUsize::new(0);
        let (once, cell) = (Once::new(), OnceLock::new());
        thread::scope(|scope| {
            for id in 0..2 {
                let (once, cell, runs) = (&once, &cell, &runs);
                scope.spawn(move || {
                    once.call_once(|| {
                        runs.fetch_add(1, SeqCst);
                    });
                    assert_eq!(runs.load(SeqCst), 1);
                    cell.get_or_init(|| id);
                });
            }
        });
        assert!(once.is_completed());
        *cell.get().unwrap()
    });
    assert_eq!(outcomes, set(&[0, 1]));
    static LAZY: LazyLock<usize> = LazyLock::new(|| 5);
    assert_eq!(*LAZY, 5);
}

#[test]
fn get_returns_none_while_the_initializer_runs() {
    let (outcomes, _) = explore(|| {
        let cell = OnceLock::new();
        let flag = AtomicUsize::new(0);
        thread::scope(|scope| {
            scope.spawn(|| {
                cell.get_or_init(|| {
                    flag.store(1, SeqCst);
                    9
                });
            });
            (flag.load(SeqCst), cell.get().copied())
        })
    });
    assert_eq!(outcomes, set(&[(0, None), (0, Some(9)), (1, None), (1, Some(9))]));
}

#[test]
fn a_lock_order_inversion_deadlocks() {
    let failure = Explorer::new()
        .check(|| {
            let (left, right) = (Mutex::new(()), Mutex::new(()));
            thread::scope(|scope| {
                scope.spawn(|| {
                    let _left = left.lock().unwrap();
                    let _right = right.lock().unwrap();
                });
                scope.spawn(|| {
                    let _right = right.lock().unwrap();
                    let _left = left.lock().unwrap();
                });
            });
        })
        .unwrap_err();
    assert_eq!((failure.kind, failure.execution.preemptions), (FailureKind::Deadlock, 1));
}

#[test]
fn is_poisoned_is_explored_before_and_after_a_panic() {
    let (outcomes, _) = explore(|| {
        let (mutex, shelf) = (Mutex::new(0), RwLock::new(0));
        thread::scope(|scope| {
            let other = scope.spawn(|| {
                let _guards = (mutex.lock().unwrap(), shelf.write().unwrap());
                panic!("poison");
            });
            let seen = (mutex.is_poisoned(), shelf.is_poisoned());
            assert!(other.join().is_err());
            mutex.clear_poison();
            (seen, mutex.is_poisoned(), shelf.is_poisoned())
        })
    });
    // The tuple drops the guard of the mutex first.
    let seen = [(false, false), (true, false), (false, true), (true, true)];
    assert_eq!(outcomes, set(&seen.map(|seen| (seen, false, true))));
}
