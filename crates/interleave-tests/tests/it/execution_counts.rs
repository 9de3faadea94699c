//! Counts of executions equal theory: one for each order of dependent operations.

use interleave::sync::atomic::Ordering::{self, Relaxed, Release, SeqCst};
use interleave::sync::atomic::{AtomicUsize, fence};
use interleave::sync::{Condvar, Mutex, OnceLock};
use interleave::{Explorer, thread};

fn factorial(n: u64) -> u64 {
    (1..=n).product()
}

#[test]
fn threads_acquire_a_lock_in_every_order_once() {
    for threads in 1..=5 {
        let coverage = Explorer::new()
            .check(|| {
                let lock = Mutex::new(0);
                thread::scope(|scope| {
                    for _ in 0..threads {
                        scope.spawn(|| *lock.lock().unwrap() += 1);
                    }
                });
                assert_eq!(*lock.lock().unwrap(), threads);
            })
            .unwrap();
        assert_eq!((coverage.executions, coverage.redundant), (factorial(threads), 0));
    }
}

#[test]
fn seqcst_stores_have_one_execution_per_order_of_each_cell() {
    for (threads, cells) in [(1, 3), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (3, 3), (4, 1)] {
        let coverage = Explorer::new()
            .check(|| {
                let cells: Vec<_> = (0..cells).map(|_| AtomicUsize::new(0)).collect();
                thread::scope(|scope| {
                    for thread in 0..threads {
                        let cells = &cells;
                        scope.spawn(move || {
                            for cell in cells {
                                cell.store(thread + 1, SeqCst);
                            }
                        });
                    }
                });
            })
            .unwrap();
        assert_eq!(
            coverage.executions,
            factorial(threads as u64).pow(cells),
            "{threads} × {cells}"
        );
    }
}

/// The executions, and the redundant ones, of threads that each store to all cells in turn.
fn stores(threads: usize, cells: usize, order: Ordering) -> (u64, u64) {
    let body = || {
        let cells: Vec<_> = (0..cells).map(|_| AtomicUsize::new(0)).collect();
        thread::scope(|scope| {
            for thread in 0..threads {
                let cells = &cells;
                scope.spawn(move || cells.iter().for_each(|cell| cell.store(thread + 1, order)));
            }
        });
    };
    let coverage = Explorer::new().check(body).unwrap();
    (coverage.executions, coverage.redundant)
}

#[test]
fn weaker_stores_have_one_execution_per_order_of_each_cell() {
    for (threads, cells) in [(2, 1), (2, 2), (3, 1), (3, 2), (4, 1)] {
        let orders = factorial(threads as u64).pow(cells as u32);
        for order in [Relaxed, Release] {
            assert_eq!(stores(threads, cells, order), (orders, 0), "{threads} × {cells} {order:?}");
        }
    }
}

#[test]
fn relaxed_operations_ordered_by_a_lock_add_no_executions() {
    for threads in 1..=4 {
        let body = || {
            let (lock, count) = (Mutex::new(()), AtomicUsize::new(0));
            thread::scope(|scope| {
                for _ in 0..threads {
                    scope.spawn(|| {
                        let _guard = lock.lock().unwrap();
                        count.store(count.load(Relaxed) + 1, Relaxed);
                    });
                }
            });
            assert_eq!(count.load(Relaxed), threads);
        };
        let coverage = Explorer::new().check(body).unwrap();
        assert_eq!((coverage.executions, coverage.redundant), (factorial(threads as u64), 0));
    }
}

#[test]
fn seqcst_operations_have_no_more_executions_beside_relaxed_ones() {
    let executions = |is_weak: bool| {
        let body = || {
            if is_weak {
                AtomicUsize::new(0).load(Relaxed);
                fence(SeqCst);
            }
            let [x, y] = [0, 1].map(AtomicUsize::new);
            thread::scope(|scope| {
                scope.spawn(|| {
                    x.store(1, SeqCst);
                    y.load(SeqCst) + y.fetch_add(1, SeqCst)
                });
                scope.spawn(|| {
                    y.store(2, SeqCst);
                    x.load(SeqCst)
                });
                let _ = x.compare_exchange(1, 2, SeqCst, SeqCst);
            });
        };
        let coverage = Explorer::new().check(body).unwrap();
        (coverage.executions, coverage.redundant)
    };
    assert_eq!(executions(true), executions(false));
}

#[test]
fn a_lost_update_is_found_on_the_second_execution() {
    let failure = Explorer::new()
        .check(|| {
            let count = AtomicUsize::new(0);
            thread::scope(|scope| {
                for _ in 0..2 {
                    scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
                }
            });
            assert_eq!(count.load(SeqCst), 2);
        })
        .unwrap_err();
    assert_eq!(failure.coverage.executions, 2);
}

/// The notifying thread holds the lock, so the waiter cannot relock it before the notification.
#[test]
fn orders_that_a_notification_rules_out_are_not_explored() {
    let found = Explorer::new().outcomes_with_failures(|| {
        let (lock, condvar, till) = (Mutex::new(()), Condvar::new(), Mutex::new(0));
        let pay = || *till.lock().unwrap() += 1;
        thread::scope(|scope| {
            let waiter = scope.spawn(|| {
                pay();
                let _again = condvar.wait(lock.lock().unwrap());
            });
            scope.spawn(pay);
            let _held = lock.lock().unwrap();
            condvar.notify_one();
            waiter.join().unwrap();
        });
    });
    assert_eq!(
        found.outcomes,
        [None, Some(())].into(),
        "a deadlock, unless the waiter wakes spuriously before"
    );
    assert_eq!((found.coverage.executions, found.coverage.redundant), (8, 0));
}

#[test]
fn random_schedules_are_repeatable_and_never_complete() {
    let explore = |schedules| {
        let outcomes = Explorer::new()
            .random(schedules)
            .outcomes(|| {
                let cell = AtomicUsize::new(0);
                thread::scope(|scope| {
                    for thread in 1..4 {
                        let cell = &cell;
                        scope.spawn(move || cell.store(cell.load(SeqCst) * 4 + thread, SeqCst));
                    }
                });
                cell.load(SeqCst)
            })
            .unwrap();
        assert!(!outcomes.coverage.is_complete());
        assert_eq!(outcomes.coverage.executions, schedules);
        outcomes.seen.into_keys().collect::<Vec<_>>()
    };
    assert_eq!(explore(5), explore(5));
    assert!(explore(1).len() == 1 && explore(100).len() > 5);
}

#[test]
fn without_a_fallback_the_search_stops_at_its_limit() {
    let coverage = Explorer::new()
        .no_fallback_after(10)
        .check(|| {
            let lock = Mutex::new(0);
            thread::scope(|scope| {
                for _ in 0..5 {
                    scope.spawn(|| *lock.lock().unwrap() += 1);
                }
            });
        })
        .unwrap();
    assert_eq!(coverage.to_string(), "abandoned after 10 executions");
    assert!(!coverage.is_complete());
}

#[test]
fn initialized_once_locks_are_only_read() {
    let found = Explorer::new().check(|| {
        let cell = OnceLock::from(1);
        let initialized = OnceLock::new();
        initialized.get_or_init(|| 2);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| cell.get_or_init(|| 3) + initialized.get_or_init(|| 4));
            }
        });
    });
    assert_eq!(found.unwrap().executions, 1);
}

/// GenMC's `lastzero`: each of `n - 1` threads increments the cell before its own, and another one
/// searches for the last zero, and calls `found` with its place.
fn last_zero(n: usize, found: impl Fn(usize) + Sync) -> interleave::Coverage {
    let check = || {
        let cells: Vec<_> = (0..n).map(|_| AtomicUsize::new(0)).collect();
        thread::scope(|scope| {
            scope.spawn(|| found((0..n).rev().find(|at| cells[*at].load(SeqCst) == 0).unwrap()));
            for at in 1..n {
                let cells = &cells;
                scope.spawn(move || cells[at].store(cells[at - 1].load(SeqCst) + 1, SeqCst));
            }
        });
    };
    Explorer::new().check(check).unwrap()
}

#[test]
fn redundant_executions_make_a_search_of_atomics_start_over() {
    let coverage = last_zero(6, |_| ());
    assert_eq!((coverage.executions, coverage.redundant), (64, 0));
}

/// Of some places, the search that is only for atomics has begun when the lock is taken.
#[test]
fn a_late_lock_makes_the_search_start_over() {
    for place in 0..6 {
        let lock = Mutex::new(());
        let coverage = last_zero(6, |at| {
            if at == place {
                drop(lock.lock());
            }
        });
        assert_eq!((place, coverage.executions, coverage.redundant), (place, 64, 15));
    }
}
