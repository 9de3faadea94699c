//! A thread does not wait for what it needs, or waits where it keeps others from making it.

use std::sync::atomic::Ordering::SeqCst;

use interleave::Explorer;
use interleave::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize};
use interleave::sync::{Condvar, Mutex, Once, OnceLock, RwLock, mpsc};
use interleave::thread::{self, JoinHandle};

/// Runs the closure on two threads.
fn twice(body: impl Fn() + Sync) {
    thread::scope(|scope| {
        scope.spawn(&body);
        scope.spawn(&body);
    });
}

#[test]
fn a_cell_is_initialized_by_another_thread_and_later() {
    fn claimed_by_a_flag(repaired: bool) {
        let (started, icons) = (AtomicBool::new(false), OnceLock::new());
        twice(|| {
            if !started.swap(true, SeqCst) {
                icons.set("heart").unwrap();
            }
            let icon = if repaired { Some(icons.wait()) } else { icons.get() };
            assert_eq!(icon, Some(&"heart"));
        });
    }
    fn spawned(repaired: bool) {
        let price = OnceLock::new();
        thread::scope(|scope| {
            scope.spawn(|| price.set(5));
            let price = if repaired { *price.wait() } else { price.get().copied().unwrap_or(0) };
            assert_eq!(price, 5);
        });
    }
    fn unwrapped(repaired: bool) {
        let (config, loads) = (OnceLock::new(), AtomicU32::new(0));
        thread::scope(|scope| {
            scope.spawn(|| config.get_or_init(|| loads.fetch_add(1, SeqCst)));
            match repaired {
                true => config.get_or_init(|| loads.fetch_add(1, SeqCst)),
                false => config.get().unwrap(),
            };
        });
    }
    fn first_come(repaired: bool) {
        let (next, result) = (AtomicUsize::new(0), OnceLock::new());
        twice(|| {
            if next.fetch_add(1, SeqCst) == 0 {
                result.set(40).unwrap();
            }
            let found = if repaired { Some(result.wait()) } else { result.get() };
            assert!(found.is_some(), "each caller gets the result");
        });
    }
    fn of_a_lock(repaired: bool) {
        let (claimed, names) = (Mutex::new(false), OnceLock::new());
        twice(|| {
            let is_first = !std::mem::replace(&mut *claimed.lock().unwrap(), true);
            if is_first {
                names.set(vec!["ann"]).unwrap();
            }
            let names = if repaired { Some(names.wait()) } else { names.get() };
            assert_eq!(names.map(Vec::len), Some(1));
        });
    }
    super::check(
        "`get` does not wait for that",
        &[claimed_by_a_flag, spawned, unwrapped, first_come, of_a_lock],
    );
}

#[test]
fn a_failed_exchange_is_not_repeated() {
    fn sum(repaired: bool) {
        let sum = AtomicU32::new(0);
        twice(|| {
            loop {
                let old = sum.load(SeqCst);
                if sum.compare_exchange(old, old + 1, SeqCst, SeqCst).is_ok() || !repaired {
                    break;
                }
            }
        });
        assert_eq!(sum.load(SeqCst), 2);
    }
    fn one_operation(repaired: bool) {
        let sum = AtomicU32::new(0);
        twice(|| match repaired {
            true => _ = sum.fetch_add(3, SeqCst),
            false => {
                let old = sum.load(SeqCst);
                let _ = sum.compare_exchange(old, old + 3, SeqCst, SeqCst);
            }
        });
        assert_eq!(sum.load(SeqCst), 6);
    }
    fn withdrawals(repaired: bool) {
        let (balance, paid) = (AtomicU32::new(100), AtomicU32::new(0));
        twice(|| {
            loop {
                let old = balance.load(SeqCst);
                let has_paid = balance.compare_exchange(old, old - 30, SeqCst, SeqCst).is_ok();
                paid.fetch_add(u32::from(has_paid) * 30, SeqCst);
                if has_paid || !repaired {
                    break;
                }
            }
        });
        assert_eq!(paid.load(SeqCst), 60);
    }
    fn numbers(repaired: bool) {
        let (next, taken) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        twice(|| {
            let number = match repaired {
                true => next.fetch_add(1, SeqCst),
                false => {
                    let number = next.load(SeqCst);
                    let _ = next.compare_exchange(number, number + 1, SeqCst, SeqCst);
                    number
                }
            };
            taken.lock().unwrap().push(number);
        });
        let taken = taken.into_inner().unwrap();
        assert_ne!(taken[0], taken[1]);
    }
    fn a_weak_one(repaired: bool) {
        let high = AtomicU32::new(0);
        thread::scope(|scope| {
            for mark in [5, 9] {
                let high = &high;
                scope.spawn(move || {
                    loop {
                        let old = high.load(SeqCst);
                        let new = old.max(mark);
                        let result = high.compare_exchange_weak(old, new, SeqCst, SeqCst);
                        if result.is_ok() || !repaired {
                            break;
                        }
                    }
                });
            }
        });
        assert_eq!(high.load(SeqCst), 9);
    }
    super::check("does not try again", &[sum, one_operation, withdrawals, numbers, a_weak_one]);
}

/// Waits for the flag, and yields in a loop or blocks.
fn wait_for<'a>(
    ready: &'a Mutex<bool>,
    changed: &Condvar,
    repaired: bool,
) -> interleave::sync::MutexGuard<'a, bool> {
    let mut guard = ready.lock().unwrap();
    while !*guard {
        match repaired {
            true => guard = changed.wait(guard).unwrap(),
            false => thread::yield_now(),
        }
    }
    guard
}

#[test]
fn a_thread_polls_with_a_lock_that_the_other_one_needs() {
    fn a_flag(repaired: bool) {
        let (ready, changed) = (Mutex::new(false), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| drop(wait_for(&ready, &changed, repaired)));
            *ready.lock().unwrap() = true;
            changed.notify_one();
        });
    }
    fn the_body_polls(repaired: bool) {
        let (ready, changed) = (Mutex::new(false), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                *ready.lock().unwrap() = true;
                changed.notify_all();
            });
            drop(wait_for(&ready, &changed, repaired));
        });
    }
    fn a_permit(repaired: bool) {
        let (permits, released) = (Mutex::new(0), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut guard = permits.lock().unwrap();
                while *guard == 0 {
                    match repaired {
                        true => guard = released.wait(guard).unwrap(),
                        false => thread::sleep(std::time::Duration::from_millis(1)),
                    }
                }
                *guard -= 1;
            });
            *permits.lock().unwrap() += 1;
            released.notify_one();
        });
    }
    fn a_queue(repaired: bool) {
        let (items, pushed) = (Mutex::new(Vec::new()), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut guard = items.lock().unwrap();
                while guard.is_empty() {
                    match repaired {
                        true => guard = pushed.wait(guard).unwrap(),
                        false => thread::yield_now(),
                    }
                }
                assert_eq!(guard.pop(), Some(7));
            });
            items.lock().unwrap().push(7);
            pushed.notify_one();
        });
    }
    fn another_lock(repaired: bool) {
        let (log, stop) = (RwLock::new(0), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut guard = Some(log.read().unwrap());
                if repaired {
                    guard = None;
                }
                while !stop.load(SeqCst) {
                    thread::yield_now();
                }
                drop(guard);
            });
            *log.write().unwrap() += 1;
            stop.store(true, SeqCst);
        });
    }
    let programs: [super::Program; 5] = [a_flag, the_body_polls, a_permit, a_queue, another_lock];
    super::check("Unlock before you wait", &programs);
    // The verdict is another one, for the same reason.
    let explorer = interleave::Explorer::new().deny_busy_waiting();
    for program in &programs[2..4] {
        super::check_with(&explorer, "Unlock before you wait", &[*program; 5]);
    }
}

/// A thread that answers one question, or forgets to.
fn answer<T: Send + 'static>(value: T, repaired: bool) -> mpsc::Receiver<T> {
    let (reply, replies) = mpsc::channel();
    thread::spawn(move || {
        if repaired {
            reply.send(value).unwrap();
        }
    });
    replies
}

#[test]
fn no_message_is_sent() {
    fn unwrapped(repaired: bool) {
        assert_eq!(answer(5, repaired).recv().unwrap(), 5);
    }
    fn an_error(repaired: bool) {
        assert_eq!(answer("board", repaired).recv(), Ok("board"));
    }
    fn an_iterator(repaired: bool) {
        assert_eq!(answer(3, repaired).iter().sum::<u32>(), 3);
    }
    fn only_one_of_two_cases(repaired: bool) {
        let (orders, inbox) = mpsc::channel::<(bool, mpsc::Sender<u32>)>();
        let worker = thread::spawn(move || {
            for (is_known, reply) in inbox {
                if is_known || repaired {
                    reply.send(1).unwrap();
                }
            }
        });
        let (reply, price) = mpsc::channel();
        orders.send((false, reply)).unwrap();
        let price = price.recv();
        drop(orders);
        worker.join().unwrap();
        assert_eq!(price, Ok(1));
    }
    fn a_bounded_channel(repaired: bool) {
        let (sender, receiver) = mpsc::sync_channel(1);
        thread::scope(|scope| {
            scope.spawn(move || {
                if repaired {
                    sender.send('x').unwrap();
                }
                drop(sender);
            });
            assert_eq!(receiver.recv().ok(), Some('x'));
        });
    }
    super::check(
        "Send a message in every case",
        &[unwrapped, an_error, an_iterator, only_one_of_two_cases, a_bounded_channel],
    );
}

#[test]
fn an_initializer_uses_what_it_initializes() {
    fn once(repaired: bool) {
        let once = Once::new();
        once.call_once(|| match repaired {
            true => (),
            false => once.call_once(|| ()),
        });
    }
    fn cell(repaired: bool) {
        let cell = OnceLock::new();
        let first = || if repaired { 1 } else { *cell.get_or_init(|| 1) };
        assert_eq!(*cell.get_or_init(first), 1);
    }
    fn waiting(repaired: bool) {
        let cell = OnceLock::new();
        let first = || if repaired { 1 } else { *cell.wait() };
        assert_eq!(*cell.get_or_init(first), 1);
    }
    fn in_another_thread(repaired: bool) {
        thread::spawn(move || cell(repaired)).join().unwrap();
    }
    fn beside_another_thread(repaired: bool) {
        let cell = OnceLock::new();
        let first = || if repaired { 1 } else { *cell.get_or_init(|| 1) };
        thread::scope(|scope| {
            scope.spawn(|| cell.get_or_init(|| 1));
            cell.get_or_init(first);
        });
    }
    super::check(
        "itself at waits.rs:",
        &[once, cell, waiting, in_another_thread, beside_another_thread],
    );
}

#[test]
fn a_thread_joins_itself() {
    let failure = Explorer::new().check(|| {
        let (sender, receiver) = mpsc::channel::<JoinHandle<()>>();
        let other = thread::spawn(move || receiver.recv().unwrap().join().unwrap());
        sender.send(other).unwrap();
    });
    let report = failure.unwrap_err().to_string();
    assert!(report.contains("deadlock: thread-1 waits for its own end"), "{report}");
    assert!(report.contains("thread-1 joins itself at waits.rs:"), "{report}");
}
