//! Spinning with a read-modify-write operation beside a plain store.

use interleave::sync::Mutex;
use interleave::sync::atomic::{AtomicBool, AtomicU32, Ordering, Ordering::SeqCst};
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
