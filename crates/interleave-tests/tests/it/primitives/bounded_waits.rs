//! Loops that wait, or try a weak exchange, a limited number of times.

use interleave::Explorer;
use interleave::sync::atomic::{AtomicUsize, Ordering, Ordering::Relaxed, Ordering::SeqCst};
use interleave::sync::{Arc, Condvar, Mutex, MutexGuard, mpsc};
use interleave::thread;
use interleave::time::Duration;
use std::cell::RefCell;

use super::{explore, set};

const A_SECOND: Duration = Duration::from_secs(1);

/// Waits at most `rounds` times for another thread, and returns whether it was notified.
fn wait(rounds: usize, wait: fn(&Condvar, MutexGuard<'_, bool>)) -> bool {
    let here = Arc::new((Mutex::new(false), Condvar::new()));
    let there = Arc::clone(&here);
    let other = thread::spawn(move || {
        *there.0.lock().unwrap() = true;
        there.1.notify_all();
    });
    let is_done = (0..rounds).any(|_| {
        let done = here.0.lock().unwrap();
        let was_done = *done;
        if !was_done {
            wait(&here.1, done);
        }
        was_done
    });
    other.join().unwrap();
    is_done
}

/// Parks at most `rounds` times, and returns whether the flag was set.
fn park(rounds: usize, park: fn()) -> bool {
    let flag = Arc::new(AtomicUsize::new(0));
    let (theirs, me) = (Arc::clone(&flag), thread::current());
    let other = thread::spawn(move || {
        theirs.store(1, SeqCst);
        me.unpark();
    });
    let seen = (0..rounds).any(|_| {
        let is_set = flag.load(SeqCst) == 1;
        if !is_set {
            park();
        }
        is_set
    });
    other.join().unwrap();
    seen
}

/// Receives at most `rounds` times, and returns whether a message came.
fn receive(rounds: usize) -> bool {
    let (sender, receiver) = mpsc::channel();
    let other = thread::spawn(move || sender.send(()));
    let received = (0..rounds).any(|_| receiver.recv_timeout(A_SECOND).is_ok());
    drop(receiver);
    _ = other.join().unwrap();
    received
}

#[test]
fn a_loop_of_limited_waits_may_give_up_too_early() {
    let bodies: [fn(usize) -> bool; 5] = [
        |rounds| wait(rounds, |condvar, guard| drop(condvar.wait(guard))),
        |rounds| wait(rounds, |condvar, guard| drop(condvar.wait_timeout(guard, A_SECOND))),
        |rounds| park(rounds, thread::park),
        |rounds| park(rounds, || thread::park_timeout(A_SECOND)),
        receive,
    ];
    for (at, body) in bodies.into_iter().enumerate() {
        for rounds in 1..=5 {
            let (outcomes, coverage) = explore(|| body(rounds));
            assert_eq!(outcomes, set(&[false, true]), "body {at}, {rounds} rounds");
            assert!(coverage.is_complete(), "body {at}, {rounds} rounds: {coverage}");
        }
        let (outcomes, coverage) = explore(|| body(usize::MAX));
        assert_eq!(outcomes, set(&[true]), "body {at}, endless");
        assert!(coverage.is_complete(), "body {at}: {coverage}");
    }
}

#[test]
fn a_loop_beyond_the_wait_limit_is_bounded() {
    let is_complete = |body: &dyn Fn()| Explorer::new().check(body).unwrap().is_complete();
    // Two timeouts come early in any case, and up to a hundred more in a limited loop.
    assert!(is_complete(&|| _ = receive(102)));
    assert!(!is_complete(&|| _ = receive(103)));
    for order in [SeqCst, Relaxed] {
        assert!(is_complete(&|| _ = fail(101, order)), "{order:?}");
        assert!(!is_complete(&|| _ = fail(102, order)), "{order:?}");
    }
}

/// Tries a weak exchange at most `rounds` times, and returns how often it failed.
fn fail(rounds: usize, order: Ordering) -> usize {
    let flag = AtomicUsize::new(0);
    (0..rounds).take_while(|_| flag.compare_exchange_weak(0, 1, order, order).is_err()).count()
}

#[test]
fn a_weak_exchange_succeeds_first_and_may_fail_each_time() {
    for order in [SeqCst, Relaxed] {
        let seen = RefCell::new(Vec::new());
        Explorer::new().check(|| seen.borrow_mut().push(fail(3, order))).unwrap();
        assert_eq!(seen.borrow()[0], 0, "{order:?}");
        let outcomes = interleave::outcomes(|| fail(3, order));
        assert_eq!(outcomes.seen.into_keys().collect::<Vec<_>>(), [0, 1, 2, 3], "{order:?}");
    }
}

#[test]
fn an_endless_loop_of_timed_waits_sees_two_early_timeouts() {
    let outcomes = interleave::outcomes(|| {
        let (sender, receiver) = mpsc::channel();
        let other = thread::spawn(move || sender.send(()).unwrap());
        let mut early = 0;
        while receiver.recv_timeout(A_SECOND).is_err() {
            early += 1;
        }
        other.join().unwrap();
        early
    });
    assert_eq!(outcomes.seen.into_keys().collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn two_endless_wait_loops_in_a_row_do_not_give_up() {
    let (outcomes, coverage) = explore(|| {
        let here = Arc::new((Mutex::new(0), Condvar::new()));
        let there = Arc::clone(&here);
        let other = thread::spawn(move || {
            for stage in 1..=2 {
                *there.0.lock().unwrap() = stage;
                there.1.notify_all();
            }
        });
        let mut stage = here.0.lock().unwrap();
        while *stage < 1 {
            stage = here.1.wait(stage).unwrap();
        }
        while *stage < 2 {
            stage = here.1.wait(stage).unwrap();
        }
        drop(stage);
        other.join().unwrap();
    });
    assert_eq!(outcomes, set(&[()]));
    assert!(coverage.is_complete(), "{coverage}");
}

#[test]
fn periodic_actions_of_an_endless_wait_loop_are_explored() {
    for every in 1..=6 {
        let (outcomes, coverage) = explore(|| {
            let (sender, receiver) = mpsc::channel();
            let reports = Arc::new(AtomicUsize::new(0));
            let theirs = Arc::clone(&reports);
            let other = thread::spawn(move || {
                sender.send(()).unwrap();
                theirs.load(SeqCst) > 0
            });
            let mut round = 0;
            while receiver.recv_timeout(A_SECOND).is_err() {
                round += 1;
                if round == every {
                    reports.store(1, SeqCst);
                }
            }
            other.join().unwrap()
        });
        assert_eq!(outcomes, set(&[false, true]), "every {every} rounds");
        assert!(coverage.is_complete(), "every {every} rounds: {coverage}");
    }
}

#[test]
fn a_try_send_loop_continues_once_there_is_room() {
    let receives: [fn(&mpsc::Receiver<u32>) -> u32; 2] = [
        |receiver| receiver.try_recv().unwrap(),
        |receiver| receiver.recv_timeout(A_SECOND).unwrap(),
    ];
    for receive in receives {
        let (outcomes, coverage) = explore(|| {
            let (sender, receiver) = mpsc::sync_channel(1);
            sender.send(1).unwrap();
            let other = thread::spawn(move || while sender.try_send(2).is_err() {});
            let first = receive(&receiver);
            other.join().unwrap();
            (first, receiver.recv().unwrap())
        });
        assert_eq!(outcomes, set(&[(1, 2)]));
        assert!(coverage.is_complete(), "{coverage}");
    }
}

/// Tries an exchange at most `rounds` times while another thread adds. Returns whether it succeeded,
/// and the final value.
fn exchange(rounds: usize, order: Ordering) -> (bool, usize) {
    let count = Arc::new(AtomicUsize::new(0));
    let theirs = Arc::clone(&count);
    let other = thread::spawn(move || theirs.fetch_add(10, order));
    let succeeded = (0..rounds).any(|_| {
        let now = count.load(order);
        count.compare_exchange_weak(now, now + 1, order, order).is_ok()
    });
    other.join().unwrap();
    (succeeded, count.load(order))
}

#[test]
fn a_weak_exchange_may_fail_spuriously_each_time() {
    for order in [SeqCst, Relaxed] {
        for rounds in 1..=4 {
            let (outcomes, coverage) = explore(|| exchange(rounds, order));
            assert_eq!(outcomes, set(&[(false, 10), (true, 11)]), "{rounds} rounds, {order:?}");
            assert!(coverage.is_complete(), "{rounds} rounds, {order:?}: {coverage}");
        }
        let (outcomes, coverage) = explore(|| exchange(usize::MAX, order));
        assert_eq!(outcomes, set(&[(true, 11)]), "{order:?}");
        assert!(coverage.is_complete(), "{order:?}: {coverage}");
    }
}

#[test]
fn a_report_says_that_an_exchange_failed_spuriously() {
    let failure = Explorer::new()
        .check(|| {
            let count = AtomicUsize::new(0);
            count.compare_exchange_weak(0, 1, SeqCst, SeqCst).unwrap();
        })
        .unwrap_err();
    assert!(failure.to_string().contains("update count fails spuriously: 0"), "{failure}");
}

#[test]
fn a_yielding_exchange_loop_does_not_give_up() {
    let (outcomes, coverage) = explore(|| {
        let count = Arc::new(AtomicUsize::new(0));
        let add = |count: &AtomicUsize| {
            let mut now = count.load(SeqCst);
            while let Err(found) = count.compare_exchange_weak(now, now + 1, SeqCst, SeqCst) {
                now = found;
                thread::yield_now();
            }
        };
        let theirs = Arc::clone(&count);
        let other = thread::spawn(move || add(&theirs));
        add(&count);
        other.join().unwrap();
        count.load(SeqCst)
    });
    assert_eq!(outcomes, set(&[2]));
    assert!(coverage.is_complete(), "{coverage}");
}

/// A timed wait can end early in two ways, spuriously or by its timeout, and each can happen every time.
#[test]
fn a_timed_wait_may_wake_spuriously_each_time() {
    for rounds in 1..=4_u32 {
        let (outcomes, coverage) = explore(|| {
            let (lock, condvar) = (Mutex::new(()), Condvar::new());
            let early = (0..rounds).filter(|_| {
                let waited = condvar.wait_timeout(lock.lock().unwrap(), A_SECOND);
                waited.unwrap().1.timed_out()
            });
            early.count()
        });
        assert_eq!(outcomes, (0..=rounds as usize).map(Some).collect(), "{rounds} rounds");
        assert!(coverage.is_complete(), "{rounds} rounds");
    }
}
