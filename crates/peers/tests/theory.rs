//! Counts that theory knows: one execution for each Mazurkiewicz trace, and none twice.
use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::sync::{Mutex, RwLock};
use interleave::{Coverage, Explorer, thread};

/// How much there is to see of `threads` copies of `body` at once, on what `shared` makes.
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
    assert_eq!(coverage.redundant, 0, "no execution is equivalent to another");
    coverage.executions
}

fn factorial(n: u32) -> u64 {
    (1..=u64::from(n)).product()
}

#[test]
fn threads_that_take_one_lock_once_come_in_every_order() {
    for threads in 1..=5 {
        let seen = executions(threads, || Mutex::new(0), |lock, _| *lock.lock().unwrap() += 1);
        assert_eq!(seen, factorial(threads));
    }
}

#[test]
fn writers_of_a_lock_come_in_every_order() {
    for threads in 1..=4 {
        let seen = executions(threads, || RwLock::new(0), |lock, _| *lock.write().unwrap() += 1);
        assert_eq!(seen, factorial(threads));
    }
}

#[test]
fn readers_of_a_lock_are_independent() {
    for threads in 1..=4 {
        let look = |lock: &RwLock<i32>, _| assert_eq!(*lock.read().unwrap(), 1);
        assert_eq!(executions(threads, || RwLock::new(1), look), 1);
    }
}

#[test]
fn stores_to_each_cell_come_in_every_order_independently() {
    for (threads, cells) in [(1, 3), (2, 1), (2, 2), (2, 3), (2, 5), (3, 1), (3, 2), (3, 3), (4, 2)]
    {
        let memory = || (0..cells).map(|_| AtomicU32::new(0)).collect::<Vec<_>>();
        let seen = executions(threads, memory, |memory, id| {
            memory.iter().for_each(|cell| cell.store(id, SeqCst));
        });
        assert_eq!(seen, factorial(threads).pow(cells), "{threads} threads, {cells} cells");
    }
}

#[test]
fn loads_are_independent() {
    for threads in 1..=4 {
        let look = |cell: &AtomicU32, _| assert_eq!(cell.load(SeqCst), 7);
        assert_eq!(executions(threads, || AtomicU32::new(7), look), 1);
    }
}

#[test]
fn threads_with_nothing_in_common_are_independent() {
    for threads in 1..=5 {
        let seen = executions(
            threads,
            || (),
            |(), id| {
                let (own, lock) = (AtomicU32::new(0), Mutex::new(0));
                own.store(id, SeqCst);
                *lock.lock().unwrap() += own.fetch_add(1, SeqCst);
                assert_eq!(*lock.lock().unwrap(), id);
            },
        );
        assert_eq!(seen, 1);
    }
}
