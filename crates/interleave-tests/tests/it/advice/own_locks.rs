//! A lock of flags that `Release` and `Acquire` do not make exclusive: what it protects is not to blame.

use interleave::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use interleave::thread;

fn orderings(repaired: bool) -> [Ordering; 2] {
    if repaired { [Ordering::SeqCst; 2] } else { [Ordering::Release, Ordering::Acquire] }
}

/// Two threads raise their own flag, and enter if the other one's is not raised.
fn both_enter(repaired: bool, inside: impl Fn() + Sync) {
    let [store, load] = orderings(repaired);
    let flags = [AtomicBool::new(false), AtomicBool::new(false)];
    thread::scope(|scope| {
        for me in 0..2 {
            let (flags, inside) = (&flags, &inside);
            scope.spawn(move || {
                flags[me].store(true, store);
                if !flags[1 - me].load(load) {
                    inside();
                }
            });
        }
    });
}

#[test]
fn two_threads_enter_at_once() {
    fn a_counter(repaired: bool) {
        let (count, entered) = (AtomicU32::new(0), AtomicU32::new(0));
        both_enter(repaired, || {
            count.store(count.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
            entered.fetch_add(1, Ordering::Relaxed);
        });
        assert_eq!(count.into_inner(), entered.into_inner());
    }
    fn a_guard(repaired: bool) {
        let inside = AtomicBool::new(false);
        both_enter(repaired, || {
            assert!(!inside.swap(true, Ordering::Relaxed), "only one thread is inside");
            inside.store(false, Ordering::Relaxed);
        });
    }
    fn a_largest_value(repaired: bool) {
        let (largest, entered) = (AtomicU32::new(0), AtomicU32::new(0));
        both_enter(repaired, || {
            let next = largest.load(Ordering::Relaxed) + 2;
            largest.store(next, Ordering::Relaxed);
            entered.fetch_add(2, Ordering::Relaxed);
        });
        assert_eq!(largest.into_inner(), entered.into_inner());
    }
    fn at_most_one(repaired: bool) {
        let entered = AtomicU32::new(0);
        both_enter(repaired, || _ = entered.fetch_add(1, Ordering::Relaxed));
        assert!(entered.into_inner() < 2, "at most one thread enters");
    }
    fn two_names(repaired: bool) {
        let [store, load] = orderings(repaired);
        let (left, right, count) =
            (AtomicBool::new(false), AtomicBool::new(false), AtomicU32::new(0));
        let add = || count.store(count.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
        let entered = thread::scope(|scope| {
            let other = scope.spawn(|| {
                left.store(true, store);
                (!right.load(load)).then(add).is_some()
            });
            right.store(true, store);
            let mine = (!left.load(load)).then(add).is_some();
            u32::from(mine) + u32::from(other.join().unwrap())
        });
        assert_eq!(count.into_inner(), entered);
    }
    super::check(
        "Use `SeqCst` for all four operations",
        &[a_counter, a_guard, a_largest_value, at_most_one, two_names],
    );
}
