//! A guard or a permit that is dropped before the code that it should protect.

use std::sync::atomic::Ordering::SeqCst;

use interleave::sync::atomic::AtomicU32;
use interleave::sync::{Condvar, Mutex, MutexGuard, RwLock};
use interleave::thread;

/// Runs the closure on two threads.
fn twice(body: impl Fn() + Sync) {
    thread::scope(|scope| {
        scope.spawn(&body);
        scope.spawn(&body);
    });
}

/// Two steps that no other thread may interrupt.
fn count(sum: &AtomicU32) {
    let old = sum.load(SeqCst);
    sum.store(old + 1, SeqCst);
}

fn take(fork: &Mutex<()>) -> MutexGuard<'_, ()> {
    fork.lock().unwrap()
}

#[test]
fn a_guard_without_data_is_dropped_at_once() {
    #[expect(unused_must_use, reason = "the mistake")]
    fn not_bound(repaired: bool) {
        let (fork, sum) = (Mutex::new(()), AtomicU32::new(0));
        twice(|| {
            if repaired {
                let _guard = take(&fork);
                count(&sum);
            } else {
                take(&fork);
                count(&sum);
            }
        });
        assert_eq!(sum.load(SeqCst), 2);
    }
    fn in_an_inner_block(repaired: bool) {
        let (locks, sum) = ([Mutex::new(()), Mutex::new(())], AtomicU32::new(0));
        twice(|| {
            if repaired {
                let _guard = take(&locks[1]);
                count(&sum);
            } else {
                if locks.len() == 2 {
                    let _guard = take(&locks[1]);
                }
                count(&sum);
            }
        });
        assert_eq!(sum.load(SeqCst), 2);
    }
    fn read_guard(repaired: bool) {
        let (gate, sum) = (RwLock::new(()), AtomicU32::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                let guard = gate.read().unwrap();
                if !repaired {
                    drop(guard);
                    assert_eq!(sum.load(SeqCst), sum.load(SeqCst));
                } else {
                    assert_eq!(sum.load(SeqCst), sum.load(SeqCst));
                }
            });
            let _guard = gate.write().unwrap();
            sum.store(1, SeqCst);
        });
    }
    fn after_a_sleep(repaired: bool) {
        let (turn, sum) = (Mutex::new(()), AtomicU32::new(0));
        twice(|| {
            let guard = take(&turn);
            thread::sleep(std::time::Duration::from_millis(1));
            let _guard = repaired.then_some(guard);
            count(&sum);
        });
        assert_eq!(sum.load(SeqCst), 2);
    }
    fn in_a_function_of_its_own(repaired: bool) {
        fn enter(door: &Mutex<()>) {
            let _guard = door.lock().unwrap();
        }
        let (door, sum) = (Mutex::new(()), AtomicU32::new(0));
        twice(|| {
            let _guard = repaired.then(|| door.lock().unwrap());
            if !repaired {
                enter(&door);
            }
            count(&sum);
        });
        assert_eq!(sum.load(SeqCst), 2);
    }
    fn two_locks_are_dropped_by_hand(repaired: bool) {
        let (left, right, sum) = (Mutex::new(()), Mutex::new(()), AtomicU32::new(0));
        twice(|| {
            let guards = (take(&left), take(&right));
            let _guards = repaired.then_some(guards);
            count(&sum);
        });
        assert_eq!(sum.load(SeqCst), 2);
    }
    super::check(
        "unlocks it before it reads or changes anything",
        &[
            not_bound,
            in_an_inner_block,
            read_guard,
            after_a_sleep,
            in_a_function_of_its_own,
            two_locks_are_dropped_by_hand,
        ],
    );
}

/// A semaphore.
#[derive(Default)]
struct Permits {
    taken: Mutex<u32>,
    released: Condvar,
}

/// Gives its permit back when dropped.
struct Permit<'a>(&'a Permits);

impl Permits {
    fn take(&self) -> Permit<'_> {
        let taken = self.taken.lock().unwrap();
        *self.released.wait_while(taken, |taken| *taken > 0).unwrap() += 1;
        Permit(self)
    }

    fn release(&self) {
        *self.taken.lock().unwrap() -= 1;
        self.released.notify_one();
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.release();
    }
}

#[test]
fn a_permit_is_given_back_at_once() {
    fn underscore(repaired: bool) {
        let (permits, sum) = (Permits::default(), AtomicU32::new(0));
        twice(|| {
            if repaired {
                let _permit = permits.take();
                count(&sum);
            } else {
                let _ = permits.take();
                count(&sum);
            }
        });
        assert_eq!(sum.load(SeqCst), 2);
    }
    fn statement(repaired: bool) {
        let (permits, sum) = (Permits::default(), AtomicU32::new(0));
        twice(|| {
            let permit = repaired.then(|| permits.take());
            if !repaired {
                permits.take();
            }
            count(&sum);
            drop(permit);
        });
        assert_eq!(sum.load(SeqCst), 2);
    }
    fn under_a_lock(repaired: bool) {
        let (permits, sum) = (Permits::default(), Mutex::new(0));
        twice(|| {
            let permit = permits.take();
            let _permit = repaired.then_some(permit);
            let old = *sum.lock().unwrap();
            *sum.lock().unwrap() = old + 1;
        });
        assert_eq!(*sum.lock().unwrap(), 2);
    }
    fn inside_of_a_method(repaired: bool) {
        struct Account {
            token: Permits,
            balance: AtomicU32,
        }
        impl Account {
            fn withdraw(&self, repaired: bool) -> bool {
                let permit = self.token.take();
                let _permit = repaired.then_some(permit);
                let balance = self.balance.load(SeqCst);
                let suffices = balance >= 60;
                if suffices {
                    self.balance.store(balance - 60, SeqCst);
                }
                suffices
            }
        }
        let account = Account { token: Permits::default(), balance: AtomicU32::new(100) };
        let paid = AtomicU32::new(0);
        twice(|| {
            paid.fetch_add(u32::from(account.withdraw(repaired)), SeqCst);
        });
        assert_eq!(paid.load(SeqCst), 1);
    }
    fn a_destructor_that_locks_itself(repaired: bool) {
        struct Seat<'a>(&'a Permits);
        impl Drop for Seat<'_> {
            fn drop(&mut self) {
                *self.0.taken.lock().unwrap() -= 1;
                self.0.released.notify_one();
            }
        }
        fn sit(permits: &Permits) -> Seat<'_> {
            let taken = permits.taken.lock().unwrap();
            *permits.released.wait_while(taken, |taken| *taken > 0).unwrap() += 1;
            Seat(permits)
        }
        let (permits, sum) = (Permits::default(), AtomicU32::new(0));
        twice(|| {
            let seat = sit(&permits);
            let _seat = repaired.then_some(seat);
            count(&sum);
        });
        assert_eq!(sum.load(SeqCst), 2);
    }
    super::check(
        "a destructor undoes that",
        &[underscore, statement, under_a_lock, inside_of_a_method, a_destructor_that_locks_itself],
    );
}
