//! More sentences of std's documentation, on real threads and in every interleaving.

use std::cell::{Cell, RefCell};
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic as real;

use interleave::sync::atomic::{self, AtomicBool, AtomicU32, Ordering::SeqCst};
use interleave::sync::mpsc::{RecvTimeoutError, channel, sync_channel};
use interleave::sync::{Arc, Barrier, LazyLock, Mutex, Once, OnceLock, RwLock, TryLockError};
use interleave::time::{Duration, Instant};
use interleave::{hint, thread};

use super::behavior::{both, panics};

const MOMENT: Duration = Duration::from_millis(1);

/// Each operation of each integer has std's results, and wraps around.
#[test]
fn every_atomic_calculates_as_std() {
    macro_rules! compare {
        ($($atomic:ident $type:ty),*) => {$({
            for old in [<$type>::MIN, 0, 1, 3, <$type>::MAX] {
                for new in [<$type>::MIN, 1, 2, <$type>::MAX] {
                    let [(ours, last), (theirs, known)] = compare!(@ $atomic, old, new);
                    assert_eq!((&ours[..], last), (&theirs[..], known));
                }
            }
        })*};
        (@ $atomic:ident, $old:ident, $new:ident) => {{
            let ours = atomic::$atomic::new($old);
            let theirs = real::$atomic::new($old);
            [(compare!(@@ ours, $old, $new), ours.into_inner()),
             (compare!(@@ theirs, $old, $new), theirs.into_inner())]
        }};
        (@@ $a:ident, $old:ident, $new:ident) => {
            [
                Ok($a.fetch_add($new, SeqCst)), Ok($a.fetch_sub($new, SeqCst)),
                Ok($a.fetch_and($new, SeqCst)), Ok($a.fetch_nand($new, SeqCst)),
                Ok($a.fetch_or($new, SeqCst)), Ok($a.fetch_xor($new, SeqCst)),
                Ok($a.fetch_max($new, SeqCst)), Ok($a.fetch_min($new, SeqCst)),
                Ok($a.swap($new, SeqCst)), $a.compare_exchange($old, $new, SeqCst, SeqCst),
                $a.compare_exchange($new, $old, SeqCst, SeqCst), Ok($a.load(SeqCst)),
            ]
        };
    }
    both(|| {
        compare!(AtomicU8 u8, AtomicU16 u16, AtomicU32 u32, AtomicU64 u64, AtomicUsize usize);
        compare!(AtomicI8 i8, AtomicI16 i16, AtomicI32 i32, AtomicI64 i64, AtomicIsize isize);
    });
}

#[test]
fn a_flag_calculates_as_std() {
    macro_rules! results {
        ($flag:expr, $value:ident) => {{
            let flag = $flag;
            let results = [
                flag.fetch_and($value, SeqCst),
                flag.fetch_nand($value, SeqCst),
                flag.fetch_or($value, SeqCst),
                flag.fetch_xor($value, SeqCst),
                flag.fetch_not(SeqCst),
                flag.swap($value, SeqCst),
                flag.compare_exchange($value, !$value, SeqCst, SeqCst) == Ok($value),
                flag.compare_exchange($value, !$value, SeqCst, SeqCst) == Err(!$value),
            ];
            (results, flag.into_inner())
        }};
    }
    both(|| {
        for (old, value) in [(false, false), (false, true), (true, false), (true, true)] {
            let [ours, theirs] = [
                results!(AtomicBool::new(old), value),
                results!(real::AtomicBool::new(old), value),
            ];
            assert_eq!(ours, theirs);
        }
    });
}

/// The function may be called again, but only its last result is stored.
#[test]
fn an_update_calls_its_function_until_nothing_has_changed_meanwhile() {
    let calls = |add: fn(&AtomicU32, &mut dyn FnMut(u32) -> u32)| {
        crate::common::outcomes(|| {
            let (number, mut calls) = (AtomicU32::new(0), 0);
            thread::scope(|scope| {
                scope.spawn(|| number.fetch_add(10, SeqCst));
                add(&number, &mut |old| {
                    calls += 1;
                    old + 1
                });
            });
            (calls, number.into_inner())
        })
    };
    let update = calls(|number, add| _ = number.update(SeqCst, SeqCst, add));
    assert_eq!(update, [(1, 11), (2, 11)].into());
    let try_update = |number: &AtomicU32, add: &mut dyn FnMut(u32) -> u32| {
        number.try_update(SeqCst, SeqCst, |old| Some(add(old))).unwrap();
    };
    assert_eq!(calls(try_update), update);
}

/// What is acquired nevertheless is in the error. A lock that is held is not reported as poisoned.
#[test]
fn a_lock_that_is_tried_is_held_or_poisoned() {
    both(|| {
        let (lock, shelf) = (Mutex::new(1), RwLock::new(2));
        assert!(panics(|| {
            let _both = (lock.lock(), shelf.write());
            panic!("poison");
        }));
        let held = lock.lock().unwrap_err();
        assert!(matches!(lock.try_lock(), Err(TryLockError::WouldBlock)));
        drop(held);
        let Err(TryLockError::Poisoned(held)) = lock.try_lock() else { panic!("not poisoned") };
        assert!(**held.get_ref() == 1 && lock.try_lock().is_err());
        let Err(TryLockError::Poisoned(reader)) = shelf.try_read() else { panic!("not poisoned") };
        assert!(matches!(shelf.try_write(), Err(TryLockError::WouldBlock)));
        assert!(**reader.get_ref() == 2);
        drop(reader);
        let Err(TryLockError::Poisoned(writer)) = shelf.try_write() else { panic!("not poisoned") };
        assert!(matches!(shelf.try_read(), Err(TryLockError::WouldBlock)));
        drop(writer.into_inner());
        lock.clear_poison();
        shelf.clear_poison();
        assert!(!lock.is_poisoned() && shelf.try_write().is_ok());
    });
}

/// Nor does any other access end that of a guard that was forgotten.
#[test]
fn a_forgotten_guard_holds_its_lock_forever() {
    both(|| {
        let (mut lock, mut shelf) = (Mutex::new(1), RwLock::new(2));
        mem::forget(lock.lock().unwrap());
        mem::forget(shelf.read().unwrap());
        assert_eq!((*lock.get_mut().unwrap(), *shelf.get_mut().unwrap()), (1, 2));
        assert!(lock.try_lock().is_err() && shelf.try_write().is_err() && shelf.try_read().is_ok());
        assert_eq!((lock.into_inner().unwrap(), shelf.into_inner().unwrap()), (1, 2));
    });
}

#[test]
fn a_once_stays_poisoned_until_an_initializer_completes() {
    both(|| {
        let (once, runs) = (Once::new(), Cell::new(0));
        for poisoned in [false, true] {
            assert!(panics(|| once.call_once_force(|state| {
                runs.set(runs.get() + 1);
                assert_eq!(state.is_poisoned(), poisoned);
                assert!(!once.is_completed());
                resume_unwind(Box::new("poison"));
            })));
            assert!(!once.is_completed() && panics(|| once.call_once(|| runs.set(9))));
        }
        once.call_once_force(|state| assert!(state.is_poisoned()));
        once.call_once_force(|_| runs.set(9));
        once.call_once(|| runs.set(9));
        assert!(once.is_completed() && runs.get() == 2);
    });
}

/// Of two threads that set it, one is refused; when either returns there is a value.
#[test]
fn a_cell_has_a_value_when_set_returns() {
    both(|| {
        let cell = OnceLock::new();
        let set = |value| (cell.set(value), cell.get().copied());
        let (one, other) = thread::scope(|scope| {
            let one = scope.spawn(|| set(1));
            (set(2), one.join().unwrap())
        });
        let value = cell.get().copied();
        assert_eq!((one.1, other.1), (value, value));
        assert!(one.0.is_ok() != other.0.is_ok() && [Err(1), Err(2)].contains(&one.0.and(other.0)));
    });
}

/// After a panic in one, another one is called.
#[test]
fn only_one_initializer_of_a_cell_completes() {
    both(|| {
        let (cell, completed) = (OnceLock::new(), AtomicU32::new(0));
        let initialize = || {
            completed.fetch_add(1, SeqCst);
            7
        };
        thread::scope(|scope| {
            let fail = || panics(|| *cell.get_or_init(|| panic!("no value")));
            let failed = scope.spawn(fail);
            let one = scope.spawn(|| *cell.get_or_init(initialize));
            assert_eq!((*cell.get_or_init(initialize), one.join().unwrap()), (7, 7));
            failed.join().unwrap();
        });
        assert_eq!((completed.into_inner(), cell.into_inner()), (1, Some(7)));
    });
}

#[test]
fn a_lazy_value_whose_initializer_has_panicked_stays_poisoned() {
    both(|| {
        let mut lazy: LazyLock<u32> = LazyLock::new(|| panic!("no value"));
        assert!(panics(|| *LazyLock::force_mut(&mut lazy)));
        assert!(panics(|| *LazyLock::force(&lazy)) && panics(|| *LazyLock::force_mut(&mut lazy)));
        assert!(LazyLock::get(&lazy).is_none() && LazyLock::get_mut(&mut lazy).is_none());
        let mut lazy = LazyLock::new(|| 1);
        assert_eq!(LazyLock::get_mut(&mut lazy), None);
        *LazyLock::force_mut(&mut lazy) += 1;
        assert_eq!((*lazy, LazyLock::get(&lazy)), (2, Some(&2)));
    });
}

/// No thread leaves a barrier before the last one has arrived.
#[test]
fn a_barrier_blocks_until_enough_threads_have_arrived() {
    both(|| {
        let (barrier, arrived) = (Barrier::new(3), AtomicU32::new(0));
        let visit = || {
            arrived.fetch_add(1, SeqCst);
            let leads = barrier.wait().is_leader();
            assert_eq!(arrived.load(SeqCst), 3);
            u32::from(leads)
        };
        let leaders = thread::scope(|scope| {
            let others = [scope.spawn(visit), scope.spawn(visit)];
            visit() + others.map(|other| other.join().unwrap()).iter().sum::<u32>()
        });
        assert_eq!(leaders, 1);
    });
}

#[test]
fn a_call_that_waits_for_a_channel_returns_when_the_other_end_is_gone() {
    both(|| {
        for bound in [0, 1] {
            let (sender, receiver) = sync_channel(bound);
            thread::scope(|scope| {
                scope.spawn(move || drop(receiver));
                let failed = (1..=2).map(|number| sender.send(number)).find_map(Result::err);
                assert!(failed.is_some_and(|error| error.0 == 1 || bound == 1));
            });
        }
        let (sender, receiver) = channel::<u32>();
        thread::scope(|scope| {
            scope.spawn(move || drop(sender));
            assert!(receiver.recv().is_err() && receiver.iter().next().is_none());
            let timeout = receiver.recv_timeout(Duration::MAX);
            assert_eq!(timeout, Err(RecvTimeoutError::Disconnected));
        });
    });
}

#[test]
fn messages_that_were_sent_before_the_senders_went_are_received() {
    both(|| {
        let (sender, receiver) = sync_channel(2);
        let other = sender.clone();
        thread::scope(|scope| {
            scope.spawn(move || sender.send(1).unwrap());
            scope.spawn(move || other.send(2).unwrap());
        });
        assert_eq!(receiver.recv_timeout(MOMENT).unwrap() + receiver.try_recv().unwrap(), 3);
        assert_eq!(receiver.try_iter().count(), 0);
        // `Ok` does not say that the message will be received.
        let (sender, receiver) = channel();
        assert!(sender.send(Arc::new(1)).is_ok());
        drop(receiver);
        assert!(sender.send(Arc::new(2)).is_err());
    });
}

interleave::thread_local! {
    static MADE: Cell<u32> = const { Cell::new(0) };
    static COUNTED: Cell<u32> = {
        MADE.set(MADE.get() + 1);
        Cell::new(7)
    };
    static LIST: RefCell<Vec<u32>> = {
        MADE.set(MADE.get() + 1);
        RefCell::new(vec![7])
    };
    static BROKEN: u32 = panic!("no value");
}

/// `set` does not run the initializer, and all others do.
#[test]
fn a_thread_local_is_initialized_by_its_initializer_or_by_set() {
    both(|| {
        let of_a_thread =
            |work: fn() -> u32| thread::spawn(move || (work(), MADE.get())).join().unwrap();
        assert_eq!(of_a_thread(|| COUNTED.get()), (7, 1));
        assert_eq!(of_a_thread(|| COUNTED.take() + COUNTED.get()), (7, 1));
        assert_eq!(of_a_thread(|| COUNTED.replace(5) + COUNTED.get()), (12, 1));
        let set = || {
            COUNTED.set(5);
            COUNTED.get()
        };
        assert_eq!(of_a_thread(set), (5, 0));
        let set = || {
            LIST.set(vec![1]);
            LIST.replace(vec![2])[0] * 10 + LIST.take()[0]
        };
        assert_eq!(of_a_thread(set), (12, 0));
        assert_eq!(of_a_thread(|| LIST.with_borrow(|list| list[0])), (7, 1));
        assert_eq!(of_a_thread(|| LIST.with_borrow_mut(|list| list.pop().unwrap())), (7, 1));
    });
}

#[test]
fn a_thread_local_panics_if_it_is_borrowed_or_its_initializer_panics() {
    both(|| {
        LIST.with_borrow(|_| {
            assert!(panics(|| LIST.with_borrow_mut(|_| ())) && panics(|| LIST.set(Vec::new())));
            assert!(panics(|| LIST.take()) && panics(|| LIST.replace(Vec::new())));
            LIST.with_borrow(|list| assert_eq!(*list, [7]));
        });
        LIST.with_borrow_mut(|_| assert!(panics(|| LIST.with_borrow(|_| ()))));
        assert!(panics(|| BROKEN.with(|_| ())) && panics(|| _ = BROKEN.try_with(|_| ())));
    });
}

/// A scope joins all its threads before it panics or returns, and passes on a panic of its own function.
#[test]
fn a_scope_joins_its_threads_in_any_case() {
    both(|| {
        let ended = AtomicU32::new(0);
        let work = || _ = ended.fetch_add(1, SeqCst);
        let scope_panics = |own: bool| {
            catch_unwind(AssertUnwindSafe(|| {
                thread::scope(|scope| {
                    scope.spawn(work);
                    scope.spawn(|| assert!(own, "in a thread"));
                    assert!(!own, "in the scope");
                });
            }))
        };
        assert_eq!(
            scope_panics(false).unwrap_err().downcast_ref(),
            Some(&"a scoped thread panicked")
        );
        assert_eq!(ended.load(SeqCst), 1);
        assert_eq!(scope_panics(true).unwrap_err().downcast_ref(), Some(&"in the scope"));
        assert_eq!(ended.load(SeqCst), 2);
    });
}

#[test]
fn a_join_returns_any_payload_and_threads_have_no_name_by_default() {
    both(|| {
        let thread = thread::spawn(|| {
            assert_eq!(thread::current().name(), None);
            resume_unwind(Box::new(7_u32));
        });
        assert_eq!(thread.thread().name(), None);
        let payload: Result<(), _> = thread.join();
        assert_eq!(payload.unwrap_err().downcast_ref(), Some(&7_u32));
        let mut outlives = None;
        thread::scope(|scope| {
            let parent = scope.spawn(|| thread::spawn(|| 5));
            outlives = Some(parent.join().unwrap());
        });
        assert_eq!(outlives.unwrap().join().unwrap(), 5);
    });
}

#[test]
fn a_thread_sleeps_at_least_as_long_as_it_should() {
    both(|| {
        let start = Instant::now();
        thread::sleep(Duration::ZERO);
        thread::sleep(MOMENT);
        assert!(start.elapsed() >= MOMENT);
        thread::current().unpark();
        thread::current().unpark();
        thread::park();
        // There is only one token, so this waits, unless it is woken spuriously.
        thread::park_timeout(MOMENT);
        assert!(Instant::now() >= start + MOMENT);
        assert_eq!((start - Duration::ZERO, start.checked_sub(Duration::MAX)), (start, None));
    });
}

#[test]
fn hints_return_what_they_get() {
    both(|| {
        hint::spin_loop();
        hint::cold_path();
        assert_eq!((hint::black_box(3), hint::select_unpredictable(true, 1, 2)), (3, 1));
        assert_eq!(hint::select_unpredictable(false, 1, 2), 2);
    });
}
