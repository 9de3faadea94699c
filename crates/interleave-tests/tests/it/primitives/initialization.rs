//! `Once`, `OnceLock` and `LazyLock`: what a thread acquires that finds them initialized, and waits
//! that end or do not.

use std::collections::BTreeSet;

use interleave::sync::atomic::AtomicU32;
use interleave::sync::atomic::Ordering::{self, Acquire, Relaxed, Release};
use interleave::sync::{LazyLock, Once, OnceLock};
use interleave::{Explorer, FailureKind, thread};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{explore, set};

/// What a thread reads that has found the initialization complete, if it has: the initializer
/// writes 1 and then 2 with relaxed stores.
fn read_after<C: Sync>(
    new: fn() -> C,
    init: impl Fn(&C, &dyn Fn()) + Sync,
    done: impl Fn(&C) -> bool + Sync,
) {
    let (outcomes, coverage) = explore(|| {
        let (cell, data) = (new(), AtomicU32::new(0));
        thread::scope(|scope| {
            let reader = scope.spawn(|| done(&cell).then(|| data.load(Relaxed)));
            init(&cell, &|| {
                data.store(1, Relaxed);
                data.store(2, Relaxed);
            });
            reader.join().unwrap()
        })
    });
    assert!(outcomes.contains(&Some(Some(2))));
    assert!(outcomes.iter().all(|seen| matches!(seen, Some(None | Some(2)))), "{outcomes:?}");
    assert!(coverage.is_complete(), "{coverage}");
}

#[test]
fn finding_a_once_completed_acquires() {
    let init = |once: &Once, init: &dyn Fn()| once.call_once(init);
    read_after(Once::new, init, Once::is_completed);
    read_after(Once::new, init, |once| {
        once.wait();
        true
    });
    read_after(Once::new, init, |once| {
        once.wait_force();
        true
    });
    read_after(Once::new, init, |once| {
        let mut ran = false;
        once.call_once(|| ran = true);
        !ran
    });
}

#[test]
fn finding_a_once_lock_initialized_acquires() {
    let init = |cell: &OnceLock<()>, init: &dyn Fn()| *cell.get_or_init(init);
    read_after(OnceLock::new, init, |cell| cell.get().is_some());
    read_after(OnceLock::new, init, |cell| {
        cell.wait();
        true
    });
    read_after(OnceLock::new, init, |cell| cell.clone().into_inner().is_some());
    read_after(OnceLock::new, init, |cell| *cell == OnceLock::from(()));
    read_after(OnceLock::new, init, |cell| cell.set(()).is_err());
    let set = |cell: &OnceLock<()>, init: &dyn Fn()| {
        init();
        cell.set(()).unwrap();
    };
    read_after(OnceLock::new, set, |cell| cell.get().is_some());
}

#[test]
fn finding_a_lazy_lock_initialized_acquires() {
    let (outcomes, coverage) = explore(|| {
        let data = AtomicU32::new(0);
        let lazy = LazyLock::new(|| {
            data.store(1, Relaxed);
            data.store(2, Relaxed);
        });
        thread::scope(|scope| {
            let reader = scope.spawn(|| LazyLock::get(&lazy).map(|()| data.load(Relaxed)));
            LazyLock::force(&lazy);
            reader.join().unwrap()
        })
    });
    assert_eq!(outcomes, set(&[None, Some(2)]));
    assert!(coverage.is_complete(), "{coverage}");
}

#[test]
fn an_uninitialized_cell_acquires_nothing() {
    let (outcomes, _) = explore(|| {
        let (cell, data) = (OnceLock::new(), AtomicU32::new(0));
        thread::scope(|scope| {
            let reader = scope.spawn(|| cell.get().is_none().then(|| data.load(Relaxed)));
            data.store(1, Relaxed);
            cell.set(()).unwrap();
            reader.join().unwrap()
        })
    });
    assert_eq!(outcomes, set(&[None, Some(0), Some(1)]));
}

#[test]
fn a_wait_for_an_initialization_that_never_comes_is_a_deadlock() {
    let waits: [fn(); 3] =
        [|| Once::new().wait(), || Once::new().wait_force(), || _ = OnceLock::<u32>::new().wait()];
    for (at, wait) in waits.into_iter().enumerate() {
        let in_scope = || {
            thread::scope(|scope| _ = scope.spawn(wait));
        };
        let failure = Explorer::new().check(in_scope).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Deadlock, "wait {at}: {failure}");
        assert_eq!(failure.coverage.executions, 1, "wait {at}");
        let report = failure.to_string().replace('\n', " ");
        assert!(report.contains("no thread initializes it"), "{failure}");
        let detached = || drop(thread::spawn(wait));
        assert!(Explorer::new().check(detached).is_ok(), "wait {at}");
        let failure = Explorer::new().deny_blocked_threads().check(detached).unwrap_err();
        assert_eq!(failure.kind, FailureKind::BlockedThreads, "wait {at}: {failure}");
    }
}

#[test]
fn a_wait_for_an_initializer_that_never_returns_is_a_deadlock() {
    let failure = Explorer::new()
        .check(|| {
            let cell = OnceLock::new();
            thread::scope(|scope| {
                scope.spawn(|| {
                    cell.get_or_init(|| {
                        loop {
                            thread::park()
                        }
                    })
                });
                scope.spawn(|| _ = cell.wait());
            });
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::Deadlock, "{failure}");
    let report = failure.to_string().replace('\n', " ");
    assert!(report.contains("which thread-1 is initializing"), "{failure}");
}

#[test]
fn a_waiting_thread_finds_the_panic_or_the_second_initialization() {
    let wait = |wait: fn(&Once)| {
        explore(move || {
            let once = Once::new();
            thread::scope(|scope| {
                let waiter = scope.spawn(|| wait(&once));
                _ = catch_unwind(AssertUnwindSafe(|| once.call_once(|| panic!("no"))));
                once.call_once_force(|state| assert!(state.is_poisoned()));
                waiter.join().is_ok()
            })
        })
    };
    let (outcomes, coverage) = wait(Once::wait);
    assert_eq!(outcomes, set(&[false, true]));
    assert!(coverage.is_complete(), "{coverage}");
    let (outcomes, coverage) = wait(Once::wait_force);
    assert_eq!(outcomes, set(&[true]));
    assert!(coverage.is_complete(), "{coverage}");
}

/// What a check of a cell finds after a flag with these orderings says that it was initialized. With a relay, a third
/// thread passes the flag on.
fn find_after_a_flag((store, load): (Ordering, Ordering), is_relayed: bool) -> Option<bool> {
    let cell = OnceLock::new();
    let [flag, relay] = [(); 2].map(|()| AtomicU32::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            cell.set(()).unwrap();
            flag.store(1, store);
        });
        if is_relayed {
            scope.spawn(|| relay.store(flag.load(Relaxed), Relaxed));
        }
        let last = if is_relayed { &relay } else { &flag };
        (last.load(load) == 1).then(|| cell.get().is_some())
    })
}

#[test]
fn an_initialization_that_only_a_relaxed_flag_announces_can_be_missed() {
    let pairs = [(Release, Relaxed), (Relaxed, Acquire), (Relaxed, Relaxed)];
    let weak = pairs.map(|orderings| (orderings, false, true));
    let strong = ((Release, Acquire), false, false);
    let relayed = ((Release, Acquire), true, true);
    for (orderings, is_relayed, is_missed) in weak.into_iter().chain([strong, relayed]) {
        let (found, coverage) = explore(|| find_after_a_flag(orderings, is_relayed));
        let mut expected = set(&[None, Some(true)]);
        expected.extend(is_missed.then_some(Some(Some(false))));
        assert_eq!(found, expected, "{orderings:?}, relayed: {is_relayed}");
        assert!(coverage.is_complete(), "{coverage}");
    }
}

#[test]
fn an_initialization_is_missed_twice_at_most_and_then_found() {
    let outcomes = Explorer::new().outcomes(|| {
        let (cell, flag) = (OnceLock::new(), AtomicU32::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                cell.set(()).unwrap();
                flag.store(1, Relaxed);
            });
            (flag.load(Relaxed) == 1).then(|| [(); 4].map(|()| cell.get().is_some()))
        })
    });
    let outcomes = outcomes.unwrap();
    let found: BTreeSet<_> = outcomes.seen.into_keys().flatten().collect();
    let missed = |times: usize| [0, 1, 2, 3].map(|check| check >= times);
    assert_eq!(found, [0, 1, 2].map(missed).into());
    assert!(!outcomes.coverage.is_complete(), "{}", outcomes.coverage);
}

#[test]
fn an_attempt_to_initialize_again_misses_nothing() {
    let (found, coverage) = explore(|| {
        let (cell, flag) = (OnceLock::new(), AtomicU32::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                cell.set(()).unwrap();
                flag.store(1, Relaxed);
            });
            (flag.load(Relaxed) == 1).then(|| cell.set(()).is_err())
        })
    });
    assert_eq!(found, set(&[None, Some(true)]));
    assert!(coverage.is_complete(), "{coverage}");
}

#[test]
fn a_report_shows_that_an_initializer_has_panicked() {
    let report = |body: fn()| Explorer::new().check(body).unwrap_err().to_string();
    let of_once = report(|| {
        let once = Once::new();
        let _ = catch_unwind(AssertUnwindSafe(|| once.call_once(|| panic!("no network"))));
        assert!(once.is_completed());
    });
    let of_cell = report(|| {
        let cell = OnceLock::<u32>::new();
        let _ = catch_unwind(AssertUnwindSafe(|| *cell.get_or_init(|| panic!("no network"))));
        assert!(cell.get().is_some());
    });
    for report in [of_once, of_cell] {
        assert!(report.contains(": the initializer has panicked"), "{report}");
        assert!(!report.contains(" is initialized"), "{report}");
    }
}

#[test]
fn a_check_sees_the_initialization_first_and_misses_it_then() {
    let failure = Explorer::new()
        .check(|| {
            let (cell, flag) = (OnceLock::new(), AtomicU32::new(0));
            thread::scope(|scope| {
                scope.spawn(|| {
                    cell.set(1).unwrap();
                    flag.store(1, Relaxed);
                });
                thread::yield_now();
                if flag.load(Relaxed) == 1 {
                    assert!(cell.get().is_some());
                }
            });
        })
        .unwrap_err();
    // The second result of the check, as the schedule says.
    assert_eq!(failure.execution.schedule.to_string(), "1x3.0x2.0v1.0", "{failure}");
}
