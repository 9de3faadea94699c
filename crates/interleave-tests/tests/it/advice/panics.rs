//! A number that does not fit, and a lock that a panic has poisoned.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::PoisonError;

use interleave::sync::{Mutex, RwLock};
use interleave::thread;

/// Runs the closure on two threads.
fn twice(body: impl Fn() + Sync) {
    thread::scope(|scope| {
        scope.spawn(&body);
        scope.spawn(&body);
    });
}

#[test]
fn a_number_does_not_fit() {
    fn an_age(repaired: bool) {
        let age = Mutex::new(254_u8);
        twice(|| {
            let mut age = age.lock().unwrap();
            *age = if repaired { age.checked_add(1).unwrap_or(*age) } else { *age + 1 };
        });
    }
    fn a_balance(repaired: bool) {
        let balance = Mutex::new(70_u32);
        twice(|| {
            let mut balance = balance.lock().unwrap();
            *balance =
                if repaired { balance.checked_sub(40).unwrap_or(*balance) } else { *balance - 40 };
        });
    }
    fn a_product(repaired: bool) {
        let size = Mutex::new(16_u8);
        twice(|| {
            let mut size = size.lock().unwrap();
            *size = if repaired { size.checked_mul(8).unwrap_or(*size) } else { *size * 8 };
        });
    }
    fn a_counter(repaired: bool) {
        let visits = RwLock::new(i64::MAX - 1);
        twice(|| {
            let mut visits = visits.write().unwrap();
            *visits = if repaired { visits.checked_add(1).unwrap_or(*visits) } else { *visits + 1 };
        });
    }
    fn a_sum(repaired: bool) {
        let total = Mutex::new(0_u8);
        thread::scope(|scope| {
            for sale in [100, 200] {
                let total = &total;
                scope.spawn(move || {
                    let mut total = total.lock().unwrap();
                    *total = if repaired {
                        total.checked_add(sale).unwrap_or(u8::MAX)
                    } else {
                        *total + sale
                    };
                });
            }
        });
    }
    super::check("returns `None` in this case", &[an_age, a_balance, a_product, a_counter, a_sum]);
}

#[test]
fn a_write_guard_poisons_where_a_read_guard_does_not() {
    /// A reader panics, and a writer comes after it.
    fn reader(prices: &RwLock<u32>, repaired: bool) {
        let panicking = AssertUnwindSafe(|| {
            if repaired {
                let _price = prices.read().unwrap();
                panic!("the customer leaves");
            }
            let _price = prices.write().unwrap();
            panic!("the customer leaves");
        });
        let _ = catch_unwind(panicking);
    }
    fn one_after_the_other(repaired: bool) {
        let prices = RwLock::new(3);
        reader(&prices, repaired);
        *prices.write().unwrap() = 4;
    }
    fn a_reader_afterwards(repaired: bool) {
        let prices = RwLock::new(3);
        reader(&prices, repaired);
        assert_eq!(*prices.read().unwrap(), 3);
    }
    fn two_threads(repaired: bool) {
        let prices = RwLock::new(3);
        thread::scope(|scope| {
            scope.spawn(|| reader(&prices, repaired));
            *prices.write().unwrap() += 1;
        });
    }
    fn two_readers(repaired: bool) {
        let prices = RwLock::new(3);
        thread::scope(|scope| {
            scope.spawn(|| reader(&prices, repaired));
            scope.spawn(|| _ = *prices.read().unwrap());
        });
    }
    fn poison_ignored(repaired: bool) {
        // The other half of the advice.
        let prices = RwLock::new(3);
        reader(&prices, false);
        match repaired {
            true => *prices.write().unwrap_or_else(PoisonError::into_inner) = 4,
            false => *prices.write().unwrap() = 4,
        }
    }
    super::check(
        "A guard of `read` does not poison its lock.",
        &[one_after_the_other, a_reader_afterwards, two_threads, two_readers, poison_ignored],
    );
}

/// The message of the panic, if there is one.
fn message(body: impl FnOnce()) -> Option<String> {
    let panic = catch_unwind(AssertUnwindSafe(body)).err()?;
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
}

/// Runs the closure on a thread for each part, and joins the threads if the program is repaired.
fn on_parts<T: Copy + Send + Sync>(parts: &[T], work: impl Fn(T) + Sync, repaired: bool) {
    thread::scope(|scope| {
        let work = &work;
        let threads: Vec<_> = parts.iter().map(|part| scope.spawn(move || work(*part))).collect();
        if repaired {
            for thread in threads {
                thread.join().unwrap_or_else(|panic| resume_unwind(panic));
            }
        }
    });
}

#[test]
fn a_scope_hides_the_message_of_a_panic() {
    fn one_thread(repaired: bool) {
        let message = message(|| on_parts(&[()], |()| panic!("overflow"), repaired));
        assert!(message.as_ref().is_some_and(|it| it.contains("overflow")), "{message:?}");
    }
    fn one_of_two(repaired: bool) {
        let work = |part: u32| assert_eq!(part, 1, "overflow");
        let message = message(|| on_parts(&[1, 2], work, repaired));
        assert!(message.as_ref().is_some_and(|it| it.contains("overflow")), "{message:?}");
    }
    fn a_formatted_message(repaired: bool) {
        let message =
            message(|| on_parts(&[3], |seat| panic!("there is no seat {seat}"), repaired));
        assert_eq!(message.as_deref(), Some("there is no seat 3"));
    }
    fn in_another_thread(repaired: bool) {
        let worker =
            thread::spawn(move || message(|| on_parts(&[()], |()| panic!("full"), repaired)));
        assert_eq!(worker.join().unwrap().as_deref(), Some("full"));
    }
    fn beside_a_lock(repaired: bool) {
        let sum = Mutex::new(0);
        let work = |part: u32| {
            assert!(part < 9, "too large");
            *sum.lock().unwrap() += part;
        };
        let message = message(|| on_parts(&[9, 1], work, repaired));
        assert_eq!(message.as_deref(), Some("too large"));
    }
    super::check(
        "Join each handle inside of the scope, and pass its panic on with `resume_unwind`.",
        &[one_thread, one_of_two, a_formatted_message, in_another_thread, beside_a_lock],
    );
}

#[test]
fn an_unwrap_hides_the_message_of_a_panic() {
    /// Runs the closure on a thread, and joins it.
    fn on_a_thread<T: Send + 'static>(work: fn() -> T, repaired: bool) -> T {
        let result = thread::spawn(work).join();
        if repaired { result.unwrap_or_else(|panic| resume_unwind(panic)) } else { result.unwrap() }
    }
    fn a_sum(repaired: bool) {
        let message = message(|| on_a_thread(|| panic!("overflow"), repaired));
        assert_eq!(message.as_deref(), Some("overflow"));
    }
    fn a_formatted_message(repaired: bool) {
        let message = message(|| on_a_thread(|| panic!("there is no seat {}", 3 + 4), repaired));
        assert!(message.as_ref().is_some_and(|it| it.contains("no seat 7")), "{message:?}");
    }
    fn the_second_thread(repaired: bool) {
        let message = message(|| {
            on_a_thread(|| 1, repaired);
            on_a_thread(|| panic!("full"), repaired);
        });
        assert!(message.as_ref().is_some_and(|it| it.contains("full")), "{message:?}");
    }
    fn expected(repaired: bool) {
        let message = message(|| {
            let result = thread::spawn(|| panic!("closed")).join();
            if repaired {
                result.unwrap_or_else(|panic| resume_unwind(panic))
            } else {
                result.expect("the thread ends")
            }
        });
        assert!(message.as_ref().is_some_and(|it| it.contains("closed")), "{message:?}");
    }
    fn in_a_scope(repaired: bool) {
        let message = message(|| {
            thread::scope(|scope| {
                let result = scope.spawn(|| panic!("too large")).join();
                if repaired {
                    result.unwrap_or_else(|panic| resume_unwind(panic))
                } else {
                    result.unwrap()
                }
            })
        });
        assert!(message.as_ref().is_some_and(|it| it.contains("too large")), "{message:?}");
    }
    super::check(
        "Pass the panic of the thread on instead",
        &[a_sum, a_formatted_message, the_second_thread, expected, in_a_scope],
    );
}
