//! A thread polls for what never comes.

use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use interleave::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, AtomicUsize};
use interleave::sync::{Arc, Mutex, MutexGuard, RwLock, TryLockError, mpsc};
use interleave::{Explorer, hint, thread};

/// Takes two locks, the second with `try_lock` in a loop. The first one is unlocked before each new try if the program
/// is repaired.
fn both<'a>(locks: [&'a Mutex<u32>; 2], repaired: bool) -> [MutexGuard<'a, u32>; 2] {
    let mut first = Some(locks[0].lock().unwrap());
    loop {
        match locks[1].try_lock() {
            Ok(second) => return [first.take().unwrap(), second],
            Err(TryLockError::WouldBlock) if repaired => drop(first.take()),
            Err(_) => {}
        }
        thread::yield_now();
        first = first.or_else(|| Some(locks[0].lock().unwrap()));
    }
}

#[test]
fn a_lock_is_held_between_two_tries() {
    fn a_transfer(repaired: bool) {
        let accounts = [Mutex::new(10), Mutex::new(10)];
        let transfer = |from: usize, to: usize| {
            let [mut from, mut to] = both([&accounts[from], &accounts[to]], repaired);
            (*from, *to) = (*from - 1, *to + 1);
        };
        thread::scope(|scope| {
            scope.spawn(|| transfer(0, 1));
            transfer(1, 0);
        });
    }
    fn two_forks(repaired: bool) {
        let forks = Arc::new([Mutex::new(0), Mutex::new(0)]);
        let others = Arc::clone(&forks);
        let other = thread::spawn(move || drop(both([&others[1], &others[0]], repaired)));
        drop(both([&forks[0], &forks[1]], repaired));
        other.join().unwrap();
    }
    fn beside_a_lock(repaired: bool) {
        let (one, two) = (Mutex::new(1), Mutex::new(2));
        thread::scope(|scope| {
            scope.spawn(|| drop(both([&one, &two], repaired)));
            if repaired {
                let _one = one.lock().unwrap();
                let _two = two.lock().unwrap();
            } else {
                drop(both([&two, &one], false));
            }
        });
    }
    fn in_an_array(repaired: bool) {
        let locks = [const { Mutex::new(0) }; 3];
        thread::scope(|scope| {
            for [one, two] in [[0, 2], [2, 0]] {
                let locks = &locks;
                scope.spawn(move || drop(both([&locks[one], &locks[two]], repaired)));
            }
        });
    }
    fn write_locks(repaired: bool) {
        let (one, two) = (RwLock::new(1), RwLock::new(2));
        let take = |first: &RwLock<u32>, second: &RwLock<u32>| {
            let mut held = Some(first.write().unwrap());
            while second.try_write().is_err() {
                if repaired {
                    held = None;
                }
                thread::yield_now();
                held = held.or_else(|| Some(first.write().unwrap()));
            }
        };
        thread::scope(|scope| {
            scope.spawn(|| take(&one, &two));
            take(&two, &one);
        });
    }
    super::check(
        "Before it tries again, it has to unlock what it holds.",
        &[a_transfer, two_forks, beside_a_lock, in_an_array, write_locks],
    );
}

#[test]
fn a_flag_is_not_reset() {
    fn lock(busy: &AtomicBool) {
        while busy.swap(true, SeqCst) {
            hint::spin_loop();
        }
    }
    fn an_early_return(repaired: bool) {
        let busy = AtomicBool::new(false);
        let write = |text: &str| {
            lock(&busy);
            if text.len() > 3 {
                busy.store(!repaired, SeqCst);
                return;
            }
            busy.store(false, SeqCst);
        };
        write("too long");
        write("tea");
    }
    fn a_question_mark(repaired: bool) {
        let busy = AtomicBool::new(false);
        let parse = |text: &str| {
            lock(&busy);
            let number = text.parse::<u32>();
            if repaired {
                busy.store(false, SeqCst);
            }
            let number = number.ok()?;
            busy.store(false, SeqCst);
            Some(number)
        };
        assert_eq!(parse("x"), None);
        assert_eq!(parse("7"), Some(7));
    }
    fn two_threads(repaired: bool) {
        let taken = AtomicBool::new(false);
        let work = || {
            while taken.compare_exchange(false, true, SeqCst, SeqCst).is_err() {
                thread::yield_now();
            }
            if repaired {
                taken.store(false, SeqCst);
            }
        };
        thread::scope(|scope| {
            scope.spawn(work);
            work();
        });
    }
    fn a_turn(repaired: bool) {
        let turn = AtomicU32::new(0);
        let play = |mine: u32| {
            while turn.load(SeqCst) != mine {
                thread::yield_now();
            }
            turn.store(if repaired { 1 - mine } else { 2 }, SeqCst);
        };
        thread::scope(|scope| {
            scope.spawn(move || play(1));
            play(0);
        });
    }
    fn a_count(repaired: bool) {
        let readers = AtomicU32::new(0);
        let read = || {
            readers.fetch_add(1, SeqCst);
            if repaired {
                readers.fetch_sub(1, SeqCst);
            }
        };
        read();
        while readers.load(SeqCst) > 0 {
            thread::yield_now();
        }
    }
    super::check(
        "Which step should change it again? Check that every path leads there",
        &[an_early_return, a_question_mark, two_threads, a_turn, a_count],
    );
}

#[test]
fn an_exchange_expects_an_old_value() {
    /// Adds to a number. Reads it once, or again before each try if the program is repaired.
    fn add(total: &AtomicU32, number: u32, repaired: bool) {
        let mut old = total.load(SeqCst);
        while let Err(found) = total.compare_exchange(old, old + number, SeqCst, SeqCst) {
            if repaired {
                old = found;
            }
        }
    }
    fn a_sum(repaired: bool) {
        let total = AtomicU32::new(0);
        thread::scope(|scope| {
            scope.spawn(|| add(&total, 1, repaired));
            add(&total, 2, repaired);
        });
        assert_eq!(total.into_inner(), 3);
    }
    fn beside_a_store(repaired: bool) {
        let total = AtomicU32::new(0);
        thread::scope(|scope| {
            scope.spawn(|| total.store(5, SeqCst));
            add(&total, 2, repaired);
        });
    }
    fn with_a_pause(repaired: bool) {
        let top = Arc::new(AtomicUsize::new(1));
        let push = move |mine: usize, top: &AtomicUsize| {
            let mut old = top.load(SeqCst);
            while top.compare_exchange(old, mine, SeqCst, SeqCst).is_err() {
                thread::yield_now();
                if repaired {
                    old = top.load(SeqCst);
                }
            }
        };
        let shared = Arc::clone(&top);
        let other = thread::spawn(move || push(7, &shared));
        push(8, &top);
        other.join().unwrap();
    }
    fn a_weak_one(repaired: bool) {
        let left = AtomicI64::new(2);
        let take = || {
            let mut old = left.load(SeqCst);
            loop {
                match left.compare_exchange_weak(old, old - 1, SeqCst, SeqCst) {
                    Ok(_) => break,
                    Err(found) if repaired => old = found,
                    Err(_) => hint::spin_loop(),
                }
            }
        };
        thread::scope(|scope| {
            scope.spawn(take);
            take();
        });
        assert_eq!(left.into_inner(), 0);
    }
    fn twice_in_a_row(repaired: bool) {
        let total = AtomicU32::new(0);
        thread::scope(|scope| {
            scope.spawn(|| (1..=2).for_each(|number| add(&total, number, repaired)));
            add(&total, 3, repaired);
        });
        assert_eq!(total.into_inner(), 6);
    }
    super::check(
        "so it can never succeed. Read the value again before each try",
        &[a_sum, beside_a_store, with_a_pause, a_weak_one, twice_in_a_row],
    );
}

#[test]
fn flags_are_polled_in_a_cycle() {
    /// Sets both flags, in this order, and resets them. If the program is repaired, the order does not depend on the
    /// arguments.
    fn both(flags: &[AtomicBool], [one, two]: [usize; 2], pause: fn(), repaired: bool) {
        let [one, two] = if repaired { [one.min(two), one.max(two)] } else { [one, two] };
        for flag in [one, two] {
            while flags[flag].swap(true, SeqCst) {
                pause();
            }
        }
        for flag in [one, two] {
            flags[flag].store(false, SeqCst);
        }
    }
    fn flags<const N: usize>() -> [AtomicBool; N] {
        [const { AtomicBool::new(false) }; N]
    }
    fn two_forks(repaired: bool) {
        let forks = flags::<2>();
        thread::scope(|scope| {
            scope.spawn(|| both(&forks, [0, 1], || (), repaired));
            both(&forks, [1, 0], || (), repaired);
        });
    }
    fn with_a_pause(repaired: bool) {
        let forks = flags::<2>();
        thread::scope(|scope| {
            scope.spawn(|| both(&forks, [1, 0], thread::yield_now, repaired));
            both(&forks, [0, 1], thread::yield_now, repaired);
        });
    }
    fn three_forks(repaired: bool) {
        let forks = flags::<3>();
        thread::scope(|scope| {
            for seat in 0..3 {
                let forks = &forks;
                scope.spawn(move || both(forks, [seat, (seat + 1) % 3], || (), repaired));
            }
        });
    }
    fn of_an_arc(repaired: bool) {
        let accounts = Arc::new(flags::<4>());
        let shared = Arc::clone(&accounts);
        let other = thread::spawn(move || both(&*shared, [3, 1], hint::spin_loop, repaired));
        both(&*accounts, [1, 3], hint::spin_loop, repaired);
        other.join().unwrap();
    }
    fn exchanged(repaired: bool) {
        let (ann, bob) = (AtomicBool::new(false), AtomicBool::new(false));
        let take = |first: &AtomicBool, second: &AtomicBool| {
            for flag in [first, second] {
                while flag.compare_exchange(false, true, SeqCst, SeqCst).is_err() {
                    hint::spin_loop();
                }
            }
            first.store(false, SeqCst);
            second.store(false, SeqCst);
        };
        thread::scope(|scope| {
            scope.spawn(|| take(&ann, &bob));
            if repaired {
                take(&ann, &bob);
            } else {
                take(&bob, &ann);
            }
        });
    }
    super::check(
        "poll in a cycle: each waits for a value to change that another one of them has set. Set them in the same order",
        &[two_forks, with_a_pause, three_forks, of_an_arc, exchanged],
    );
}

#[test]
fn a_lock_is_held_since_it_was_locked_last() {
    const LAST: u32 = line!() + 5;
    let failure = Explorer::new().check(|| {
        let (one, two) = (Mutex::new(1), Mutex::new(2));
        let both = || {
            drop(one.lock().unwrap());
            let _one = one.lock().unwrap();
            while two.try_lock().is_err() {}
        };
        thread::scope(|scope| {
            scope.spawn(|| {
                let _two = two.lock().unwrap();
                drop(one.lock().unwrap());
            });
            both();
        });
    });
    let report = failure.unwrap_err().to_string();
    let words = report.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains(&format!("it holds `one`, since polling_in_vain.rs:{LAST}")),
        "{report}"
    );
}

#[test]
fn a_thread_that_has_read_an_atomic_once_does_not_wait_for_it() {
    let failure = Explorer::new().check(|| {
        let flag = AtomicBool::new(false);
        thread::spawn(|| {
            loop {
                thread::sleep(Duration::from_secs(1));
            }
        });
        flag.store(true, SeqCst);
        flag.load(SeqCst);
    });
    let report = failure.unwrap_err().to_string();
    assert!(report.contains("thread-1 does nothing but pause"), "{report}");
    assert!(!report.contains("`flag`") && !report.contains("forever"), "{report}");
}

#[test]
fn messages_and_timeouts_are_not_repetitions_of_each_other() {
    let failure = Explorer::new().check(|| {
        let (sender, receiver) = mpsc::channel();
        (0..5).for_each(|number| sender.send(number).unwrap());
        loop {
            _ = receiver.recv_timeout(Duration::from_secs(1));
        }
    });
    let report = failure.unwrap_err().to_string();
    assert!(report.contains("… 4 more times"), "{report}");
}
