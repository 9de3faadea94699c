//! Condition variables, barriers and parking.

use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::sync::{Arc, Barrier, Condvar, Mutex, mpsc};
use interleave::thread;
use interleave::time::{Duration, Instant};
use interleave::{Explorer, FailureKind};
use std::collections::BTreeSet;

use super::{explore, set};

#[test]
fn a_condvar_wakes_when_notified_or_spuriously() {
    let (outcomes, _) = explore(|| {
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
    assert_eq!(outcomes, set(&[false, true]), "`if` instead of `while` is detected");
    let (outcomes, _) = explore(|| {
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
    let (outcomes, _) = explore(|| {
        let pair = (Mutex::new(()), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| pair.1.notify_one());
            // Two waits, because a thread wakes spuriously at most once.
            let guard = pair.1.wait(pair.0.lock().unwrap()).unwrap();
            drop(pair.1.wait(guard).unwrap());
        });
    });
    assert_eq!(outcomes, BTreeSet::from([None, Some(())]));
}

#[test]
fn a_spurious_wakeup_does_not_prevent_a_deadlock() {
    let wait = || {
        let pair = (Mutex::new(()), Condvar::new());
        drop(pair.1.wait(pair.0.lock().unwrap()).unwrap());
    };
    assert_eq!(Explorer::new().check(wait).unwrap_err().kind, FailureKind::Deadlock);
    assert_eq!(Explorer::new().check(|| thread::park()).unwrap_err().kind, FailureKind::Deadlock);
    let (outcomes, _) = explore(wait);
    assert_eq!(outcomes, BTreeSet::from([None, Some(())]));
    // A thread that outlives the body may still wake spuriously, and may fail then.
    let failure = Explorer::new()
        .check(|| {
            thread::spawn(|| {
                thread::park();
                panic!("woken spuriously");
            });
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::Panic);
}

#[test]
fn notify_one_may_wake_any_waiter() {
    let (outcomes, _) = explore(|| {
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
    let (outcomes, _) = explore(|| {
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
    let (outcomes, _) = explore(|| {
        let pair = (Mutex::new(false), Condvar::new());
        let guard = pair.0.lock().unwrap();
        let start = Instant::now();
        let (_, result) =
            pair.1.wait_timeout_while(guard, Duration::from_secs(3), |ready| !*ready).unwrap();
        (result.timed_out(), start.elapsed().as_secs())
    });
    assert_eq!(outcomes, set(&[(true, 3)]), "a timeout fires if no thread notifies");
}

#[test]
fn try_recv_and_recv_timeout_find_no_message_a_message_or_no_sender() {
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
    let (texts, _) = explore(|| {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || sender.send(7));
        format!("{:?}", (receiver.try_recv(), receiver.recv_timeout(Duration::from_millis(5))))
    });
    assert_eq!(texts.into_iter().flatten().collect::<BTreeSet<_>>(), expected);
}

#[test]
fn a_barrier_releases_all_threads_and_has_one_leader() {
    let (outcomes, _) = explore(|| {
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
fn park_takes_the_token_or_wakes_spuriously() {
    let (outcomes, _) = explore(|| {
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
    let (outcomes, _) = explore(|| {
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
fn counted_timeouts_come_early_each_time_and_without_limit_when_all_threads_are_blocked() {
    let early = Explorer::new()
        .outcomes(|| {
            let (sender, receiver) = mpsc::channel();
            thread::scope(|scope| {
                scope.spawn(move || sender.send(1).unwrap());
                let brief = Duration::from_millis(1);
                (0..4).take_while(|_| receiver.recv_timeout(brief).is_err()).count()
            })
        })
        .unwrap();
    assert_eq!(early.seen.into_keys().collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    Explorer::new()
        .check(|| {
            let (_sender, receiver) = mpsc::channel::<()>();
            for _ in 0..4 {
                let _ = receiver.recv_timeout(Duration::from_millis(1));
                thread::park_timeout(Duration::from_millis(1));
            }
        })
        .unwrap();
}

#[test]
fn a_deadlock_report_names_the_holder_that_blocks_a_woken_thread() {
    let report = |wakes: bool| {
        let body = || {
            let (lock, signal) = (Mutex::new(0), Condvar::new());
            thread::scope(|scope| {
                let waiter = scope.spawn(|| {
                    let mut state = lock.lock().unwrap();
                    if *state == 0 {
                        *state = 1;
                        drop(signal.wait(state));
                    }
                });
                let mut held = lock.lock().unwrap();
                if *held == 1 {
                    if wakes {
                        signal.notify_one();
                    }
                    waiter.join().unwrap();
                }
                *held = 2;
            });
        };
        Explorer::new().check(body).unwrap_err().to_string().replace('\n', " ")
    };
    assert!(report(true).contains("; main has held it since "), "{}", report(true));
    assert!(!report(false).contains("; main has held it since "), "{}", report(false));
}

#[test]
fn an_endless_wait_timeout_loop_sees_two_early_timeouts() {
    let (outcomes, coverage) = explore(|| {
        let (open, opened) = (Mutex::new(false), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                *open.lock().unwrap() = true;
                opened.notify_one();
            });
            let (mut guard, mut early) = (open.lock().unwrap(), 0);
            while !*guard {
                let (back, result) = opened.wait_timeout(guard, Duration::from_millis(1)).unwrap();
                guard = back;
                early += u32::from(result.timed_out());
            }
            early
        })
    });
    assert_eq!(outcomes, set(&[0, 1, 2]));
    assert!(coverage.is_complete());
}

#[test]
fn time_passes_for_a_thread_whose_park_times_out() {
    let (outcomes, coverage) = explore(|| {
        let start = Instant::now();
        for _ in 0..4 {
            thread::park_timeout(Duration::from_secs(1));
        }
        start.elapsed().as_secs()
    });
    assert_eq!(outcomes, set(&[0, 1, 2, 3, 4]), "it may also wake spuriously");
    assert!(coverage.is_complete());
}
