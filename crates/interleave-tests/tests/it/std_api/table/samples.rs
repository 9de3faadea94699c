//! Samples of what the table says.

use std::collections::BTreeSet;

use interleave::collections::HashSet;
use interleave::hint::spin_loop;
use interleave::io;
use interleave::sync::atomic::{AtomicU32, Ordering::*};
use interleave::sync::{Barrier, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock, mpsc};
use interleave::time::{Duration, Instant};
use interleave::{Explorer, FailureKind, thread};

use crate::common::{OnDrop, outcomes};

pub(super) const SECOND: Duration = Duration::from_secs(1);

pub(super) fn set<T: Ord, const N: usize>(outcomes: [T; N]) -> BTreeSet<T> {
    outcomes.into()
}

/// Runs both closures concurrently and returns their results.
pub(super) fn both<A: Send, B: Send>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    thread::scope(|scope| {
        let (one, other) = (scope.spawn(one), scope.spawn(other));
        (one.join().unwrap(), other.join().unwrap())
    })
}

pub(super) fn a_panic_poisons_a_lock() {
    let poisoned = outcomes(|| {
        let (lock, shelf) = (Mutex::new(0), RwLock::new(0));
        let poison = || {
            let _both = (lock.lock(), shelf.write());
            panic!("poison");
        };
        let panicked = thread::scope(|scope| scope.spawn(poison).join().is_err());
        (panicked, lock.is_poisoned(), shelf.is_poisoned(), lock.lock().is_err())
    });
    assert_eq!(poisoned, set([(true, true, true, true)]));
}

pub(super) fn a_reader_overtakes_a_waiting_writer_or_waits() {
    let read = Explorer::new().outcomes_with_failures(|| {
        let shelf = RwLock::new(0);
        thread::scope(|scope| {
            let first = shelf.read().unwrap();
            scope.spawn(|| *shelf.write().unwrap() = 1);
            let second = scope.spawn(|| *shelf.read().unwrap()).join().unwrap();
            (*first, second)
        })
    });
    // Behind the writer, the second reader is never joined.
    assert_eq!(read.outcomes, BTreeSet::from([None, Some((0, 0))]));
}

pub(super) fn any_waiter_may_be_woken() {
    let woken = outcomes(|| {
        let (condvar, open) = (Condvar::new(), Mutex::new(0));
        let (woken, receiver) = mpsc::channel();
        thread::scope(|scope| {
            for name in ["Ann", "Bob"] {
                let (woken, condvar, open) = (woken.clone(), &condvar, &open);
                scope.spawn(move || {
                    let mut open =
                        condvar.wait_while(open.lock().unwrap(), |open| *open == 0).unwrap();
                    *open -= 1;
                    woken.send(name).unwrap();
                });
            }
            *open.lock().unwrap() = 1;
            condvar.notify_one();
            let first = receiver.recv().unwrap();
            *open.lock().unwrap() = 1;
            condvar.notify_all();
            first
        })
    });
    assert_eq!(woken, set(["Ann", "Bob"]));
}

pub(super) fn one_wakeup_is_spurious() {
    let wakeups = outcomes(|| {
        let (condvar, open) = (Condvar::new(), Mutex::new(false));
        thread::scope(|scope| {
            let waiter = scope.spawn(|| {
                let (mut open, mut wakeups) = (open.lock().unwrap(), 0);
                while !*open {
                    open = condvar.wait(open).unwrap();
                    wakeups += 1;
                }
                wakeups
            });
            *open.lock().unwrap() = true;
            condvar.notify_all();
            waiter.join().unwrap()
        })
    });
    assert_eq!(wakeups, set([0, 1, 2]));
}

pub(super) fn a_timeout_fires_or_not() {
    let timed_out = outcomes(|| {
        let (condvar, open) = (Condvar::new(), Mutex::new(false));
        thread::scope(|scope| {
            let waiter = scope.spawn(|| {
                let closed = |open: &mut bool| !*open;
                condvar
                    .wait_timeout_while(open.lock().unwrap(), SECOND, closed)
                    .unwrap()
                    .1
                    .timed_out()
            });
            *open.lock().unwrap() = true;
            condvar.notify_all();
            waiter.join().unwrap()
        })
    });
    assert_eq!(timed_out, set([false, true]));
}

pub(super) fn a_barrier_has_one_leader() {
    let leaders = outcomes(|| {
        let barrier = Barrier::new(2);
        both(|| barrier.wait().is_leader(), || barrier.wait().is_leader())
    });
    assert_eq!(leaders, set([(false, true), (true, false)]));
}

pub(super) fn the_first_thread_initializes_the_value() {
    let made = outcomes(|| {
        let (once, cell, lazy, runs) =
            (Once::new(), OnceLock::new(), LazyLock::new(|| 7), AtomicU32::new(0));
        let initialize = |name| {
            once.call_once(|| _ = runs.fetch_add(1, SeqCst));
            (*cell.get_or_init(|| name), *lazy)
        };
        (both(|| initialize("Ann"), || initialize("Bob")), runs.into_inner())
    });
    let [ann, bob] = ["Ann", "Bob"].map(|name| ((name, 7), (name, 7)));
    assert_eq!(made, set([(ann, 1), (bob, 1)]));
}

pub(super) fn messages_of_a_sender_arrive_in_order() {
    let received = outcomes(|| {
        let (sender, receiver) = mpsc::channel();
        thread::scope(|scope| {
            let other = sender.clone();
            scope.spawn(move || [1, 2].map(|item| sender.send(item).unwrap()));
            scope.spawn(move || other.send(3).unwrap());
        });
        receiver.iter().collect::<Vec<_>>()
    });
    assert_eq!(received, set([vec![1, 2, 3], vec![1, 3, 2], vec![3, 1, 2]]));
}

pub(super) fn a_rendezvous_needs_a_waiting_receiver() {
    let met = outcomes(|| {
        let (sender, receiver) = mpsc::sync_channel(0);
        both(move || sender.try_send(1).is_ok(), move || receiver.recv_timeout(SECOND).is_ok())
    });
    assert_eq!(met, set([(false, false), (true, true)]));
}

pub(super) fn hash_tables_have_one_order() {
    let order = || (0..9).collect::<HashSet<u32>>().into_iter().collect::<Vec<_>>();
    assert_eq!(outcomes(order), set([order()]));
}

pub(super) fn threads_behave_as_in_std() {
    let done = outcomes(|| {
        let waiter = thread::spawn(|| {
            thread::park();
            thread::yield_now();
            thread::sleep(SECOND);
        });
        waiter.thread().unpark();
        waiter.join().unwrap();
        let named = thread::Builder::new().name("Ann".to_owned());
        let named = named.spawn(|| thread::current().name().map(str::to_owned)).unwrap();
        let scoped = thread::scope(|scope| scope.spawn(|| 5).join().unwrap());
        let several = thread::available_parallelism().is_ok_and(|number| number.get() > 0);
        (named.join().unwrap(), scoped, several)
    });
    assert_eq!(done, set([(Some("Ann".to_owned()), 5, true)]));
}

pub(super) fn at_most_32_threads_that_were_not_joined() {
    let begin = |threads: usize| {
        let body = || {
            let threads: Vec<_> = (0..threads).map(|_| thread::spawn(|| ())).collect();
            threads.into_iter().for_each(|it| it.join().unwrap());
        };
        Explorer::new().check(body).map_err(|failure| failure.kind)
    };
    assert_eq!(interleave::MAX_THREADS, 32);
    assert!(begin(31).is_ok(), "the body is a thread too");
    assert_eq!(begin(32).unwrap_err(), FailureKind::Unsupported);
}

interleave::thread_local! {
    static VISITS: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

pub(super) fn each_thread_has_its_own_value() {
    let visit = || VISITS.replace(VISITS.get() + 1);
    assert_eq!(outcomes(|| (visit(), visit(), both(visit, visit))), set([(0, 1, (0, 0))]));
}

pub(super) fn a_clock_is_the_longest_chain_of_sleeps() {
    let clocks = outcomes(|| {
        let start = Instant::now();
        thread::sleep(SECOND);
        both(|| thread::sleep(SECOND), || thread::sleep(SECOND * 2));
        start.elapsed()
    });
    assert_eq!(clocks, set([SECOND * 3]));
}

pub(super) fn spin_loop_waits() {
    let seen = outcomes(|| {
        let flag = AtomicU32::new(0);
        let spin = || {
            while flag.load(SeqCst) == 0 {
                spin_loop();
            }
        };
        both(spin, || flag.store(1, SeqCst));
    });
    assert_eq!(seen, set([()]));
}

pub(super) fn arguments_of_println_are_evaluated() {
    let counts = outcomes(|| {
        let count = AtomicU32::new(0);
        interleave::println!("{}", count.fetch_add(1, SeqCst));
        interleave::eprint!("{}", count.fetch_add(1, SeqCst));
        count.into_inner()
    });
    assert_eq!(counts, set([2]));
}

pub(super) fn a_thread_that_is_left_drops_nothing() {
    let coverage = Explorer::new().check(|| {
        thread::spawn(|| {
            let _invariant = OnDrop(|| panic!("dropped"));
            Barrier::new(2).wait();
        });
    });
    assert!(coverage.unwrap().is_complete());
}

/// A program of its own, because the allocator of the engine also changes the names of elements in reports.
pub(super) fn what_left_threads_own_is_limited() {
    let program = include_str!("../../../limits.rs");
    assert!(program.contains("#[test]\nfn a_search_that_leaks_half_of_the_memory_is_bounded()"));
}

pub(super) fn locked_output_keeps_no_thread_out() {
    let coverage = Explorer::new().check(|| {
        let output = io::stdout().lock();
        thread::spawn(|| drop(io::stdout().lock())).join().unwrap();
        drop(output);
    });
    assert!(coverage.unwrap().is_complete());
}
