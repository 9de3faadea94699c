//! Steps that another thread observes in between, or in another order.

use std::sync::atomic::Ordering::SeqCst;

use interleave::sync::atomic::{AtomicBool, AtomicU32};
use interleave::sync::{Mutex, RwLock};
use interleave::thread;

/// Runs the writer on a thread of its own and the reader beside it.
fn beside(write: impl Fn() + Sync, read: impl Fn()) {
    thread::scope(|scope| {
        scope.spawn(&write);
        read();
    });
}

#[test]
fn data_are_announced_too_early() {
    fn a_flag(repaired: bool) {
        let (ready, price) = (AtomicBool::new(false), AtomicU32::new(0));
        let write = || {
            if !repaired {
                ready.store(true, SeqCst);
            }
            price.store(3, SeqCst);
            if repaired {
                ready.store(true, SeqCst);
            }
        };
        beside(write, || {
            if ready.load(SeqCst) {
                assert_eq!(price.load(SeqCst), 3);
            }
        });
    }
    fn locked_data(repaired: bool) {
        let (ready, list) = (AtomicBool::new(false), Mutex::new(Vec::new()));
        let write = || {
            if !repaired {
                ready.store(true, SeqCst);
            }
            list.lock().unwrap().push("cake");
            ready.store(true, SeqCst);
        };
        beside(write, || {
            if ready.load(SeqCst) {
                let length = list.lock().unwrap().len();
                assert_eq!(length, 1);
            }
        });
    }
    fn two_numbers(repaired: bool) {
        let (known, left, right) = (AtomicBool::new(false), AtomicU32::new(0), AtomicU32::new(0));
        let write = || {
            left.store(1, SeqCst);
            if !repaired {
                known.store(true, SeqCst);
            }
            right.store(1, SeqCst);
            known.store(true, SeqCst);
        };
        beside(write, || {
            if known.load(SeqCst) {
                let left = left.load(SeqCst);
                assert_eq!(left, right.load(SeqCst));
            }
        });
    }
    fn a_version(repaired: bool) {
        let (version, text) = (AtomicU32::new(0), RwLock::new("old"));
        let write = || {
            if !repaired {
                version.store(1, SeqCst);
            }
            *text.write().unwrap() = "new";
            version.store(1, SeqCst);
        };
        beside(write, || {
            if version.load(SeqCst) == 1 {
                let text = *text.read().unwrap();
                assert_eq!(text, "new");
            }
        });
    }
    fn in_two_functions(repaired: bool) {
        struct Offer(AtomicBool, AtomicU32);
        impl Offer {
            fn announce(&self) {
                self.0.store(true, SeqCst);
            }
            fn price(&self) -> Option<u32> {
                self.0.load(SeqCst).then(|| {
                    self.1.load(SeqCst) //
                })
            }
        }
        let offer = Offer(AtomicBool::new(false), AtomicU32::new(0));
        let write = || {
            if !repaired {
                offer.announce();
            }
            offer.1.store(7, SeqCst);
            offer.announce();
        };
        beside(write, || assert_ne!(offer.price(), Some(0)));
    }
    super::check(
        "must be written last",
        &[a_flag, locked_data, two_numbers, a_version, in_two_functions],
    );
}

#[test]
fn two_steps_are_taken_in_different_order() {
    /// Two workers take from the list and then a number; returns whether the numbers fit the items.
    fn fit(work: impl Fn(&Mutex<Vec<u32>>, &AtomicU32) -> Option<(u32, u32)> + Sync) -> bool {
        let (inputs, next) = (Mutex::new(vec![1, 0]), AtomicU32::new(0));
        let work = || work(&inputs, &next).is_none_or(|(input, number)| input == number);
        thread::scope(|scope| {
            let threads = [(); 2].map(|()| scope.spawn(work));
            threads.into_iter().all(|thread| thread.join().unwrap())
        })
    }
    fn pop_and_number(repaired: bool) {
        assert!(fit(|inputs, next| {
            let mut guard = inputs.lock().unwrap();
            let input = guard.pop()?;
            if !repaired {
                drop(guard);
            }
            let number = next.fetch_add(1, SeqCst);
            Some((input, number))
        }));
    }
    fn in_a_block(repaired: bool) {
        assert!(fit(|inputs, next| {
            if repaired {
                let mut inputs = inputs.lock().unwrap();
                return Some((inputs.pop()?, next.fetch_add(1, SeqCst)));
            }
            let input = { inputs.lock().unwrap().pop()? };
            Some((input, next.fetch_add(1, SeqCst)))
        }));
    }
    fn swap_remove(repaired: bool) {
        assert!(fit(|inputs, next| {
            let mut guard = inputs.lock().unwrap();
            let last = guard.len().checked_sub(1)?;
            let input = guard.swap_remove(last);
            let guard = repaired.then_some(guard);
            let number = next.fetch_add(1, SeqCst);
            drop(guard);
            Some((input, number))
        }));
    }
    fn a_number_by_compare_exchange(repaired: bool) {
        assert!(fit(|inputs, next| {
            let mut guard = Some(inputs.lock().unwrap());
            let input = guard.as_mut()?.pop()?;
            if !repaired {
                guard = None;
            }
            let number = next.swap(1, SeqCst);
            drop(guard);
            Some((input, number))
        }));
    }
    fn a_waiting_list(repaired: bool) {
        let (list, tickets) = (Mutex::new(Vec::new()), AtomicU32::new(0));
        thread::scope(|scope| {
            for name in ["ann", "bob"] {
                let (list, tickets) = (&list, &tickets);
                scope.spawn(move || {
                    let mut guard = list.lock().unwrap();
                    guard.push(name);
                    let place = guard.len() as u32;
                    if !repaired {
                        drop(guard);
                    }
                    let ticket = tickets.fetch_add(1, SeqCst);
                    assert_eq!(place, ticket + 1, "the ticket says the place in the list");
                });
            }
        });
    }
    super::check(
        "while the guard of",
        &[pop_and_number, in_a_block, swap_remove, a_number_by_compare_exchange, a_waiting_list],
    );
}

#[test]
fn data_are_changed_in_parts() {
    fn a_price_list(repaired: bool) {
        let prices = RwLock::new([1, 1]);
        let raise = || match repaired {
            true => prices.write().unwrap().iter_mut().for_each(|price| *price += 1),
            false => (0..2).for_each(|at| prices.write().unwrap()[at] += 1),
        };
        beside(raise, || assert!([[1, 1], [2, 2]].contains(&prices.read().unwrap())));
    }
    fn two_statements(repaired: bool) {
        let cat = Mutex::new(("Tom", true));
        let reserve = || {
            let mut guard = cat.lock().unwrap();
            guard.1 = false;
            if !repaired {
                drop(guard);
                guard = cat.lock().unwrap();
            }
            guard.0 = "taken";
        };
        beside(reserve, || {
            let seen = *cat.lock().unwrap();
            assert_eq!(seen.1, seen.0 == "Tom");
        });
    }
    fn two_writers(repaired: bool) {
        let board = Mutex::new(String::new());
        let write = |text: &str| match repaired {
            true => *board.lock().unwrap() += text,
            false => text.chars().for_each(|character| board.lock().unwrap().push(character)),
        };
        beside(|| write("tea"), || write("ice"));
        assert!(["teaice", "icetea"].contains(&board.lock().unwrap().as_str()));
    }
    fn cleared_first(repaired: bool) {
        let board = Mutex::new("tea");
        let order = || {
            if !repaired {
                *board.lock().unwrap() = "";
            }
            *board.lock().unwrap() = "coffee";
        };
        beside(order, || {
            let seen = *board.lock().unwrap();
            assert_ne!(seen, "");
        });
    }
    fn a_transfer(repaired: bool) {
        let accounts = Mutex::new([9, 0]);
        let transfer = || {
            let mut guard = Some(accounts.lock().unwrap());
            guard.as_mut().unwrap()[0] -= 4;
            if !repaired {
                guard = None;
            }
            guard.unwrap_or_else(|| accounts.lock().unwrap())[1] += 4;
        };
        beside(transfer, || {
            let sum: i32 = accounts.lock().unwrap().iter().sum();
            assert_eq!(sum, 9);
        });
    }
    super::check(
        "lock once before the first change, and keep the guard until the last",
        &[a_price_list, two_statements, two_writers, cleared_first, a_transfer],
    );
}

#[test]
fn a_second_step_comes_after_the_unlock() {
    /// Adds `key` to the list and counts it: under one guard only if `repaired`.
    fn add(list: &Mutex<Vec<u32>>, count: &AtomicU32, key: u32, repaired: bool) {
        let mut guard = list.lock().unwrap();
        guard.push(key);
        if !repaired {
            drop(guard);
            count.fetch_add(1, SeqCst);
        } else {
            count.fetch_add(1, SeqCst);
            drop(guard);
        }
    }
    fn a_counter_beside_a_list(repaired: bool) {
        let (list, count) = (Mutex::new(Vec::new()), AtomicU32::new(0));
        beside(
            || add(&list, &count, 7, repaired),
            || {
                let is_known = list.lock().unwrap().contains(&7);
                assert!(!is_known || count.load(SeqCst) == 1);
            },
        );
    }
    fn one_of_two_keys(repaired: bool) {
        let (list, count) = (Mutex::new(vec![1]), AtomicU32::new(1));
        beside(
            || add(&list, &count, 2, repaired),
            || {
                let length = list.lock().unwrap().len() as u32;
                assert!(count.load(SeqCst) >= length);
            },
        );
    }
    fn a_flag(repaired: bool) {
        let (orders, is_open) = (Mutex::new(0), AtomicBool::new(false));
        let write = || {
            let mut orders = orders.lock().unwrap();
            *orders = 1;
            if !repaired {
                drop(orders);
            }
            is_open.store(true, SeqCst);
        };
        beside(write, || {
            let orders = *orders.lock().unwrap();
            assert!(orders == 0 || is_open.load(SeqCst), "orders only in an open shop");
        });
    }
    fn a_write_lock(repaired: bool) {
        let (price, version) = (RwLock::new(3), AtomicU32::new(1));
        let write = || {
            let mut price = price.write().unwrap();
            *price = 4;
            if !repaired {
                drop(price);
            }
            version.store(2, SeqCst);
        };
        beside(write, || {
            let price = *price.read().unwrap();
            assert!(price == 3 || version.load(SeqCst) == 2);
        });
    }
    fn a_sum(repaired: bool) {
        let (sales, sum) = (Mutex::new([0, 0]), AtomicU32::new(0));
        let write = || {
            let mut sales = sales.lock().unwrap();
            *sales = [3, 4];
            if !repaired {
                drop(sales);
            }
            sum.store(7, SeqCst);
        };
        beside(write, || {
            let sold: u32 = sales.lock().unwrap().iter().sum();
            assert!(sum.load(SeqCst) >= sold);
        });
    }
    super::check(
        "after it has unlocked",
        &[a_counter_beside_a_list, one_of_two_keys, a_flag, a_write_lock, a_sum],
    );
}
