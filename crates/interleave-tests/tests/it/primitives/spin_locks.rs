//! Spinning with a read-modify-write operation beside a plain store, or with attempts to acquire a lock.

use interleave::sync::atomic::{AtomicBool, AtomicU32, Ordering, Ordering::SeqCst};
use interleave::sync::{Mutex, RwLock};
use interleave::time::Duration;
use interleave::{Explorer, thread};

use super::fair_polling::{FEW, assert_ends};

#[test]
fn spinning_with_any_read_modify_write_ends() {
    use Ordering::{AcqRel, Acquire, Relaxed, Release};
    let spins: [fn(&AtomicBool, Ordering) -> bool; 4] = [
        |taken, order| taken.swap(true, order),
        |taken, order| taken.fetch_or(true, order),
        |taken, order| taken.fetch_and(true, order),
        |taken, order| taken.compare_exchange(false, true, order, Relaxed).is_err(),
    ];
    for (at, spin) in spins.into_iter().enumerate() {
        for (acquire, release) in
            [(SeqCst, SeqCst), (Acquire, Release), (AcqRel, Release), (Relaxed, Relaxed)]
        {
            let coverage = assert_ends(
                || AtomicBool::new(true),
                |taken| taken.store(false, release),
                |taken| while spin(taken, acquire) {},
            );
            assert!(coverage.executions < 100, "spin {at}, {acquire:?}: {coverage}");
        }
    }
}

#[test]
fn a_spin_lock_is_explored() {
    for orders in [(SeqCst, SeqCst), (Ordering::Acquire, Ordering::Release)] {
        let coverage = Explorer::new()
            .no_fallback_after(FEW)
            .check(|| {
                let (taken, sum) = (AtomicBool::new(false), AtomicU32::new(0));
                thread::scope(|scope| {
                    for _ in 0..2 {
                        scope.spawn(|| {
                            while taken.swap(true, orders.0) {}
                            sum.store(sum.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
                            taken.store(false, orders.1);
                        });
                    }
                });
                assert_eq!(sum.into_inner(), 2);
            })
            .unwrap();
        assert!(coverage.executions < FEW, "{coverage}");
    }
}

#[test]
fn failed_attempts_to_lock_cost_few_executions() {
    for pause in [|| (), thread::yield_now] {
        let coverage = Explorer::new()
            .check(|| {
                let lock = Mutex::new(0);
                thread::scope(|scope| {
                    scope.spawn(|| *lock.lock().unwrap() += 1);
                    while lock.try_lock().is_err() {
                        pause();
                    }
                });
            })
            .unwrap();
        assert_eq!(coverage.to_string(), "complete: 5 executions");
    }
}

#[test]
fn a_thread_that_gets_a_lock_after_failed_attempts_lets_the_others_change_the_data() {
    fn poll(lock: &Mutex<u32>, pause: fn()) {
        while !lock.try_lock().is_ok_and(|data| *data > 0) {
            pause();
        }
    }
    fn poll_to_read(lock: &RwLock<u32>, pause: fn()) {
        while !lock.try_read().is_ok_and(|data| *data > 0) {
            pause();
        }
    }
    fn poll_to_write(lock: &RwLock<u32>, pause: fn()) {
        while !lock.try_write().is_ok_and(|data| *data > 0) {
            pause();
        }
    }
    let pauses: [fn(); 3] = [|| (), thread::yield_now, || thread::sleep(Duration::from_millis(1))];
    for pause in pauses {
        let mutex = || {
            let (lock, other) = (Mutex::new(0), Mutex::new(()));
            thread::scope(|scope| {
                scope.spawn(|| {
                    let _guard = lock.lock().unwrap();
                    drop(other.lock().unwrap());
                });
                scope.spawn(|| poll(&lock, pause));
                drop(other.lock().unwrap());
                *lock.lock().unwrap() += 1;
            });
        };
        let rwlock = |poll: fn(&RwLock<u32>, fn())| {
            move || {
                let (lock, other) = (RwLock::new(0), Mutex::new(()));
                thread::scope(|scope| {
                    scope.spawn(|| {
                        let _guard = lock.write().unwrap();
                        drop(other.lock().unwrap());
                    });
                    scope.spawn(|| poll(&lock, pause));
                    drop(other.lock().unwrap());
                    *lock.write().unwrap() += 1;
                });
            }
        };
        let explore = |body: &dyn Fn()| Explorer::new().no_fallback_after(FEW).check(body);
        for result in
            [&mutex as &dyn Fn(), &rwlock(poll_to_read), &rwlock(poll_to_write)].map(explore)
        {
            assert!(result.is_ok(), "{}", result.unwrap_err());
        }
    }
}
