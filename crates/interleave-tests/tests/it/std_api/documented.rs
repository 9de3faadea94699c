//! Sentences of std's documentation that are easy to overlook, on real threads and in every interleaving.

use std::collections::HashSet;
use std::sync::atomic::compiler_fence;

use interleave::sync::atomic::{AtomicBool, AtomicU32, Ordering::*, fence};
use interleave::sync::{Arc, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock, mpsc};
use interleave::time::{Duration, Instant};
use interleave::{Explorer, FailureKind, thread};

use super::behavior::{both, panics};
use crate::common::OnDrop;

const MOMENT: Duration = Duration::from_millis(1);

/// A lock is poisoned by a panic that begins while it is held, and ends the critical section.
#[test]
fn only_a_panic_that_leaves_the_critical_section_poisons() {
    both(|| {
        let (lock, shelf) = (Mutex::new(0), RwLock::new(0));
        let held = (lock.lock().unwrap(), shelf.write().unwrap());
        assert!(panics(|| panic!("caught inside")));
        drop(held);
        assert!(!lock.is_poisoned() && !shelf.is_poisoned());
        assert!(panics(|| {
            let _last = OnDrop(|| {
                *lock.lock().unwrap() += 1;
                *shelf.write().unwrap() += 1;
            });
            panic!("before the locks are taken");
        }));
        assert!(!lock.is_poisoned() && !shelf.is_poisoned());
        assert_eq!((lock.into_inner().unwrap(), shelf.into_inner().unwrap()), (1, 1));
    });
}

#[test]
fn a_poisoned_lock_returns_its_data_in_the_error() {
    both(|| {
        let (lock, mut shelf) = (Mutex::new(1), RwLock::new(2));
        assert!(panics(|| {
            let (mut data, mut book) = (lock.lock().unwrap(), shelf.write().unwrap());
            (*data, *book) = (3, 4);
            panic!("poison");
        }));
        assert_eq!(**lock.lock().unwrap_err().get_ref(), 3);
        assert_eq!(**shelf.read().unwrap_err().get_ref(), 4);
        **shelf.get_mut().unwrap_err().get_mut() += 1;
        assert_eq!(format!("{shelf:?}"), "RwLock { data: 5, poisoned: true, .. }");
        assert_eq!((lock.into_inner().unwrap_err().into_inner()), 3);
        assert_eq!((shelf.into_inner().unwrap_err().into_inner()), 5);
    });
}

#[test]
fn a_held_lock_is_shown_without_its_data() {
    both(|| {
        let (lock, shelf, cell) = (Mutex::new(1), RwLock::new(2), OnceLock::<u32>::new());
        let held = (lock.lock().unwrap(), shelf.write().unwrap());
        assert!(
            [format!("{lock:?}"), format!("{shelf:?}")]
                .iter()
                .all(|text| text.contains("<locked>"))
        );
        assert_eq!(format!("{:?} {}", held.0, held.1), "1 2");
        drop(held);
        let reader = shelf.read().unwrap();
        assert_eq!(format!("{shelf:?}"), "RwLock { data: 2, poisoned: false, .. }");
        assert_eq!((format!("{cell:?}"), *reader), ("OnceLock(<uninit>)".to_owned(), 2));
    });
}

/// The lock is taken again before a wait returns, and may be poisoned by then. Without a wait there is no error.
#[test]
fn a_wait_returns_the_guard_of_a_poisoned_lock() {
    both(|| {
        let (lock, changed) = (Mutex::new(0), Condvar::new());
        assert!(panics(|| {
            let _guard = lock.lock().unwrap();
            panic!("poison");
        }));
        let guard = || lock.lock().unwrap_err().into_inner();
        let (held, timeout) = changed.wait_timeout(guard(), MOMENT).unwrap_err().into_inner();
        assert!(*held == 0 && (timeout.timed_out() || !timeout.timed_out()));
        drop(held);
        assert_eq!(*changed.wait_while(guard(), |count| *count > 0).unwrap(), 0);
        let held = changed.wait_timeout_while(guard(), MOMENT, |count| *count > 0);
        assert!(!held.unwrap().1.timed_out());
        let held = changed.wait_timeout_while(guard(), MOMENT, |count| *count == 0);
        assert!(held.is_err());
    });
}

#[test]
fn a_receiver_drops_the_messages_that_it_has_not_received() {
    both(|| {
        let message = Arc::new(());
        let (sender, receiver) = mpsc::channel();
        let (bounded, slot) = mpsc::sync_channel(1);
        sender.send(Arc::clone(&message)).unwrap();
        bounded.send(Arc::clone(&message)).unwrap();
        assert_eq!(Arc::strong_count(&message), 3);
        drop((receiver, slot));
        assert_eq!(Arc::strong_count(&message), 1);
        // The message comes back in the error.
        let error = sender.send(Arc::clone(&message)).unwrap_err();
        assert_eq!(
            (Arc::strong_count(&message), error.to_string()),
            (2, "sending on a closed channel".into())
        );
    });
}

#[test]
fn a_receiver_is_an_iterator_that_ends_with_its_senders() {
    both(|| {
        let (sender, receiver) = mpsc::sync_channel(0);
        let second = sender.clone();
        thread::scope(|scope| {
            scope.spawn(move || (1..=2).for_each(|number| sender.send(number).unwrap()));
            scope.spawn(move || second.send(3).unwrap());
            let mut all = Vec::from_iter(&receiver);
            assert!(all.iter().filter(|number| **number < 3).eq(&[1, 2]), "{all:?}");
            all.sort_unstable();
            assert_eq!(all, [1, 2, 3]);
        });
        assert_eq!((receiver.try_iter().count(), receiver.into_iter().count()), (0, 0));
    });
}

#[test]
fn a_scope_fails_only_for_a_panic_that_no_join_has_returned() {
    both(|| {
        let value = thread::scope(|scope| {
            let joined = scope.spawn(|| panic!("returned by join"));
            assert_eq!(joined.join().unwrap_err().downcast_ref(), Some(&"returned by join"));
            // Threads of the scope can start others in it.
            scope.spawn(|| scope.spawn(|| ()).join().unwrap());
            7
        });
        assert_eq!(value, 7);
        let payload = std::panic::catch_unwind(|| {
            thread::scope(|scope| _ = scope.spawn(|| panic!("not joined")));
        });
        assert_eq!(payload.unwrap_err().downcast_ref(), Some(&"a scoped thread panicked"));
    });
}

#[test]
fn a_thread_can_be_detached_named_and_unparked_after_its_end() {
    both(|| {
        let (sender, receiver) = mpsc::channel();
        drop(thread::spawn(move || sender.send(1).unwrap()));
        assert_eq!(receiver.recv(), Ok(1));
        let builder = thread::Builder::new().name("worker".to_owned()).stack_size(1 << 20);
        let ended = builder.spawn(thread::current).unwrap();
        let handle = ended.thread().clone();
        let own = ended.join().unwrap();
        assert_eq!((own.id(), own.name()), (handle.id(), Some("worker")));
        handle.unpark();
        // Its id is not given to a later thread.
        let later = (0..3).map(|_| thread::spawn(|| thread::current().id()).join().unwrap());
        let ids: HashSet<_> = later.chain([handle.id(), thread::current().id()]).collect();
        assert_eq!(ids.len(), 5);
    });
}

#[test]
fn operations_reject_orderings_that_make_no_sense() {
    both(|| {
        let number = AtomicU32::new(1);
        for order in [Release, AcqRel] {
            assert!(panics(|| number.load(order)));
            assert!(panics(|| number.compare_exchange_weak(1, 1, SeqCst, order)));
            assert!(panics(|| number.try_update(SeqCst, order, Some)));
        }
        for order in [Acquire, AcqRel] {
            assert!(panics(|| number.store(2, order)));
        }
        // In a variable, because rustc denies the constant.
        let relaxed = Relaxed;
        assert!(panics(|| fence(relaxed)) && panics(|| compiler_fence(relaxed)));
        assert_eq!(number.into_inner(), 1);
    });
}

#[test]
fn moments_do_not_go_below_zero_and_do_not_wrap_around() {
    both(|| {
        let now = Instant::now();
        let later = now + MOMENT;
        assert_eq!(
            (later - now, now - later, now.duration_since(later)),
            (MOMENT, Duration::ZERO, Duration::ZERO)
        );
        assert_eq!(
            (later.checked_duration_since(now), now.checked_add(Duration::MAX)),
            (Some(MOMENT), None)
        );
        assert!(panics(|| now + Duration::MAX) && panics(|| now - Duration::MAX));
    });
}

/// std: "currently deadlocks", or panics.
#[test]
fn an_initializer_that_needs_its_own_result_never_ends() {
    static LAZY: LazyLock<u32> = LazyLock::new(|| *LAZY + 1);
    let in_once_lock = || {
        let cell = OnceLock::new();
        cell.get_or_init(|| *cell.get_or_init(|| 1));
    };
    let in_once = || {
        let once = Once::new();
        once.call_once(|| once.call_once(|| ()));
    };
    let bodies: [&dyn Fn(); 3] = [&|| _ = *LAZY, &in_once_lock, &in_once];
    for body in bodies {
        let failure = Explorer::new().check(body).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Deadlock, "{failure}");
    }
}

/// What happened before the call of the initializer, or in it, is visible after it was found to be over.
#[test]
fn a_flag_set_by_an_initializer_is_seen_by_all_callers() {
    both(|| {
        let (once, flag) = (Once::new(), AtomicBool::new(false));
        let call = || {
            once.call_once(|| flag.store(true, Relaxed));
            assert!(flag.load(Relaxed));
        };
        thread::scope(|scope| {
            scope.spawn(call);
            call();
        });
    });
}
