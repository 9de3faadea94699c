//! A timeout fires although other threads poll, or wait with timeouts, without end.

use interleave::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use interleave::sync::{Arc, Condvar, Mutex, mpsc};
use interleave::time::Duration;
use interleave::{Explorer, Outcomes, thread};

const A_MOMENT: Duration = Duration::from_millis(1);
const LONGER: Duration = Duration::from_millis(5);

/// Goes on until it is told to stop.
type Poll = fn(&AtomicBool);

const POLLS: [(&str, Poll); 7] = [
    ("spin", |stop| while !stop.load(SeqCst) {}),
    ("sleep", |stop| {
        while !stop.load(SeqCst) {
            thread::sleep(A_MOMENT);
        }
    }),
    ("count", |stop| {
        let rounds = AtomicU32::new(0);
        while !stop.load(SeqCst) {
            rounds.fetch_add(1, SeqCst);
        }
    }),
    ("try_lock", |stop| {
        let lock = Mutex::new(0);
        while !stop.load(SeqCst) {
            _ = lock.try_lock();
            thread::yield_now();
        }
    }),
    ("park_timeout", |stop| {
        while !stop.load(SeqCst) {
            thread::park_timeout(A_MOMENT);
        }
    }),
    ("recv_timeout", |stop| {
        let (_sender, receiver) = mpsc::channel::<u32>();
        while !stop.load(SeqCst) {
            _ = receiver.recv_timeout(A_MOMENT);
        }
    }),
    ("wait_timeout", |stop| {
        let (lock, changed) = (Mutex::new(0), Condvar::new());
        while !stop.load(SeqCst) {
            _ = changed.wait_timeout(lock.lock().unwrap(), A_MOMENT);
        }
    }),
];

const WAITS: [(&str, fn()); 4] = [
    ("park_timeout", || thread::park_timeout(LONGER)),
    ("recv_timeout", || {
        let (_sender, receiver) = mpsc::channel::<u32>();
        _ = receiver.recv_timeout(LONGER);
    }),
    ("wait_timeout", || {
        let (lock, changed) = (Mutex::new(0), Condvar::new());
        _ = changed.wait_timeout(lock.lock().unwrap(), LONGER);
    }),
    ("wait_timeout_while", || {
        let (lock, changed) = (Mutex::new(0), Condvar::new());
        _ = changed.wait_timeout_while(lock.lock().unwrap(), LONGER, |_| true);
    }),
];

#[test]
fn a_timeout_fires_beside_a_thread_that_polls() {
    for (poll, until) in POLLS {
        for (wait, once) in WAITS {
            let stopped = Explorer::new().no_fallback_after(500).check(|| {
                let stop = Arc::new(AtomicBool::new(false));
                let theirs = Arc::clone(&stop);
                let other = thread::spawn(move || until(&theirs));
                once();
                stop.store(true, SeqCst);
                other.join().unwrap();
            });
            stopped.unwrap_or_else(|failure| panic!("{wait} beside {poll}: {failure}"));
        }
    }
}

#[test]
fn threads_that_wait_with_timeouts_for_their_turn_get_it() {
    for (rounds, notifies) in [(2, false), (50, true)] {
        let play = Explorer::new().no_fallback_after(500).check(move || {
            let (turn, changed) = (Mutex::new(0), Condvar::new());
            let play = |me: u32| {
                for _ in 0..rounds {
                    let mut turn = turn.lock().unwrap();
                    while *turn % 2 != me {
                        turn = changed.wait_timeout(turn, A_MOMENT).unwrap().0;
                    }
                    *turn += 1;
                    if notifies {
                        changed.notify_one();
                    }
                }
            };
            thread::scope(|scope| {
                scope.spawn(|| play(0));
                scope.spawn(|| play(1));
            });
        });
        play.unwrap_or_else(|failure| panic!("{rounds} rounds: {failure}"));
    }
}

#[test]
fn timeouts_fire_in_many_orders_before_they_take_turns() {
    let Outcomes { seen, coverage, .. } = interleave::outcomes(|| {
        let stop = AtomicBool::new(false);
        thread::scope(|scope| {
            let other = scope.spawn(|| {
                let is_going = |_: &u32| {
                    thread::park_timeout(A_MOMENT);
                    !stop.load(SeqCst)
                };
                (0..).take_while(is_going).count()
            });
            thread::park_timeout(LONGER);
            stop.store(true, SeqCst);
            other.join().unwrap()
        })
    });
    assert!(seen.keys().copied().eq(0..=7), "{:?}", seen.keys());
    assert!(!coverage.is_complete(), "{coverage}");
}
