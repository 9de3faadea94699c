//! Samples of loops that give up, and of endless ones.

use interleave::Explorer;
use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::sync::{Mutex, RwLock, mpsc};
use interleave::thread;
use interleave::time::Instant;

use super::samples::{SECOND, set};
use crate::common::outcomes;

/// Whether a message comes within `rounds` attempts.
fn receives(rounds: usize) -> bool {
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(move || _ = sender.send(()));
        (0..rounds).any(|_| receiver.recv_timeout(SECOND).is_ok())
    })
}

/// Whether a flag is set within `rounds` loads, and the number of loads.
fn polls(rounds: usize) -> (bool, usize) {
    let flag = AtomicU32::new(0);
    thread::scope(|scope| {
        scope.spawn(|| flag.store(1, SeqCst));
        let mut loads = 0;
        let seen = (0..rounds).any(|_| {
            loads += 1;
            flag.load(SeqCst) == 1
        });
        (seen, loads)
    })
}

pub(super) fn a_limited_loop_gives_up() {
    assert_eq!(outcomes(|| receives(40)), set([false, true]));
    assert_eq!(outcomes(|| polls(200).0), set([false, true]));
}

pub(super) fn loops_beyond_the_limits_are_bounded() {
    for body in [|| receives(120), || polls(2_100).0] {
        let coverage = Explorer::new().check(|| _ = body()).unwrap();
        assert!(!coverage.is_complete(), "{coverage}");
    }
}

pub(super) fn an_endless_loop_polls_at_most_26_times() {
    let rounds = outcomes(|| polls(usize::MAX));
    assert_eq!(rounds.into_iter().map(|(_, loads)| loads).max(), Some(26));
}

pub(super) fn a_loop_whose_rounds_differ_is_bounded() {
    let longest = std::cell::Cell::new(0);
    let coverage = Explorer::new().check(|| {
        let (stop, beats) = (AtomicU32::new(0), AtomicU32::new(0));
        let mut rounds = 0_u32;
        thread::scope(|scope| {
            scope.spawn(|| stop.store(1, SeqCst));
            while stop.load(SeqCst) == 0 {
                thread::yield_now();
                if rounds % 2 == 1 {
                    beats.fetch_add(1, SeqCst);
                }
                rounds += 1;
            }
        });
        longest.set(longest.get().max(rounds));
    });
    assert!(!coverage.unwrap().is_complete());
    assert!((5_000..5_020).contains(&(longest.get() * 5 / 2)), "{}", longest.get());
}

pub(super) fn a_loop_that_changes_something_is_bounded() {
    let coverage = Explorer::new().check(|| {
        let queue = Mutex::new(Vec::new());
        thread::scope(|scope| {
            scope.spawn(|| queue.lock().unwrap().push(1));
            while queue.lock().unwrap().pop().is_none() {}
        });
    });
    assert!(!coverage.unwrap().is_complete());
}

pub(super) fn many_refused_reads_are_bounded() {
    for (attempts, is_complete) in [(3, true), (4, false)] {
        let seen = interleave::outcomes(|| {
            let price = RwLock::new(1);
            thread::scope(|scope| {
                scope.spawn(|| *price.write().unwrap() += 1);
                let _guard = price.read().unwrap();
                (0..attempts).filter(|_| price.try_read().is_err()).count()
            })
        });
        assert_eq!(seen.coverage.is_complete(), is_complete, "{attempts}: {}", seen.coverage);
        assert!(seen.seen.into_keys().eq(0..=attempts));
    }
}

pub(super) fn a_weak_exchange_may_fail() {
    let exchanged = outcomes(|| {
        let flag = AtomicU32::new(0);
        flag.compare_exchange_weak(0, 1, SeqCst, SeqCst).is_ok()
    });
    assert_eq!(exchanged, set([false, true]));
}

pub(super) fn a_deadline_is_reached() {
    let seen = outcomes(|| {
        let (flag, began) = (AtomicU32::new(0), Instant::now());
        while began.elapsed() < SECOND {}
        thread::scope(|scope| {
            scope.spawn(|| flag.store(1, SeqCst));
            let began = Instant::now();
            while flag.load(SeqCst) == 0 && began.elapsed() < SECOND {}
            flag.load(SeqCst)
        })
    });
    assert_eq!(seen, set([0, 1]));
}
