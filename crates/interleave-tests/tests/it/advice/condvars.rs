//! Waits on a condition variable that no notification ends.

use interleave::sync::{Condvar, Mutex, MutexGuard};
use interleave::thread;

struct Semaphore {
    permits: Mutex<usize>,
    released: Condvar,
}

impl Semaphore {
    fn new(permits: usize) -> Self {
        Self { permits: Mutex::new(permits), released: Condvar::new() }
    }

    fn acquire(&self) -> Permit<'_> {
        let mut permits = self.permits.lock().unwrap();
        while *permits == 0 {
            permits = self.released.wait(permits).unwrap();
        }
        *permits -= 1;
        Permit(self)
    }
}

struct Permit<'a>(&'a Semaphore);

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        *self.0.permits.lock().unwrap() += 1;
        self.0.released.notify_one();
    }
}

#[test]
fn a_permit_is_taken_twice() {
    fn by_one_thread(repaired: bool) {
        let semaphore = Semaphore::new(1);
        let first = semaphore.acquire();
        if repaired {
            drop(first);
            let _second = semaphore.acquire();
        } else {
            let _second = semaphore.acquire();
        }
    }
    fn by_a_nested_call(repaired: bool) {
        let semaphore = Semaphore::new(1);
        let balance = || {
            let _permit = semaphore.acquire();
            100
        };
        let withdraw = |amount| {
            let permit = semaphore.acquire();
            if repaired {
                drop(permit);
            }
            balance() >= amount
        };
        assert!(withdraw(60));
    }
    fn two_each(repaired: bool) {
        let semaphore = Semaphore::new(2);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let first = semaphore.acquire();
                    if repaired {
                        drop(first);
                    } else {
                        std::mem::forget(first);
                    }
                    drop(semaphore.acquire());
                });
            }
        });
    }
    fn leaked_by_an_early_return(repaired: bool) {
        let semaphore = Semaphore::new(1);
        let withdraw = |amount| {
            let permit = semaphore.acquire();
            if amount > 100 {
                if !repaired {
                    std::mem::forget(permit);
                }
                return false;
            }
            true
        };
        assert!(!withdraw(101));
        assert!(withdraw(100));
    }
    fn leaked_in_a_panic(repaired: bool) {
        let semaphore = Semaphore::new(1);
        let deposit = |amount: u8| {
            let permit = semaphore.acquire();
            if !repaired {
                std::mem::forget(permit);
            }
            amount.checked_add(250).expect("it fits")
        };
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| deposit(9)));
        assert!(result.is_err());
        deposit(1);
    }
    super::check(
        "it must give it back before it takes another one",
        &[by_one_thread, by_a_nested_call, two_each, leaked_by_an_early_return, leaked_in_a_panic],
    );
}

/// A value that threads wait for.
#[derive(Default)]
struct Watched {
    value: Mutex<u32>,
    changed: Condvar,
}

impl Watched {
    fn wait_until(&self, least: u32) -> MutexGuard<'_, u32> {
        let mut value = self.value.lock().unwrap();
        while *value < least {
            value = self.changed.wait(value).unwrap();
        }
        value
    }

    fn wait_on_a_thread(&self, least: u32, change: impl FnOnce()) {
        thread::scope(|scope| {
            scope.spawn(|| drop(self.wait_until(least)));
            change();
        });
    }
}

#[test]
fn a_notification_is_missing() {
    /// The change, and then a notification if the program is repaired.
    fn changed(repaired: bool, value: u32, change: fn(&mut u32)) {
        let watched = Watched::default();
        let notify = || watched.changed.notify_all();
        watched.wait_on_a_thread(value, || {
            change(&mut watched.value.lock().unwrap());
            if repaired {
                notify();
            }
        });
    }
    super::check(
        "waits for this change, notify `changed` after it",
        &[
            |repaired| changed(repaired, 1, |value| *value = 1),
            |repaired| changed(repaired, 2, |value| *value += 2),
            |repaired| changed(repaired, 3, |value| _ = std::mem::replace(value, 3)),
            |repaired| changed(repaired, 1, |value| (0..1).for_each(|_| *value += 1)),
            |repaired| changed(repaired, 5, |value| *value = u32::max(*value, 5)),
        ],
    );
}

#[test]
fn a_notification_is_skipped() {
    fn forgotten(repaired: bool) {
        let door = Watched::default();
        door.wait_on_a_thread(1, || {
            *door.value.lock().unwrap() = 1;
            if repaired {
                door.changed.notify_one();
            }
        });
    }
    fn only_at_the_first_change(repaired: bool) {
        let count = Watched::default();
        count.wait_on_a_thread(2, || {
            for change in 0..2 {
                *count.value.lock().unwrap() += 1;
                if repaired || change == 0 {
                    count.changed.notify_one();
                }
            }
        });
    }
    fn after_an_early_return(repaired: bool) {
        let stock = Watched::default();
        let close = |empty: bool| {
            *stock.value.lock().unwrap() = 9;
            if empty && !repaired {
                return;
            }
            stock.changed.notify_all();
        };
        stock.wait_on_a_thread(9, || close(true));
    }
    fn on_another_condition_variable(repaired: bool) {
        let (queue, has_room) = (Watched::default(), Condvar::new());
        queue.wait_on_a_thread(1, || {
            *queue.value.lock().unwrap() = 1;
            has_room.notify_one();
            if repaired {
                queue.changed.notify_one();
            }
        });
    }
    fn in_a_third_thread(repaired: bool) {
        let relay = Watched::default();
        thread::scope(|scope| {
            scope.spawn(|| drop(relay.wait_until(2)));
            scope.spawn(|| {
                drop(relay.wait_until(1));
                *relay.value.lock().unwrap() = 2;
                if repaired {
                    relay.changed.notify_all();
                }
            });
            *relay.value.lock().unwrap() = 1;
            relay.changed.notify_all();
        });
    }
    super::check(
        "waits for this change, make sure that the notification at condvars.rs:",
        &[
            forgotten,
            only_at_the_first_change,
            after_an_early_return,
            on_another_condition_variable,
            in_a_third_thread,
        ],
    );
}

#[test]
fn a_notification_comes_before_the_change() {
    fn change(door: &Watched, value: u32, repaired: bool, notify: fn(&Condvar)) {
        if !repaired {
            notify(&door.changed);
        }
        *door.value.lock().unwrap() = value;
        if repaired {
            notify(&door.changed);
        }
    }
    fn one(repaired: bool) {
        let door = Watched::default();
        door.wait_on_a_thread(1, || change(&door, 1, repaired, Condvar::notify_one));
    }
    fn all(repaired: bool) {
        let door = Watched::default();
        door.wait_on_a_thread(1, || change(&door, 1, repaired, Condvar::notify_all));
    }
    fn in_the_other_thread(repaired: bool) {
        let door = Watched::default();
        thread::scope(|scope| {
            scope.spawn(|| change(&door, 1, repaired, Condvar::notify_one));
            drop(door.wait_until(1));
        });
    }
    fn two_waiting_threads(repaired: bool) {
        let door = Watched::default();
        thread::scope(|scope| {
            scope.spawn(|| drop(door.wait_until(1)));
            door.wait_on_a_thread(1, || change(&door, 1, repaired, Condvar::notify_all));
        });
    }
    fn wait_while(repaired: bool) {
        let door = Watched::default();
        thread::scope(|scope| {
            scope.spawn(|| {
                let value = door.value.lock().unwrap();
                drop(door.changed.wait_while(value, |value| *value == 0).unwrap());
            });
            change(&door, 5, repaired, Condvar::notify_one);
        });
    }
    super::check(
        "change first, then notify",
        &[one, all, in_the_other_thread, two_waiting_threads, wait_while],
    );
}
