//! The condition of a `wait` changes without the lock of the `wait`, or is checked only once.

use std::sync::atomic::Ordering::SeqCst;

use interleave::sync::atomic::{AtomicBool, AtomicUsize};
use interleave::sync::{Condvar, Mutex, MutexGuard};
use interleave::thread;

#[test]
fn the_condition_changes_without_the_lock() {
    fn a_flag(repaired: bool) {
        let (ready, lock, changed) = (AtomicBool::new(false), Mutex::new(()), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut guard = lock.lock().unwrap();
                while !ready.load(SeqCst) {
                    guard = changed.wait(guard).unwrap();
                }
            });
            let guard = repaired.then(|| lock.lock().unwrap());
            ready.store(true, SeqCst);
            drop(guard);
            changed.notify_one();
        });
    }
    fn permits(repaired: bool) {
        let (permits, waiting, released) = (AtomicUsize::new(0), Mutex::new(()), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                let guard = waiting.lock().unwrap();
                let guard = released.wait_while(guard, |()| permits.load(SeqCst) == 0).unwrap();
                permits.fetch_sub(1, SeqCst);
                drop(guard);
            });
            let guard = repaired.then(|| waiting.lock().unwrap());
            permits.fetch_add(1, SeqCst);
            drop(guard);
            released.notify_all();
        });
    }
    fn closed(repaired: bool) {
        let (items, closed, changed) =
            (Mutex::new(vec![1]), AtomicBool::new(false), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut guard = items.lock().unwrap();
                loop {
                    if guard.pop().is_none() && closed.load(SeqCst) {
                        break;
                    }
                    if guard.is_empty() && !closed.load(SeqCst) {
                        guard = changed.wait(guard).unwrap();
                    }
                }
            });
            let guard = repaired.then(|| items.lock().unwrap());
            closed.store(true, SeqCst);
            drop(guard);
            changed.notify_all();
        });
    }
    fn another_mutex(repaired: bool) {
        let (state, done, changed) = (Mutex::new(0), Mutex::new(false), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut guard = state.lock().unwrap();
                while !*done.lock().unwrap() {
                    guard = changed.wait(guard).unwrap();
                }
            });
            let guard = repaired.then(|| state.lock().unwrap());
            *done.lock().unwrap() = true;
            drop(guard);
            changed.notify_one();
        });
    }
    fn two_waiting_threads(repaired: bool) {
        let (open, lock, changed) = (AtomicBool::new(false), Mutex::new(0), Condvar::new());
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let mut count = lock.lock().unwrap();
                    while !open.load(SeqCst) {
                        count = changed.wait(count).unwrap();
                    }
                    *count += 1;
                });
            }
            let guard = repaired.then(|| lock.lock().unwrap());
            open.store(true, SeqCst);
            drop(guard);
            changed.notify_all();
        });
    }
    super::check(
        "can come between the check and the `wait`. Lock",
        &[a_flag, permits, closed, another_mutex, two_waiting_threads],
    );
}

/// Waits until the condition does not hold anymore: repaired in a loop, otherwise once.
fn wait_while<'a, T>(
    changed: &Condvar,
    mut guard: MutexGuard<'a, T>,
    condition: impl Fn(&T) -> bool,
    repaired: bool,
) -> MutexGuard<'a, T> {
    if repaired {
        return changed.wait_while(guard, |value| condition(value)).unwrap();
    }
    if condition(&guard) {
        guard = changed.wait(guard).unwrap();
    }
    guard
}

#[test]
fn a_deadlock_follows_a_wait_in_an_if() {
    /// Lets at most `places` threads in, and each of them takes both locks in its own order.
    fn in_turn(places: u32, orders: &'static [[usize; 2]], repaired: bool) {
        let (inside, left) = (Mutex::new(0), Condvar::new());
        let locks = [const { Mutex::new(()) }; 3];
        thread::scope(|scope| {
            for [one, two] in orders {
                let (inside, left, locks) = (&inside, &left, &locks);
                scope.spawn(move || {
                    let guard = inside.lock().unwrap();
                    *wait_while(left, guard, |inside| *inside == places, repaired) += 1;
                    {
                        let _one = locks[*one].lock().unwrap();
                        let _two = locks[*two].lock().unwrap();
                    }
                    *inside.lock().unwrap() -= 1;
                    left.notify_one();
                });
            }
        });
    }
    fn two_forks(repaired: bool) {
        in_turn(1, &[[0, 1], [1, 0]], repaired);
    }
    fn three_forks(repaired: bool) {
        in_turn(2, &[[0, 1], [1, 2], [2, 0]], repaired);
    }
    fn one_order_twice(repaired: bool) {
        in_turn(1, &[[2, 1], [1, 2], [1, 2]], repaired);
    }
    /// The thread that comes second goes on without its permit.
    fn beside_a_message(repaired: bool) {
        let (permits, released) = (Mutex::new(1), Condvar::new());
        let locks = [const { Mutex::new(()) }; 2];
        thread::scope(|scope| {
            for order in [[0, 1], [1, 0]] {
                let (permits, released, locks) = (&permits, &released, &locks);
                scope.spawn(move || {
                    let guard = permits.lock().unwrap();
                    *wait_while(released, guard, |permits| *permits == 0, repaired) -= 1;
                    for lock in order.map(|lock| &locks[lock]).windows(2) {
                        let _both = (lock[0].lock().unwrap(), lock[1].lock().unwrap());
                    }
                    *permits.lock().unwrap() += 1;
                    released.notify_one();
                });
            }
        });
    }
    fn a_flag(repaired: bool) {
        let (is_free, freed) = (Mutex::new(true), Condvar::new());
        let (ann, bob) = (Mutex::new(1), Mutex::new(2));
        let swap = |one: &Mutex<u32>, two: &Mutex<u32>| {
            let guard = is_free.lock().unwrap();
            *wait_while(&freed, guard, |is_free| !*is_free, repaired) = false;
            std::mem::swap(&mut *one.lock().unwrap(), &mut *two.lock().unwrap());
            *is_free.lock().unwrap() = true;
            freed.notify_one();
        };
        thread::scope(|scope| {
            scope.spawn(|| swap(&ann, &bob));
            swap(&bob, &ann);
        });
    }
    super::check(
        "use `while` instead of the `if`",
        &[two_forks, three_forks, one_order_twice, beside_a_message, a_flag],
    );
}
