//! Each primitive under every interleaving: what can happen does, and nothing else.

use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::sync::{Arc, Barrier, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock, mpsc};
use interleave::thread;
use interleave::time::{Duration, Instant};
use interleave::{Coverage, Explorer, FailureKind};
use std::collections::BTreeSet;

/// The outcomes of the complete search, which are those of plain exhaustive search.
fn survey<T: Ord + std::fmt::Debug + Clone>(
    body: impl Fn() -> T,
) -> (BTreeSet<Option<T>>, Coverage) {
    let reduced = Explorer::new().survey(&body);
    let plain = Explorer::new().exhaustive().executions(500_000).survey(&body);
    assert_eq!(plain.coverage.bound, None, "the plain search ends");
    assert_eq!(reduced.outcomes, plain.outcomes);
    assert!(reduced.coverage.executions <= plain.coverage.executions);
    (reduced.outcomes, reduced.coverage)
}

fn set<T: Ord + Clone>(outcomes: &[T]) -> BTreeSet<Option<T>> {
    outcomes.iter().cloned().map(Some).collect()
}

#[test]
fn readers_overlap_and_writers_do_not() {
    let (outcomes, _) = survey(|| {
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
    let (outcomes, coverage) = survey(|| {
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
    let (_, coverage) = survey(|| {
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
    let (outcomes, _) = survey(|| {
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
    // The store can be seen while its thread still holds the lock, and after it let go.
    assert_eq!(outcomes, set(&[(0, false), (0, true), (1, false), (1, true)]));
}

#[test]
fn try_write_fails_while_a_reader_is_inside() {
    let (outcomes, _) = survey(|| {
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
fn a_condvar_wakes_by_notification_and_for_no_reason() {
    let (outcomes, _) = survey(|| {
        let pair = (Mutex::new(false), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                *pair.0.lock().unwrap() = true;
                pair.1.notify_one();
            });
            let mut ready = pair.0.lock().unwrap();
            if !*ready {
                ready = pair.1.wait(ready).unwrap();
            }
            *ready
        })
    });
    assert_eq!(outcomes, set(&[false, true]), "`if` in place of `while` is found out");
    let (outcomes, _) = survey(|| {
        let pair = (Mutex::new(false), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                *pair.0.lock().unwrap() = true;
                pair.1.notify_one();
            });
            let ready = pair.1.wait_while(pair.0.lock().unwrap(), |ready| !*ready).unwrap();
            *ready
        })
    });
    assert_eq!(outcomes, set(&[true]));
}

#[test]
fn a_notification_that_comes_too_early_is_lost() {
    let (outcomes, _) = survey(|| {
        let pair = (Mutex::new(()), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| pair.1.notify_one());
            // Two waits: a thread wakes for no reason once at most.
            let guard = pair.1.wait(pair.0.lock().unwrap()).unwrap();
            drop(pair.1.wait(guard).unwrap());
        });
    });
    assert_eq!(outcomes, BTreeSet::from([None, Some(())]));
}

#[test]
fn nobody_can_rely_on_a_spurious_wakeup() {
    let wait = || {
        let pair = (Mutex::new(()), Condvar::new());
        drop(pair.1.wait(pair.0.lock().unwrap()).unwrap());
    };
    assert_eq!(Explorer::new().check(wait).unwrap_err().kind, FailureKind::Deadlock);
    assert_eq!(Explorer::new().check(|| thread::park()).unwrap_err().kind, FailureKind::Deadlock);
    let (outcomes, _) = survey(wait);
    assert_eq!(outcomes, BTreeSet::from([None, Some(())]));
    // Who is left behind may still wake for no reason, and what it does then counts.
    let failure = Explorer::new()
        .check(|| {
            thread::spawn(|| {
                thread::park();
                panic!("woken for no reason");
            });
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::Panic);
}

#[test]
fn a_deadlock_is_one_also_where_the_body_catches_what_unwinds() {
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
fn to_take_a_lock_that_guards_nothing_is_not_to_wait_by_looking() {
    let coverage = Explorer::new()
        .check(|| {
            let forks = [Mutex::new(()), Mutex::new(())];
            thread::scope(|scope| {
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
fn two_threads_that_look_at_each_other_for_ever_are_told() {
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
fn notify_one_may_wake_any_waiter() {
    let (outcomes, _) = survey(|| {
        let state = (Mutex::new((0, 0)), Condvar::new());
        thread::scope(|scope| {
            let waiter = |me: usize| {
                let state = &state;
                move || {
                    let mut guard = state.0.lock().unwrap();
                    guard.0 += 1;
                    while guard.1 == 0 {
                        guard = state.1.wait(guard).unwrap();
                    }
                    if guard.1 < 10 {
                        guard.1 = me * 10;
                    }
                    state.1.notify_all();
                }
            };
            scope.spawn(waiter(1));
            scope.spawn(waiter(2));
            scope.spawn(|| {
                let mut guard = state.0.lock().unwrap();
                if guard.0 == 2 {
                    guard.1 = 1;
                    state.1.notify_one();
                } else {
                    guard.1 = 5;
                    state.1.notify_all();
                }
            });
        });
        let guard = state.0.lock().unwrap();
        guard.1
    });
    assert_eq!(outcomes, set(&[10, 20]));
}

#[test]
fn a_timeout_may_fire_or_not() {
    let (outcomes, _) = survey(|| {
        let pair = (Mutex::new(false), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                *pair.0.lock().unwrap() = true;
                pair.1.notify_one();
            });
            let guard = pair.0.lock().unwrap();
            let second = Duration::from_secs(1);
            let (ready, result) =
                pair.1.wait_timeout_while(guard, second, |ready| !*ready).unwrap();
            (*ready, result.timed_out())
        })
    });
    assert_eq!(outcomes, set(&[(true, false), (false, true)]));
    let (outcomes, _) = survey(|| {
        let pair = (Mutex::new(false), Condvar::new());
        let guard = pair.0.lock().unwrap();
        let start = Instant::now();
        let (_, result) =
            pair.1.wait_timeout_while(guard, Duration::from_secs(3), |ready| !*ready).unwrap();
        (result.timed_out(), start.elapsed().as_secs())
    });
    assert_eq!(outcomes, set(&[(true, 3)]), "a timeout that nobody prevents fires");
}

#[test]
fn channels_keep_order_and_know_when_the_other_side_is_gone() {
    let (outcomes, coverage) = survey(|| {
        let (sender, receiver) = mpsc::channel();
        let other = sender.clone();
        thread::spawn(move || {
            sender.send(1).unwrap();
            sender.send(2).unwrap();
        });
        thread::spawn(move || other.send(3).unwrap());
        receiver.iter().collect::<Vec<_>>()
    });
    assert_eq!(outcomes, set(&[vec![1, 2, 3], vec![1, 3, 2], vec![3, 1, 2]]));
    assert_eq!((coverage.executions, coverage.redundant), (3, 0));
    let (outcomes, _) = survey(|| {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || drop(receiver));
        sender.send(1).is_ok()
    });
    assert_eq!(outcomes, set(&[false, true]));
}

#[test]
fn try_recv_and_recv_timeout_see_nothing_something_and_nobody() {
    use mpsc::{RecvTimeoutError as Timeout, TryRecvError as Try};
    let expected: BTreeSet<String> = [
        (Err(Try::Empty), Err(Timeout::Timeout)),
        (Err(Try::Empty), Ok(7)),
        (Ok(7), Err(Timeout::Timeout)),
        (Ok(7), Err(Timeout::Disconnected)),
    ]
    .iter()
    .map(|outcome| format!("{outcome:?}"))
    .collect();
    let (texts, _) = survey(|| {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || sender.send(7));
        format!("{:?}", (receiver.try_recv(), receiver.recv_timeout(Duration::from_millis(5))))
    });
    assert_eq!(texts.into_iter().flatten().collect::<BTreeSet<_>>(), expected);
}

#[test]
fn a_bounded_channel_makes_senders_wait() {
    for bound in [0, 1, 2] {
        let (outcomes, _) = survey(|| {
            let (sender, receiver) = mpsc::sync_channel(bound);
            let sent = Arc::new(AtomicUsize::new(0));
            let count = Arc::clone(&sent);
            let thread = thread::spawn(move || {
                for item in 0..3 {
                    if sender.send(item).is_err() {
                        return;
                    }
                    count.fetch_add(1, SeqCst);
                }
            });
            let most = sent.load(SeqCst);
            let first = receiver.recv().unwrap();
            drop(receiver);
            thread.join().unwrap();
            (first, most)
        });
        let expected: Vec<(i32, usize)> = (0..=bound).map(|most| (0, most)).collect();
        assert_eq!(outcomes, set(&expected), "bound {bound}");
    }
}

#[test]
fn a_barrier_lets_all_go_at_once_and_one_leads() {
    let (outcomes, _) = survey(|| {
        let barrier = Barrier::new(2);
        let before = AtomicUsize::new(0);
        thread::scope(|scope| {
            let arrive = || {
                before.fetch_add(1, SeqCst);
                let leads = barrier.wait().is_leader();
                (before.load(SeqCst), usize::from(leads))
            };
            let one = scope.spawn(arrive);
            let other = scope.spawn(arrive);
            let (one, other) = (one.join().unwrap(), other.join().unwrap());
            (one.0, other.0, one.1 + other.1)
        })
    });
    assert_eq!(outcomes, set(&[(2, 2, 1)]));
}

#[test]
fn initialisers_run_once_and_others_wait_for_them() {
    let (outcomes, _) = survey(|| {
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
fn get_sees_nothing_while_the_initialiser_runs() {
    let (outcomes, _) = survey(|| {
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
fn park_takes_the_token_or_wakes_for_no_reason() {
    let (outcomes, _) = survey(|| {
        let flag = Arc::new(AtomicUsize::new(0));
        let me = thread::current();
        let theirs = Arc::clone(&flag);
        thread::spawn(move || {
            theirs.store(1, SeqCst);
            me.unpark();
        });
        thread::park();
        flag.load(SeqCst)
    });
    assert_eq!(outcomes, set(&[0, 1]));
    let (outcomes, _) = survey(|| {
        let me = thread::current();
        for _ in 0..2 {
            let me = me.clone();
            thread::spawn(move || me.unpark());
        }
        for _ in 0..3 {
            thread::park();
        }
    });
    assert_eq!(outcomes, BTreeSet::from([None, Some(())]), "two tokens may become one");
}

#[test]
fn sleep_ends_at_any_time_and_moves_the_clock_of_its_own_thread() {
    let (outcomes, _) = survey(|| {
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
fn join_gives_the_panic_and_locks_are_poisoned() {
    let (outcomes, _) = survey(|| {
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
fn a_panic_that_nobody_notices_fails() {
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
fn is_finished_says_no_and_yes() {
    let (outcomes, _) = survey(|| {
        let thread = thread::spawn(|| {});
        let seen = thread.is_finished();
        thread.join().unwrap();
        seen
    });
    assert_eq!(outcomes, set(&[false, true]));
}

#[test]
fn locks_taken_in_two_orders_deadlock() {
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
fn threads_left_behind_are_reported_where_a_test_asks() {
    let body = || {
        let (sender, receiver) = mpsc::channel::<u8>();
        thread::spawn(move || receiver.recv());
        std::mem::forget(sender);
    };
    assert!(Explorer::new().check(body).is_ok());
    let failure = Explorer::new().forbid_leftovers().check(body).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Leftover);
}

#[test]
fn waiting_by_looking_ends_and_looking_for_ever_is_told() {
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
            for _ in 0..100 {
                if flag.load(SeqCst) == 1 {
                    return;
                }
            }
        })
        .unwrap();
    assert!(coverage.is_complete(), "a thread that is alone keeps nobody waiting: {coverage}");
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
                for _ in 0..100 {
                    if flag.load(SeqCst) == 1 {
                        return;
                    }
                }
                drop(held);
            });
        })
        .unwrap();
    assert!(!coverage.is_complete(), "a loop that counts its rounds is cut short: {coverage}");
}

#[test]
fn thread_locals_belong_to_threads_and_begin_afresh() {
    interleave::thread_local!(static COUNT: std::cell::Cell<u32> = const { std::cell::Cell::new(0) });
    let (outcomes, _) = survey(|| {
        COUNT.set(COUNT.get() + 1);
        let theirs = thread::spawn(|| COUNT.replace(5)).join().unwrap();
        (COUNT.get(), theirs)
    });
    assert_eq!(outcomes, set(&[(1, 0)]));
}

#[test]
fn a_static_atomic_begins_afresh_and_other_state_that_survives_is_refused() {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    static TOTAL: Mutex<u32> = Mutex::new(0);
    let (outcomes, _) = survey(|| {
        let thread = thread::spawn(|| COUNT.fetch_add(1, SeqCst));
        COUNT.fetch_add(1, SeqCst);
        thread.join().unwrap();
        COUNT.load(SeqCst)
    });
    assert_eq!(outcomes, set(&[2]));
    let failure = Explorer::new()
        .check(|| {
            thread::spawn(|| *TOTAL.lock().unwrap() += 1);
            *TOTAL.lock().unwrap() += 1;
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::Misuse);
}

#[test]
fn an_order_that_changes_from_run_to_run_is_told() {
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
fn outside_of_an_exploration_everything_is_real() {
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
