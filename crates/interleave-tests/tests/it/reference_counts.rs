//! Questions about the owners of an `Arc`, against clones and drops in other threads.

use std::collections::BTreeSet;
use std::time::Duration;

use interleave::sync::atomic::{AtomicBool, Ordering::SeqCst};
use interleave::sync::{Arc, Barrier, LazyLock, Mutex, mpsc};
use interleave::{Bound, Explorer, FailureKind, thread};

/// The outcomes of a body that asks how many owners there are.
fn outcomes<T: Ord>(body: impl Fn() -> T) -> BTreeSet<T> {
    let outcomes = Explorer::new().outcomes(body).unwrap();
    assert_eq!(outcomes.coverage.bound, Some(Bound::ReferenceCounts), "{}", outcomes.coverage);
    outcomes.seen.into_keys().collect()
}

#[test]
fn a_question_is_exact_if_no_thread_runs_beside_another() {
    let alone = || {
        let mine = Arc::new(Mutex::new(0));
        *mine.lock().unwrap() += 1;
        assert_eq!(Arc::try_unwrap(mine).unwrap().into_inner().unwrap(), 1);
    };
    let one_after_the_other = || {
        let owner = Arc::new(Mutex::new(0));
        for _ in 0..3 {
            let weak = Arc::downgrade(&owner);
            let add = move || *weak.upgrade().unwrap().lock().unwrap() += 1;
            // Nothing else happens before the join.
            Some(thread::spawn(add)).into_iter().for_each(|other| other.join().unwrap());
        }
        assert_eq!(Arc::strong_count(&owner), 1);
    };
    let coverage = Explorer::new().check(alone).unwrap();
    assert!(coverage.is_complete(), "{coverage}");
    // The parent could ask while the other thread runs.
    let coverage = Explorer::new().check(one_after_the_other).unwrap();
    assert_eq!(coverage.bound, Some(Bound::ReferenceCounts), "{coverage}");
}

#[test]
fn a_thread_upgrades_between_two_reads() {
    let body = || {
        let owner = Arc::new(Mutex::new(0));
        let weak = Arc::downgrade(&owner);
        let other = thread::spawn(move || {
            thread::sleep(Duration::from_secs(5));
            if let Some(value) = weak.upgrade() {
                *value.lock().unwrap() += 1;
            }
        });
        let first = *owner.lock().unwrap();
        let second = *owner.lock().unwrap();
        drop(owner);
        other.join().unwrap();
        assert_eq!(first, second);
    };
    let failure = Explorer::new().check(body).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Assertion, "{failure}");
}

#[test]
fn an_upgrade_comes_before_or_after_the_last_drop() {
    let upgraded = outcomes(|| {
        let owner = Arc::new(5);
        let weak = Arc::downgrade(&owner);
        let other = thread::spawn(move || weak.upgrade().is_some());
        drop(owner);
        other.join().unwrap()
    });
    assert_eq!(upgraded, [false, true].into());
}

#[test]
fn a_count_is_read_before_and_after_a_drop_in_another_thread() {
    let counts = outcomes(|| {
        let mine = Arc::new(());
        let theirs = Arc::clone(&mine);
        let other = thread::spawn(move || drop(theirs));
        let before = (Arc::strong_count(&mine), Arc::weak_count(&mine));
        other.join().unwrap();
        (before, Arc::strong_count(&mine))
    });
    assert_eq!(counts, [((1, 0), 1), ((2, 0), 1)].into());
}

#[test]
fn a_weak_reference_in_another_thread_keeps_get_mut_out() {
    let unique = outcomes(|| {
        let mut mine = Arc::new(1);
        let weak = Arc::downgrade(&mine);
        let other = thread::spawn(move || drop(weak));
        let is_alone = Arc::get_mut(&mut mine).is_some();
        other.join().unwrap();
        is_alone
    });
    assert_eq!(unique, [false, true].into());
}

#[test]
fn at_most_one_thread_unwraps_the_value() {
    let unwrap = || {
        let mine = Arc::new(5);
        let theirs = Arc::clone(&mine);
        let other = thread::spawn(move || Arc::into_inner(theirs));
        let mine = Arc::into_inner(mine);
        (mine, other.join().unwrap())
    };
    assert_eq!(outcomes(unwrap), [(None, Some(5)), (Some(5), None)].into());
}

#[test]
fn a_snapshot_that_outlives_its_lock_is_seen() {
    // Copies the prices only while a reader uses them.
    fn raise(prices: &Mutex<Arc<u32>>) {
        let mut guard = prices.lock().unwrap();
        let copy = match Arc::get_mut(&mut guard) {
            Some(price) => return *price += 1,
            None => **guard + 1,
        };
        drop(guard);
        *prices.lock().unwrap() = Arc::new(copy);
    }
    let body = || {
        let prices = Mutex::new(Arc::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                let snapshot = Arc::clone(&prices.lock().unwrap());
                assert!(*snapshot <= 2);
            });
            scope.spawn(|| raise(&prices));
            scope.spawn(|| raise(&prices));
        });
        assert_eq!(**prices.lock().unwrap(), 2, "no raise is lost");
    };
    let failure = Explorer::new().check(body).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Assertion, "{failure}");
}

#[test]
fn a_drop_after_an_operation_comes_after_what_the_operation_makes_possible() {
    let by_flag = outcomes(|| {
        let (mine, done) = (Arc::new(()), Arc::new(AtomicBool::new(false)));
        let (theirs, set) = (Arc::clone(&mine), Arc::clone(&done));
        let other = thread::spawn(move || {
            set.store(true, SeqCst);
            drop(theirs);
        });
        let seen = done.load(SeqCst).then(|| Arc::strong_count(&mine));
        other.join().unwrap();
        seen
    });
    assert_eq!(by_flag, [None, Some(1), Some(2)].into());

    let by_message = outcomes(|| {
        let mine = Arc::new(());
        let theirs = Arc::clone(&mine);
        let (sender, receiver) = mpsc::channel();
        let other = thread::spawn(move || {
            sender.send(()).unwrap();
            drop(theirs);
        });
        receiver.recv().unwrap();
        let seen = Arc::strong_count(&mine);
        other.join().unwrap();
        seen
    });
    assert_eq!(by_message, [1, 2].into());
}

#[test]
fn a_search_that_cannot_try_every_order_says_so() {
    let body = || {
        let lock = Arc::new(Mutex::new(0));
        let threads = [1, 2, 3, 4].map(|number| {
            let lock = Arc::clone(&lock);
            thread::spawn(move || *lock.lock().unwrap() += number)
        });
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        Arc::into_inner(lock).unwrap().into_inner().unwrap()
    };
    let asked = Explorer::new().outcomes(body).unwrap();
    assert!(asked.seen.into_keys().eq([10]));
    assert!(matches!(asked.coverage.bound, Some(Bound::Preemptions(1..))), "{}", asked.coverage);

    let not_asked = Explorer::new().reference_counts(false).outcomes(body).unwrap();
    assert_eq!(not_asked.coverage.to_string(), "complete: 24 executions");
}

/// Each thread changes a value of its own: one execution without the question, 8! orders with it.
#[test]
fn a_search_that_tries_only_random_orders_says_so() {
    let body = || {
        let owner = Arc::new([const { AtomicBool::new(false) }; 8]);
        let threads = [0, 1, 2, 3, 4, 5, 6, 7].map(|number| {
            let values = Arc::clone(&owner);
            thread::spawn(move || values[number].store(true, SeqCst))
        });
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        Arc::into_inner(owner).unwrap().map(AtomicBool::into_inner)
    };
    let asked = Explorer::new().outcomes(body).unwrap();
    assert!(asked.seen.into_keys().eq([[true; 8]]));
    assert_eq!(asked.coverage.bound, Some(Bound::Random), "{}", asked.coverage);

    let not_asked = Explorer::new().reference_counts(false).outcomes(body).unwrap();
    assert_eq!(not_asked.coverage.to_string(), "complete: 1 execution");
}

#[test]
fn a_correct_program_that_asks_after_the_last_join_ends_soon() {
    for (threads, rounds) in [(2, 300), (3, 4), (6, 1)] {
        let body = || {
            let lock = Arc::new(Mutex::new(0));
            let workers = Vec::from_iter((0..threads).map(|number| {
                let lock = Arc::clone(&lock);
                let rounds = if number == 0 { rounds } else { 1 };
                thread::spawn(move || (0..rounds).for_each(|_| *lock.lock().unwrap() += 1))
            }));
            workers.into_iter().for_each(|worker| worker.join().unwrap());
            let sum = Arc::try_unwrap(lock).unwrap().into_inner().unwrap();
            assert_eq!(sum, rounds + threads - 1);
        };
        let not_asked = Explorer::new().reference_counts(false).check(body).unwrap();
        assert!(not_asked.is_complete());
        let asked = Explorer::new().check(body).unwrap();
        assert!(!asked.is_complete());
        let more = asked.executions - not_asked.executions;
        assert!((100..=10_010).contains(&more), "{asked} instead of {not_asked}");
    }
}

#[test]
fn an_execution_that_fails_whatever_the_owners_are_is_replayed() {
    let body = || {
        let owner = Arc::new(Mutex::new(0));
        let theirs = Arc::clone(&owner);
        let other = thread::spawn(move || *theirs.lock().unwrap() = 1);
        let seen = *owner.lock().unwrap();
        other.join().unwrap();
        assert_eq!(Arc::strong_count(&owner), 1);
        assert_eq!(seen, 0);
    };
    let failure = Explorer::new().check(body).unwrap_err();
    let again = Explorer::new().replay(&failure.execution.schedule, body).unwrap_err();
    assert_eq!((again.kind, &again.message), (failure.kind, &failure.message));
    assert_eq!(again.execution.to_string(), failure.execution.to_string());
}

#[test]
fn a_found_execution_is_replayed_from_its_schedule() {
    let body = || {
        let owner = Arc::new(Mutex::new(0));
        let weak = Arc::downgrade(&owner);
        let other = thread::spawn(move || weak.upgrade().is_some());
        drop(owner);
        assert!(!other.join().unwrap());
    };
    let failure = Explorer::new().check(body).unwrap_err();
    let again = Explorer::new().replay(&failure.execution.schedule, body).unwrap_err();
    assert_eq!(again.message, failure.message);
    assert_eq!(again.execution.to_string(), failure.execution.to_string());
}

#[test]
fn threads_of_earlier_executions_do_not_count() {
    static SHARED: LazyLock<Arc<u32>> = LazyLock::new(|| Arc::new(1));
    let checked = Explorer::new().random(20).check(|| {
        let owner = Arc::clone(&SHARED);
        assert_eq!(Arc::strong_count(&SHARED), 2);
        thread::spawn(move || {
            Barrier::new(2).wait();
            drop(owner);
        });
    });
    assert_eq!(checked.unwrap().executions, 20);
}
