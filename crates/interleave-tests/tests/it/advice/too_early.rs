//! A value is read before the thread that changes it is done, or once more after another thread has changed it.

use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use interleave::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize};
use interleave::sync::{Arc, Mutex, RwLock, mpsc};
use interleave::thread;

#[test]
fn the_result_is_read_before_the_join() {
    fn a_copy(repaired: bool) {
        let spoken = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&spoken);
        let bugs = thread::spawn(move || shared.lock().unwrap().push("Bugs"));
        let early = (!repaired).then(|| spoken.lock().unwrap().clone());
        bugs.join().unwrap();
        let all = early.unwrap_or_else(|| spoken.lock().unwrap().clone());
        assert_eq!(all, ["Bugs"]);
    }
    fn a_length(repaired: bool) {
        let list = Arc::new(RwLock::new(vec![1]));
        let shared = Arc::clone(&list);
        let push = thread::spawn(move || shared.write().unwrap().push(2));
        let early = (!repaired).then(|| list.read().unwrap().len());
        push.join().unwrap();
        assert_eq!(early.unwrap_or_else(|| list.read().unwrap().len()), 2);
    }
    fn an_atomic(repaired: bool) {
        let sold = Arc::new(AtomicU32::new(0));
        let shared = Arc::clone(&sold);
        let seller = thread::spawn(move || shared.fetch_add(1, SeqCst));
        let early = (!repaired).then(|| sold.load(SeqCst));
        seller.join().unwrap();
        assert_eq!(early.unwrap_or_else(|| sold.load(SeqCst)), 1);
    }
    fn the_second_of_two(repaired: bool) {
        let sum = Arc::new(Mutex::new(0));
        let add = |number: u32| {
            let sum = Arc::clone(&sum);
            thread::spawn(move || *sum.lock().unwrap() += number)
        };
        let (one, two) = (add(1), add(2));
        one.join().unwrap();
        let early = (!repaired).then(|| *sum.lock().unwrap());
        two.join().unwrap();
        assert_eq!(early.unwrap_or_else(|| *sum.lock().unwrap()), 3);
    }
    fn in_a_worker(repaired: bool) {
        let done = Arc::new(AtomicU64::new(0));
        let shared = Arc::clone(&done);
        let worker = thread::spawn(move || {
            let count = Arc::clone(&shared);
            let helper = thread::spawn(move || count.store(7, SeqCst));
            let early = (!repaired).then(|| shared.load(SeqCst));
            helper.join().unwrap();
            early.unwrap_or_else(|| shared.load(SeqCst))
        });
        assert_eq!(worker.join().unwrap(), 7);
    }
    super::check(
        "Read it after the `join`.",
        &[a_copy, a_length, an_atomic, the_second_of_two, in_a_worker],
    );
}

#[test]
fn the_change_is_left_to_a_thread() {
    /// Two threads take what they find, and change it only in a thread of their own, or at once.
    fn two_take<T: Send + Sync + 'static>(
        data: T,
        take: fn(&T) -> bool,
        change: fn(&T),
        both: fn(&T) -> bool,
        repaired: bool,
    ) {
        let data = Arc::new(data);
        let customer = |_| {
            let data = Arc::clone(&data);
            thread::spawn(move || {
                if repaired {
                    return both(&data);
                }
                if !take(&data) {
                    return false;
                }
                let shared = Arc::clone(&data);
                thread::spawn(move || change(&shared));
                true
            })
        };
        let taken = [(), ()].map(customer).map(|thread| thread.join().unwrap());
        assert_ne!(taken, [true, true], "both have it");
    }
    fn a_cat(repaired: bool) {
        two_take(
            Mutex::new(true),
            |free| *free.lock().unwrap(),
            |free| *free.lock().unwrap() = false,
            |free| std::mem::replace(&mut *free.lock().unwrap(), false),
            repaired,
        );
    }
    fn a_seat(repaired: bool) {
        two_take(
            Mutex::new(vec!["window"]),
            |seats| !seats.lock().unwrap().is_empty(),
            |seats| _ = seats.lock().unwrap().pop(),
            |seats| seats.lock().unwrap().pop().is_some(),
            repaired,
        );
    }
    fn a_read_lock(repaired: bool) {
        two_take(
            RwLock::new(1),
            |left| *left.read().unwrap() > 0,
            |left| *left.write().unwrap() -= 1,
            |left| {
                let mut left = left.write().unwrap();
                let is_left = *left > 0;
                *left = 0;
                is_left
            },
            repaired,
        );
    }
    fn an_option(repaired: bool) {
        two_take(
            Mutex::new(Some("key")),
            |key| key.lock().unwrap().is_some(),
            |key| *key.lock().unwrap() = None,
            |key| key.lock().unwrap().take().is_some(),
            repaired,
        );
    }
    fn a_key_in_a_map(repaired: bool) {
        two_take(
            Mutex::new(std::collections::BTreeSet::from(["a", "b"])),
            |keys| keys.lock().unwrap().contains("a"),
            |keys| _ = keys.lock().unwrap().remove("a"),
            |keys| keys.lock().unwrap().remove("a"),
            repaired,
        );
    }
    super::check(
        "Make the change before the `spawn`, under the same guard as the read.",
        &[a_cat, a_seat, a_read_lock, an_option, a_key_in_a_map],
    );
}

#[test]
fn a_timeout_is_too_short() {
    const SHORT: Duration = Duration::from_millis(100);
    fn one(repaired: bool) {
        let (sender, answers) = mpsc::channel();
        thread::spawn(move || sender.send(1));
        let answer = if repaired { answers.recv().ok() } else { answers.recv_timeout(SHORT).ok() };
        assert_eq!(answer, Some(1));
    }
    fn until_the_timeout(repaired: bool) {
        let (sender, greetings) = mpsc::channel();
        for name in ["Bugs", "Daffy"] {
            let sender = sender.clone();
            thread::spawn(move || sender.send(name));
        }
        drop(sender);
        let mut all = Vec::new();
        while let Ok(name) = if repaired {
            greetings.recv()
        } else {
            greetings.recv_timeout(SHORT).or(Err(mpsc::RecvError))
        } {
            all.push(name);
        }
        assert_eq!(all.len(), 2);
    }
    fn a_sum(repaired: bool) {
        let (sender, numbers) = mpsc::channel();
        let worker = thread::spawn(move || sender.send(5));
        let next = || if repaired { numbers.recv().ok() } else { numbers.recv_timeout(SHORT).ok() };
        let sum: u32 = std::iter::from_fn(next).sum();
        worker.join().unwrap().unwrap_or_default();
        assert_eq!(sum, 5);
    }
    fn a_bounded_channel(repaired: bool) {
        let (sender, dishes) = mpsc::sync_channel(1);
        let cook = thread::spawn(move || _ = sender.send("soup"));
        let dish = if repaired { dishes.recv().ok() } else { dishes.recv_timeout(SHORT).ok() };
        cook.join().unwrap();
        assert!(dish.is_some(), "there is soup");
    }
    fn a_request(repaired: bool) {
        let (requests, inbox) = mpsc::channel::<mpsc::Sender<u32>>();
        thread::spawn(move || inbox.iter().for_each(|reply| _ = reply.send(42)));
        let (reply, answer) = mpsc::channel();
        requests.send(reply).unwrap();
        let answer = if repaired { answer.recv().ok() } else { answer.recv_timeout(SHORT).ok() };
        drop(requests);
        assert_eq!(answer, Some(42));
    }
    super::check_with(
        &interleave::Explorer::new(),
        "A thread can always take longer than a timeout. `recv` and `iter` wait",
        &[one, until_the_timeout, a_sum, a_bounded_channel, a_request],
    );
}

#[test]
fn an_updated_atomic_is_read_again() {
    /// Two threads call this, and never get the same result.
    fn differ(call: impl Fn() -> usize + Sync) {
        let (one, two) = thread::scope(|scope| {
            let other = scope.spawn(&call);
            (call(), other.join().unwrap())
        });
        assert_ne!(one, two);
    }
    fn an_age(repaired: bool) {
        let age = AtomicUsize::new(40);
        differ(|| {
            let before = age.fetch_add(1, SeqCst);
            match repaired {
                true => before + 1,
                false => age.load(SeqCst),
            }
        });
    }
    fn a_ticket(repaired: bool) {
        let next = AtomicUsize::new(0);
        differ(|| {
            let mine = next.fetch_add(1, SeqCst);
            if repaired {
                return mine;
            }
            next.load(SeqCst) - 1
        });
    }
    fn a_countdown(repaired: bool) {
        let left = AtomicUsize::new(2);
        let is_last = |before: usize| before == 1;
        let last = thread::scope(|scope| {
            let arrive = || {
                let before = left.fetch_sub(1, SeqCst);
                if repaired {
                    return is_last(before);
                }
                left.load(SeqCst) == 0
            };
            let other = scope.spawn(arrive);
            [arrive(), other.join().unwrap()]
        });
        assert_eq!(last.iter().filter(|is_last| **is_last).count(), 1);
    }
    fn a_swap(repaired: bool) {
        let top = AtomicUsize::new(1);
        thread::scope(|scope| {
            let replace = |mine: usize| {
                let before = top.swap(mine, SeqCst);
                if repaired {
                    return before != mine;
                }
                top.load(SeqCst) == mine
            };
            scope.spawn(move || assert!(replace(7), "mine is there"));
            assert!(replace(8), "mine is there");
        });
    }
    fn a_maximum(repaired: bool) {
        let most = AtomicU32::new(0);
        let raise = |to: u32| {
            let before = most.fetch_max(to, SeqCst);
            let now = match repaired {
                true => before.max(to),
                false => most.load(SeqCst),
            };
            now == before.max(to)
        };
        thread::scope(|scope| {
            let other = scope.spawn(|| raise(3));
            assert!(raise(2) && other.join().unwrap(), "the maximum is what it was raised to");
        });
    }
    super::check(
        "returns the value from just before it: use that, and do not read again",
        &[an_age, a_ticket, a_countdown, a_swap, a_maximum],
    );
}
