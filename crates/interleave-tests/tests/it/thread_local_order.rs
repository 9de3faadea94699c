//! What waits for the destructors of thread-local values, as in std: `join` does, but a scope and
//! `is_finished` wait only for the function of the thread.

use std::cell::Cell;
use std::collections::BTreeSet;

use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::sync::{Arc, Mutex};
use interleave::{Explorer, thread, thread_local};

static ENDED: AtomicU32 = AtomicU32::new(0);

struct Ends;

impl Drop for Ends {
    fn drop(&mut self) {
        ENDED.fetch_add(1, SeqCst);
    }
}

thread_local! {
    static ENDS: Ends = const { Ends };
    static PLAIN: Cell<u32> = const { Cell::new(0) };
}

fn use_value() {
    ENDS.with(|_| ());
}

/// The outcomes, which the search without reduction finds, too.
#[track_caller]
fn outcomes<T: Ord + std::fmt::Debug>(body: impl Fn() -> T) -> BTreeSet<T> {
    let [reduced, all] = [Explorer::new(), Explorer::new().exhaustive()].map(|explorer| {
        let outcomes = explorer.outcomes(&body).unwrap();
        assert!(outcomes.coverage.is_complete(), "{}", outcomes.coverage);
        outcomes.seen.into_keys().collect::<BTreeSet<T>>()
    });
    assert_eq!(reduced, all);
    reduced
}

#[test]
fn a_scope_ends_before_or_after_the_destructors_of_its_threads() {
    let ended = outcomes(|| {
        thread::scope(|scope| {
            scope.spawn(use_value);
            scope.spawn(use_value);
        });
        ENDED.load(SeqCst)
    });
    assert_eq!(ended, [0, 1, 2].into());
}

#[test]
fn the_join_of_a_scoped_thread_waits_for_its_destructors() {
    let ended = outcomes(|| {
        thread::scope(|scope| {
            let joined = scope.spawn(use_value);
            joined.join().unwrap();
            ENDED.load(SeqCst)
        })
    });
    assert_eq!(ended, [1].into());
}

#[test]
fn the_join_of_a_free_thread_waits_for_its_destructors() {
    let ended = outcomes(|| {
        thread::spawn(use_value).join().unwrap();
        ENDED.load(SeqCst)
    });
    assert_eq!(ended, [1].into());
}

#[test]
fn a_thread_is_finished_before_its_destructors_run() {
    let seen = outcomes(|| {
        let thread = thread::spawn(use_value);
        let seen = (thread.is_finished(), ENDED.load(SeqCst));
        thread.join().unwrap();
        seen
    });
    assert_eq!(seen, [(false, 0), (false, 1), (true, 0), (true, 1)].into());
}

#[test]
fn a_scoped_thread_is_finished_before_its_destructors_run() {
    let seen = outcomes(|| {
        thread::scope(|scope| {
            let thread = scope.spawn(use_value);
            (thread.is_finished(), ENDED.load(SeqCst))
        })
    });
    assert_eq!(seen, [(false, 0), (false, 1), (true, 0), (true, 1)].into());
}

#[test]
fn a_destructor_may_block_after_the_end_of_a_scope() {
    struct Locks(Arc<Mutex<u32>>);
    impl Drop for Locks {
        fn drop(&mut self) {
            *self.0.lock().unwrap() += 1;
        }
    }
    thread_local!(static LOCKS: Cell<Option<Locks>> = const { Cell::new(None) });
    let seen = outcomes(|| {
        let lock = Arc::new(Mutex::new(0));
        let guard = lock.lock().unwrap();
        thread::scope(|scope| {
            scope.spawn(|| LOCKS.set(Some(Locks(Arc::clone(&lock)))));
        });
        let seen = *guard;
        drop(guard);
        seen
    });
    assert_eq!(seen, [0].into());
}

#[test]
fn a_panic_is_observed_before_the_destructors_run() {
    let ended = outcomes(|| {
        let result = std::panic::catch_unwind(|| {
            thread::scope(|scope| {
                scope.spawn(|| {
                    use_value();
                    panic!("with a value");
                });
            });
        });
        assert!(result.is_err());
        ENDED.load(SeqCst)
    });
    assert_eq!(ended, [0, 1].into());
}

#[test]
fn a_value_without_a_destructor_adds_no_executions() {
    let count = |body: fn()| {
        let coverage = Explorer::new().check(|| {
            thread::scope(|scope| {
                scope.spawn(body);
                scope.spawn(body);
            })
        });
        coverage.unwrap().executions
    };
    assert_eq!(count(|| PLAIN.set(PLAIN.get() + ENDED.load(SeqCst))), 1);
}
