//! A result is read too early, or the work for it is done twice.

use std::sync::atomic::Ordering::SeqCst;

use interleave::sync::atomic::{AtomicBool, AtomicU32};
use interleave::sync::{Arc, Mutex, OnceLock, RwLock, mpsc};
use interleave::thread;

#[test]
fn a_thread_is_not_joined() {
    fn pushed_names(repaired: bool) {
        let spoken = Arc::new(Mutex::new(Vec::new()));
        let threads = ["Bugs", "Daffy"].map(|name| {
            let spoken = Arc::clone(&spoken);
            thread::spawn(move || spoken.lock().unwrap().push(name))
        });
        for thread in threads.into_iter().skip(usize::from(!repaired)) {
            thread.join().unwrap();
        }
        assert_eq!(spoken.lock().unwrap().len(), 2);
    }
    fn counted_in_an_atomic(repaired: bool) {
        let sold = Arc::new(AtomicU32::new(0));
        let shared = Arc::clone(&sold);
        let seller = thread::spawn(move || shared.fetch_add(1, SeqCst));
        if repaired {
            seller.join().unwrap();
        }
        assert_eq!(sold.load(SeqCst), 1);
    }
    fn marked_by_a_helper(repaired: bool) {
        let free = Arc::new(RwLock::new(true));
        let shared = Arc::clone(&free);
        let mark = move || *shared.write().unwrap() = false;
        // The other half of the advice: what the result depends on is done before the `spawn`.
        match repaired {
            true => mark(),
            false => drop(thread::spawn(mark)),
        }
        assert!(!*free.read().unwrap(), "the cat is reserved");
    }
    fn a_worker_with_helpers(repaired: bool) {
        let done = Arc::new(AtomicU32::new(0));
        let shared = Arc::clone(&done);
        let worker = thread::spawn(move || {
            let count = Arc::clone(&shared);
            let helper = thread::spawn(move || count.store(1, SeqCst));
            if repaired {
                helper.join().unwrap();
            }
            shared.load(SeqCst)
        });
        assert_eq!(worker.join().unwrap(), 1);
    }
    fn the_last_of_three(repaired: bool) {
        let sum = Arc::new(Mutex::new(0));
        let mut threads = Vec::new();
        for number in 1..=3 {
            let sum = Arc::clone(&sum);
            threads.push(thread::spawn(move || *sum.lock().unwrap() += number));
        }
        if !repaired {
            threads.pop();
        }
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        assert_eq!(*sum.lock().unwrap(), 6);
    }
    super::check(
        "`join` it before the result is read",
        &[
            pushed_names,
            counted_in_an_atomic,
            marked_by_a_helper,
            a_worker_with_helpers,
            the_last_of_three,
        ],
    );
}

/// Sends these numbers, each from a thread of its own.
fn senders(numbers: [u32; 2]) -> mpsc::Receiver<u32> {
    let (sender, receiver) = mpsc::channel();
    for number in numbers {
        let sender = sender.clone();
        thread::spawn(move || sender.send(number));
    }
    receiver
}

#[test]
fn only_the_messages_that_have_arrived_are_received() {
    fn sum(repaired: bool) {
        let subtotals = senders([1, 2]);
        let sum: u32 = if repaired { subtotals.iter().sum() } else { subtotals.try_iter().sum() };
        assert_eq!(sum, 3);
    }
    fn count(repaired: bool) {
        let orders = senders([1, 1]);
        let count = if repaired { orders.iter().count() } else { orders.try_iter().count() };
        assert_eq!(count, 2);
    }
    fn one_answer(repaired: bool) {
        let answers = senders([1, 2]);
        let answer = if repaired { answers.recv().ok() } else { answers.try_recv().ok() };
        assert!(answer.is_some(), "there is an answer");
    }
    fn a_loop(repaired: bool) {
        let (messages, mut all) = (senders([4, 5]), Vec::new());
        while let Some(next) =
            if repaired { messages.recv().ok() } else { messages.try_recv().ok() }
        {
            all.push(next);
        }
        all.sort_unstable();
        assert_eq!(all, [4, 5]);
    }
    fn a_bounded_channel(repaired: bool) {
        let (sender, receiver) = mpsc::sync_channel(1);
        let cook = thread::spawn(move || sender.send("soup"));
        let dish = if repaired { receiver.recv().ok() } else { receiver.try_recv().ok() };
        cook.join().unwrap().unwrap();
        assert_eq!(dish, Some("soup"));
    }
    super::check(
        "`try_recv` and `try_iter` do not wait",
        &[sum, count, one_answer, a_loop, a_bounded_channel],
    );
}

/// Runs the closure on two threads.
fn twice(body: impl Fn() + Sync) {
    thread::scope(|scope| {
        scope.spawn(&body);
        scope.spawn(&body);
    });
}

#[test]
fn a_cell_is_initialized_twice() {
    fn set_after_get(repaired: bool) {
        let (icons, loads) = (OnceLock::new(), AtomicU32::new(0));
        let load = || loads.fetch_add(1, SeqCst);
        twice(|| match repaired {
            true => _ = icons.get_or_init(load),
            false => {
                if icons.get().is_none() {
                    let _ = icons.set(load());
                }
            }
        });
        assert_eq!(loads.load(SeqCst), 1);
    }
    fn unwrapped_set(repaired: bool) {
        let config = OnceLock::new();
        twice(|| match repaired {
            true => _ = config.get_or_init(|| 7),
            false => {
                if config.get().is_none() {
                    config.set(7).unwrap();
                }
            }
        });
    }
    fn get_in_a_match(repaired: bool) {
        let (value, runs) = (OnceLock::new(), AtomicU32::new(0));
        let run = || runs.fetch_add(1, SeqCst) + 1;
        twice(|| match value.get() {
            Some(_) => {}
            None if repaired => _ = value.get_or_init(run),
            None => {
                let new = run();
                _ = value.set(new);
            }
        });
        assert_eq!(runs.load(SeqCst), 1);
    }
    fn an_early_return(repaired: bool) {
        let (map, loads) = (OnceLock::new(), Mutex::new(0));
        let load = || *loads.lock().unwrap() += 1;
        twice(|| {
            if repaired {
                map.get_or_init(load);
                return;
            }
            if map.get().is_some() {
                return;
            }
            load();
            let _ = map.set(());
        });
        assert_eq!(*loads.lock().unwrap(), 1);
    }
    fn a_waiting_third(repaired: bool) {
        let (cell, loads) = (OnceLock::new(), AtomicU32::new(0));
        let load = || loads.fetch_add(1, SeqCst);
        thread::scope(|scope| {
            scope.spawn(|| cell.wait());
            twice(|| match repaired {
                true => _ = cell.get_or_init(load),
                false if cell.get().is_some() => {}
                false => {
                    let loaded = load();
                    _ = cell.set(loaded);
                }
            });
        });
        assert_eq!(loads.load(SeqCst), 1);
    }
    super::check(
        "`get_or_init` makes the check and the initialization one step",
        &[set_after_get, unwrapped_set, get_in_a_match, an_early_return, a_waiting_third],
    );
}

#[test]
fn a_lock_is_tried_once() {
    fn a_counter(repaired: bool) {
        let count = Mutex::new(0);
        twice(|| match repaired {
            true => *count.lock().unwrap() += 1,
            false => {
                if let Ok(mut count) = count.try_lock() {
                    *count += 1;
                }
            }
        });
        assert_eq!(*count.lock().unwrap(), 2);
    }
    fn unwrapped(repaired: bool) {
        let count = Mutex::new(0);
        twice(|| match repaired {
            true => *count.lock().unwrap() += 1,
            false => *count.try_lock().unwrap() += 1,
        });
    }
    fn a_read(repaired: bool) {
        let price = RwLock::new(1);
        thread::scope(|scope| {
            scope.spawn(|| *price.write().unwrap() = 2);
            let seen = match repaired {
                true => Some(*price.read().unwrap()),
                false => price.try_read().ok().map(|price| *price),
            };
            assert!(seen.is_some(), "a customer can always read");
        });
    }
    fn a_write(repaired: bool) {
        let prices = RwLock::new(1);
        thread::scope(|scope| {
            scope.spawn(|| *prices.read().unwrap());
            match repaired {
                true => *prices.write().unwrap() = 2,
                false => {
                    if let Ok(mut prices) = prices.try_write() {
                        *prices = 2;
                    }
                }
            }
        });
        assert_eq!(*prices.read().unwrap(), 2, "the raise is not lost");
    }
    fn a_flag(repaired: bool) {
        let (list, skipped) = (Mutex::new(Vec::new()), AtomicBool::new(false));
        twice(|| match repaired {
            true => list.lock().unwrap().push(1),
            false => match list.try_lock() {
                Ok(mut list) => list.push(1),
                Err(_) => skipped.store(true, SeqCst),
            },
        });
        assert!(!skipped.load(SeqCst), "no entry is skipped");
    }
    super::check(
        "returns an error while another thread holds the lock",
        &[a_counter, unwrapped, a_read, a_write, a_flag],
    );
}

#[test]
fn a_lock_is_tried_once_and_another_thread_waits_in_vain() {
    fn no_message(repaired: bool) {
        let (sender, receiver) = mpsc::channel();
        let (lock, sender) = (Mutex::new(()), Mutex::new(sender));
        thread::scope(|scope| {
            scope.spawn(|| match repaired {
                true => {
                    let _guard = lock.lock().unwrap();
                    sender.lock().unwrap().send(1).unwrap();
                }
                false => {
                    if let Ok(_guard) = lock.try_lock() {
                        sender.lock().unwrap().send(1).unwrap();
                    }
                }
            });
            scope.spawn(|| drop(lock.lock().unwrap()));
            assert_eq!(receiver.recv(), Ok(1));
        });
    }
    fn no_unpark(repaired: bool) {
        let lock = Mutex::new(());
        let main = thread::current();
        thread::scope(|scope| {
            scope.spawn(|| {
                if repaired {
                    drop(lock.lock().unwrap());
                } else if lock.try_lock().is_err() {
                    return;
                }
                main.unpark();
            });
            scope.spawn(|| drop(lock.lock().unwrap()));
            thread::park();
        });
    }
    fn at_a_barrier(repaired: bool) {
        let (lock, barrier) = (Mutex::new(0), interleave::sync::Barrier::new(2));
        twice(|| {
            match repaired {
                true => *lock.lock().unwrap() += 1,
                false => match lock.try_lock() {
                    Ok(mut count) => *count += 1,
                    Err(_) => return,
                },
            }
            barrier.wait();
        });
    }
    fn a_read_lock(repaired: bool) {
        let (prices, barrier) = (RwLock::new(1), interleave::sync::Barrier::new(2));
        thread::scope(|scope| {
            scope.spawn(|| {
                *prices.write().unwrap() = 2;
                barrier.wait();
            });
            let price = match repaired {
                true => Some(*prices.read().unwrap()),
                false => prices.try_read().ok().map(|price| *price),
            };
            if price.is_some() {
                barrier.wait();
            }
        });
    }
    fn one_of_three(repaired: bool) {
        let (lock, barrier) = (Mutex::new(0), interleave::sync::Barrier::new(3));
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    let is_done = match repaired {
                        true => lock.lock().map(|mut count| *count += 1).is_ok(),
                        false => lock.try_lock().map(|mut count| *count += 1).is_ok(),
                    };
                    if is_done {
                        barrier.wait();
                    }
                });
            }
        });
    }
    super::check(
        "returns an error while another thread holds the lock",
        &[no_message, no_unpark, at_a_barrier, a_read_lock, one_of_three],
    );
}
