//! Threads that have been joined make room for others.

use std::collections::HashSet;

use interleave::sync::atomic::{AtomicUsize, Ordering::Relaxed, Ordering::SeqCst};
use interleave::sync::{Mutex, mpsc};
use interleave::{Explorer, FailureKind, MAX_THREADS, thread};

use super::{explore, set};

/// Leaves room for only one more thread, which then takes the slot of a thread that was joined.
fn fill_all_slots() {
    for _ in 1..MAX_THREADS {
        thread::spawn(|| ()).join().unwrap();
    }
}

#[test]
fn many_threads_run_one_after_the_other() {
    let one_by_one = || {
        let ids: HashSet<_> = (0..100)
            .map(|number| {
                let id = thread::current().id();
                let thread = thread::spawn(move || (number, thread::current().id(), id));
                let known = thread.thread().id();
                let (seen, id, parent) = thread.join().unwrap();
                assert_eq!((seen, id), (number, known));
                assert_ne!(id, parent);
                id
            })
            .collect();
        assert_eq!(ids.len(), 100, "each thread has its own id");
    };
    let in_scopes = || {
        for _ in 0..50 {
            thread::scope(|scope| {
                scope.spawn(|| ());
                scope.spawn(|| ());
            });
        }
    };
    let by_others = || {
        for _ in 0..20 {
            let parent = thread::spawn(|| {
                let children = [thread::spawn(|| 1), thread::spawn(|| 2)];
                children.map(|child| child.join().unwrap())
            });
            assert_eq!(parent.join().unwrap(), [1, 2]);
        }
    };
    for program in [one_by_one as fn(), in_scopes, by_others] {
        let coverage = Explorer::new().check(program).unwrap_or_else(|failure| panic!("{failure}"));
        assert_eq!(coverage.to_string(), "complete: 1 execution");
        Explorer::new().random(5).check(program).unwrap();
    }
}

#[test]
fn threads_that_were_not_joined_are_counted() {
    let failure =
        Explorer::new().check(|| (0..MAX_THREADS).for_each(|_| drop(thread::spawn(|| ()))));
    assert_eq!(failure.unwrap_err().kind, FailureKind::Unsupported);
}

#[test]
fn executions_with_too_many_threads_can_be_cut_short() {
    let body = |threads: usize| {
        let count = AtomicUsize::new(0);
        let last = (1..=threads).map(|_| {
            thread::spawn(|| ());
            count.fetch_add(1, SeqCst) + 1
        });
        last.last().unwrap()
    };
    let explorer = Explorer::new().cut_at_thread_limit();
    let most = explorer.outcomes(|| body(MAX_THREADS - 1)).unwrap();
    assert!(most.coverage.is_complete() && most.seen.into_keys().eq([MAX_THREADS - 1]));
    // The execution has no result, and what comes before the limit is still checked.
    let cut = explorer.outcomes(|| body(MAX_THREADS)).unwrap();
    assert!(cut.seen.is_empty());
    assert_eq!(cut.coverage.to_string(), "bounded: at most 32 threads, 1 execution");
    let early = explorer.check(|| assert!(thread::spawn(|| panic!()).join().is_ok()));
    assert_eq!(early.unwrap_err().kind, FailureKind::Assertion);
    // The other settings stay.
    let explorer = explorer.random(1).fail_at_thread_limit();
    let failure = explorer.check(|| _ = body(MAX_THREADS)).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Unsupported);
    let coverage = explorer.check(|| _ = body(MAX_THREADS - 1)).unwrap();
    assert_eq!(coverage.to_string(), "bounded: random schedules, 1 execution");
}

#[test]
fn later_threads_are_explored_in_every_order() {
    let (outcomes, coverage) = explore(|| {
        fill_all_slots();
        let log = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for name in ['a', 'b'] {
                let log = &log;
                scope.spawn(move || log.lock().unwrap().push(name));
            }
        });
        log.into_inner().unwrap()
    });
    assert_eq!(outcomes, set(&[vec!['a', 'b'], vec!['b', 'a']]));
    assert_eq!(coverage.executions, 2);
}

#[test]
fn a_scope_waits_for_its_own_threads_only() {
    let (outcomes, _) = explore(|| {
        let (sender, receiver) = mpsc::channel();
        let blocked = thread::scope(|scope| {
            let children = (2..MAX_THREADS).map(|_| scope.spawn(|| ()));
            children.for_each(|child| child.join().unwrap());
            scope.spawn(|| ());
            // Takes the slot of a thread of the scope.
            thread::spawn(move || receiver.recv().unwrap())
        });
        sender.send(7).unwrap();
        blocked.join().unwrap()
    });
    assert_eq!(outcomes, set(&[7]));
}

#[test]
fn the_handle_of_an_earlier_thread_does_not_unpark_a_later_one() {
    let failure = Explorer::new()
        .check(|| {
            let first = thread::spawn(|| ());
            let handle = first.thread().clone();
            first.join().unwrap();
            for _ in 2..MAX_THREADS {
                thread::spawn(|| ()).join().unwrap();
            }
            let parked = AtomicUsize::new(0);
            thread::scope(|scope| {
                scope.spawn(|| {
                    while parked.load(SeqCst) == 0 {
                        thread::park();
                    }
                });
                parked.store(1, SeqCst);
                handle.unpark();
            });
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::Deadlock, "{failure}");
}

#[test]
fn a_later_thread_sees_what_happened_before_it_was_spawned() {
    let (outcomes, coverage) = explore(|| {
        let data = std::sync::Arc::new(AtomicUsize::new(0));
        for _ in 1..MAX_THREADS {
            let data = std::sync::Arc::clone(&data);
            thread::spawn(move || _ = data.fetch_add(1, Relaxed)).join().unwrap();
        }
        let reader = std::sync::Arc::clone(&data);
        let reader = thread::spawn(move || reader.load(Relaxed));
        data.store(100, Relaxed);
        reader.join().unwrap()
    });
    assert_eq!(outcomes, set(&[MAX_THREADS - 1, 100]));
    assert_eq!(coverage.executions, 2);
}

#[test]
fn a_failure_of_a_later_thread_names_it() {
    let failure = Explorer::new()
        .check(|| {
            fill_all_slots();
            thread::spawn(|| panic!("late")).join().unwrap();
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::Panic);
    assert!(failure.message.contains("thread-1 … thread-32"), "{failure}");
}
