//! A panicking thread drops its values one after the other, and other threads run in between.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::sync::{Mutex, RwLock, TryLockError, mpsc};
use interleave::{Explorer, Failure, FailureKind, thread};

use crate::common::{OnDrop, outcomes};

fn try_result<G>(lock: Result<G, TryLockError<G>>) -> &'static str {
    match lock {
        Ok(_) => "free",
        Err(TryLockError::WouldBlock) => "held",
        Err(TryLockError::Poisoned(_)) => "poisoned",
    }
}

fn failure(body: impl Fn()) -> Box<Failure> {
    Explorer::new().check(body).unwrap_err()
}

#[test]
fn a_lock_is_still_held_between_a_panic_and_its_poisoning() {
    let seen = outcomes(|| {
        let lock = Mutex::new(0);
        thread::scope(|scope| {
            let thread = scope.spawn(|| {
                let _guard = lock.lock().unwrap();
                panic!("with the lock");
            });
            let seen = try_result(lock.try_lock());
            assert!(thread.join().is_err());
            seen
        })
    });
    assert_eq!(seen, BTreeSet::from(["free", "held", "poisoned"]));
}

#[test]
fn a_panic_releases_two_locks_one_after_the_other() {
    let seen = outcomes(|| {
        let (outer, inner) = (Mutex::new(0), RwLock::new(0));
        thread::scope(|scope| {
            let thread = scope.spawn(|| {
                let _outer = outer.lock().unwrap();
                let _inner = inner.write().unwrap();
                panic!("with two locks");
            });
            let seen = (try_result(inner.try_read()), try_result(outer.try_lock()));
            assert!(thread.join().is_err());
            seen
        })
    });
    let mut expected = BTreeSet::from([("poisoned", "held"), ("poisoned", "poisoned")]);
    expected.extend(["held", "poisoned"].map(|outer| ("held", outer)));
    expected.extend(["free", "held", "poisoned"].map(|outer| ("free", outer)));
    assert_eq!(seen, expected);
}

/// One destructor can run between the load and the store of the other.
#[test]
fn destructors_of_two_panicking_threads_interleave() {
    let seen = outcomes(|| {
        let cell = AtomicU32::new(0);
        let add = || {
            let value = cell.load(SeqCst);
            cell.store(value + 1, SeqCst);
        };
        thread::scope(|scope| {
            let thread = || {
                let _last = OnDrop(add);
                panic!("one of two");
            };
            let threads = [scope.spawn(thread), scope.spawn(thread)];
            assert!(threads.map(|thread| thread.join().is_err()).iter().all(|is| *is));
        });
        cell.load(SeqCst)
    });
    assert_eq!(seen, BTreeSet::from([1, 2]));
}

#[test]
fn a_destructor_may_block_while_its_thread_panics() {
    let coverage = Explorer::new().check(|| {
        let worked = AtomicU32::new(0);
        let result = catch_unwind(AssertUnwindSafe(|| {
            thread::scope(|scope| {
                let (jobs, inbox) = mpsc::sync_channel(1);
                let worked = &worked;
                let work = move || inbox.iter().for_each(|job| _ = worked.fetch_add(job, SeqCst));
                let (mut jobs, mut worker) = (Some(jobs), Some(scope.spawn(work)));
                // A pool: its destructor waits until the workers have finished all jobs.
                let _pool = OnDrop(move || {
                    (1..=2).for_each(|job| jobs.as_ref().unwrap().send(job).unwrap());
                    drop(jobs.take());
                    worker.take().unwrap().join().unwrap();
                });
                panic!("with a pool");
            });
        }));
        assert_eq!(result.unwrap_err().downcast_ref(), Some(&"with a pool"));
        assert_eq!(worked.load(SeqCst), 3);
    });
    assert!(coverage.unwrap().is_complete());
}

#[test]
fn threads_panic_independently() {
    let seen = outcomes(|| {
        let (cell, before, after) = (AtomicU32::new(0), Mutex::new(0), Mutex::new(0));
        thread::scope(|scope| {
            let panics = scope.spawn(|| {
                let _last = OnDrop(|| (0..2).for_each(|_| _ = cell.fetch_add(1, SeqCst)));
                panic!("the first");
            });
            let works = scope.spawn(|| {
                let _guard = before.lock().unwrap();
                cell.fetch_add(1, SeqCst);
                assert!(!thread::panicking());
            });
            let also_panics = scope.spawn(|| {
                cell.fetch_add(1, SeqCst);
                let _guard = after.lock().unwrap();
                panic!("the second");
            });
            works.join().unwrap();
            let payloads = [panics, also_panics].map(|thread| thread.join().unwrap_err());
            assert_eq!(payloads[0].downcast_ref(), Some(&"the first"));
            assert_eq!(payloads[1].downcast_ref(), Some(&"the second"));
        });
        assert!(!thread::panicking());
        (before.is_poisoned(), after.is_poisoned())
    });
    assert_eq!(seen, BTreeSet::from([(false, true)]));
}

#[test]
fn a_panic_caught_in_a_destructor_does_not_end_the_outer_one() {
    let seen = outcomes(|| {
        let cell = AtomicU32::new(0);
        thread::scope(|scope| {
            let thread = scope.spawn(|| {
                let _outer = OnDrop(|| assert!(thread::panicking()));
                let _last = OnDrop(|| {
                    let inner = catch_unwind(AssertUnwindSafe(|| {
                        let _last = OnDrop(|| _ = cell.fetch_add(1, SeqCst));
                        panic!("inside");
                    }));
                    assert!(inner.is_err() && thread::panicking());
                    cell.fetch_add(1, SeqCst);
                });
                panic!("outside");
            });
            let seen = cell.load(SeqCst);
            assert!(!thread::panicking());
            assert_eq!(thread.join().unwrap_err().downcast_ref(), Some(&"outside"));
            seen
        })
    });
    assert_eq!(seen, BTreeSet::from([0, 1, 2]));
}

/// A second thread panics before the first has finished unwinding.
#[test]
fn each_panic_is_reported_with_its_own_message() {
    let failure = failure(|| {
        thread::scope(|scope| {
            let (last, first) = mpsc::channel();
            scope.spawn(move || {
                let _last = OnDrop(|| first.recv().unwrap());
                panic!("first message");
            });
            scope.spawn(move || {
                let _last = OnDrop(|| last.send(()).unwrap());
                panic!("second message");
            });
        });
    });
    assert_eq!(failure.kind, FailureKind::Panic);
    insta::assert_snapshot!(failure.to_string());
}

#[test]
fn a_report_shows_other_threads_between_the_steps_of_unwinding() {
    let failure = failure(|| {
        let (stock, sold) = (Mutex::new(3), Mutex::new(0));
        thread::scope(|scope| {
            let thread = scope.spawn(|| {
                let _sold = sold.lock().unwrap();
                let _stock = stock.lock().unwrap();
                panic!("the till is stuck");
            });
            let seen = (try_result(stock.try_lock()), try_result(sold.try_lock()));
            assert!(thread.join().is_err());
            assert_ne!(seen, ("poisoned", "held"));
        });
    });
    insta::assert_snapshot!(failure.to_string());
}

/// The body has returned, so no `join` can report it.
#[test]
fn a_panic_whose_unwinding_never_ends_is_reported() {
    let failure = failure(|| {
        thread::spawn(|| {
            let _last = OnDrop(|| {
                loop {
                    thread::park()
                }
            });
            panic!("the reason");
        });
    });
    assert_eq!(failure.kind, FailureKind::Panic);
    assert!(failure.message.ends_with("the reason"), "{}", failure.message);
}

/// The hook has only seen another panic, which was caught.
#[test]
fn a_panic_that_skips_the_hook_is_reported_with_its_message() {
    let failure = failure(|| {
        let _ = catch_unwind(|| panic!("caught"));
        thread::scope(|scope| {
            scope.spawn(|| std::panic::resume_unwind(Box::new("thrown")));
        });
    });
    assert_eq!(failure.message, "thread-1 panicked: thrown");
}

/// The body fails first and causes the worker to fail, or the other way round.
#[test]
fn the_first_of_two_panics_is_reported() {
    let message = |worker_fails: bool| {
        failure(|| {
            let (jobs, inbox) = mpsc::channel::<u32>();
            thread::scope(|scope| {
                let (jobs, (answers, answer)) = (jobs, mpsc::channel());
                scope.spawn(move || {
                    while let Ok(job) = inbox.recv() {
                        assert!(!worker_fails, "the worker");
                        answers.send(job).unwrap();
                    }
                    panic!("the worker, because there are no more jobs");
                });
                jobs.send(1).unwrap();
                assert_eq!(answer.recv(), Ok(2), "the body");
            });
        })
        .message
    };
    assert!(message(true).ends_with("the worker"), "{}", message(true));
    assert!(message(false).contains("the body"), "{}", message(false));
}

#[test]
fn the_beginning_of_a_long_panic_message_is_kept() {
    for length in [1 << 10, 1 << 20] {
        let failure = failure(|| panic!("{}", "ä".repeat(length / 2)));
        let is_whole = failure.message.ends_with("ää");
        assert_eq!(is_whole, length == 1 << 10);
        assert!(is_whole || failure.message.ends_with("ä\n(the rest is left out: it is too long)"));
        assert!(failure.message.len() < 66 << 10);
    }
}
