//! Counts known from theory: one execution per Mazurkiewicz trace, none of them redundant.
use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::sync::{Mutex, RwLock};
use interleave::{Coverage, Explorer, thread};

/// The number of executions of `threads` concurrent calls of `body` on a fresh `shared()`.
#[track_caller]
fn executions<S: Sync>(threads: u32, shared: impl Fn() -> S, body: impl Fn(&S, u32) + Sync) -> u64 {
    let coverage: Coverage = Explorer::new()
        .check(|| {
            let shared = shared();
            thread::scope(|scope| {
                for id in 0..threads {
                    let (shared, body) = (&shared, &body);
                    scope.spawn(move || body(shared, id));
                }
            });
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
    assert!(coverage.is_complete(), "{coverage}");
    assert_eq!(coverage.redundant, 0, "no two executions are equivalent");
    coverage.executions
}

fn factorial(n: u32) -> u64 {
    (1..=u64::from(n)).product()
}

#[test]
fn threads_acquire_a_lock_in_every_order() {
    for threads in 1..=5 {
        let count = executions(threads, || Mutex::new(0), |lock, _| *lock.lock().unwrap() += 1);
        assert_eq!(count, factorial(threads));
    }
}

#[test]
fn writers_acquire_a_lock_in_every_order() {
    for threads in 1..=4 {
        let count = executions(threads, || RwLock::new(0), |lock, _| *lock.write().unwrap() += 1);
        assert_eq!(count, factorial(threads));
    }
}

#[test]
fn readers_of_a_lock_are_independent() {
    for threads in 1..=4 {
        let read = |lock: &RwLock<i32>, _| assert_eq!(*lock.read().unwrap(), 1);
        assert_eq!(executions(threads, || RwLock::new(1), read), 1);
    }
}

#[test]
fn stores_to_each_cell_happen_in_every_order() {
    for (threads, cells) in [(1, 3), (2, 1), (2, 2), (2, 3), (2, 5), (3, 1), (3, 2), (3, 3), (4, 2)]
    {
        let memory = || (0..cells).map(|_| AtomicU32::new(0)).collect::<Vec<_>>();
        let count = executions(threads, memory, |memory, id| {
            memory.iter().for_each(|cell| cell.store(id, SeqCst));
        });
        assert_eq!(count, factorial(threads).pow(cells), "{threads} threads, {cells} cells");
    }
}

#[test]
fn loads_are_independent() {
    for threads in 1..=4 {
        let read = |cell: &AtomicU32, _| assert_eq!(cell.load(SeqCst), 7);
        assert_eq!(executions(threads, || AtomicU32::new(7), read), 1);
    }
}

#[test]
fn threads_that_share_nothing_are_independent() {
    for threads in 1..=5 {
        let count = executions(
            threads,
            || (),
            |(), id| {
                let (own, lock) = (AtomicU32::new(0), Mutex::new(0));
                own.store(id, SeqCst);
                *lock.lock().unwrap() += own.fetch_add(1, SeqCst);
                assert_eq!(*lock.lock().unwrap(), id);
            },
        );
        assert_eq!(count, 1);
    }
}
