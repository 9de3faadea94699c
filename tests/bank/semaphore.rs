//! The semaphore: as many holders as permits, no more and no fewer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread;

use interleave::Explorer;
use proptest::prelude::*;

use super::bank::Semaphore;

/// Counts the threads that hold a permit.
#[derive(Default)]
struct Holders {
    current: AtomicUsize,
    max: AtomicUsize,
}

impl Holders {
    fn hold(&self, semaphore: &Semaphore) {
        semaphore.acquire();
        let current = self.current.fetch_add(1, SeqCst) + 1;
        self.max.fetch_max(current, SeqCst);
        self.current.fetch_sub(1, SeqCst);
        semaphore.release();
    }

    /// The largest number of threads that held a permit at once.
    fn max(semaphore: &Semaphore, threads: usize) -> usize {
        judge::size("threads that share permits", threads);
        let holders = Holders::default();
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| holders.hold(semaphore));
            }
        });
        holders.max.load(SeqCst)
    }
}

#[test]
fn there_are_never_more_holders_than_permits() {
    judge::test!("no more threads hold a permit than the semaphore has permits").property(
        prop_oneof![Just((1, 2)), Just((2, 2)), Just((1, 1))],
        |&(permits, threads)| {
            judge::size("permits", permits);
            let max = Holders::max(&Semaphore::new(permits), threads);
            assert!(max <= permits, "{max} threads held a permit at once");
        },
    );
}

#[test]
fn many_threads_share_the_permits() {
    judge::test!("of up to five threads, no more hold a permit than the semaphore has permits")
        .sampled(20)
        .property((1..=4_usize, 3..=5_usize), |&(permits, threads)| {
            judge::size("permits", permits);
            let max = Holders::max(&Semaphore::new(permits), threads);
            assert!(max <= permits, "{max} threads held a permit at once");
        });
}

#[test]
fn a_third_thread_waits_for_one_of_two_permits() {
    judge::test!("with two permits taken, a third thread waits until one is released").scenario(
        || {
            let (semaphore, released) = (Semaphore::new(2), AtomicBool::new(false));
            semaphore.acquire();
            semaphore.acquire();
            thread::scope(|scope| {
                scope.spawn(|| {
                    semaphore.acquire();
                    assert!(released.load(SeqCst), "a third thread got a permit before a release");
                });
                released.store(true, SeqCst);
                semaphore.release();
            });
        },
    );
}

#[test]
fn two_concurrent_releases_add_two_permits() {
    judge::test!("two concurrent releases add two permits").scenario(|| {
        let semaphore = Semaphore::new(0);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| semaphore.release());
            }
        });
        semaphore.acquire();
        semaphore.acquire();
    });
}

#[test]
fn two_permits_can_be_held_at_once() {
    judge::test!("two threads can hold the two permits of a semaphore at once")
        .reachable(|| Holders::max(&Semaphore::new(2), 2) == 2);
}

#[test]
fn acquire_does_not_wait_while_permits_are_left() {
    judge::test!("`acquire` does not wait while permits are left").property(
        prop_oneof![1..=4_usize, 5..=300_usize],
        |&permits| {
            judge::size("permits, in one thread", permits);
            let semaphore = Semaphore::new(permits);
            for _ in 0..2 {
                (0..permits).for_each(|_| semaphore.acquire());
                (0..permits).for_each(|_| semaphore.release());
            }
        },
    );
}

#[test]
fn without_permits_acquire_waits_for_a_release() {
    judge::test!(
        "a semaphore can start without permits: `acquire` waits for a release by another thread"
    )
    .explorer(Explorer::new().deny_busy_waiting())
    .property(1..=2_usize, wait_for_releases);
}

#[test]
fn many_waiting_threads_all_get_a_permit() {
    judge::test!("up to five waiting threads get a permit, one by each release")
        .sampled(60)
        .property(3..=5_usize, wait_for_releases);
}

/// Checks that no thread gets a permit before its release, and all get one in the end.
fn wait_for_releases(&waiters: &usize) {
    judge::size("threads that wait for a permit", waiters);
    let (semaphore, released) = (Semaphore::new(0), AtomicUsize::new(0));
    let acquired = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..waiters {
            scope.spawn(|| {
                semaphore.acquire();
                let acquired = acquired.fetch_add(1, SeqCst) + 1;
                let released = released.load(SeqCst);
                assert!(acquired <= released, "{acquired} acquired, but {released} released");
            });
        }
        for _ in 0..waiters {
            released.fetch_add(1, SeqCst);
            semaphore.release();
        }
    });
}

#[test]
fn release_can_exceed_the_initial_permits() {
    judge::test!("`release` can exceed the initial number of permits, from any thread").property(
        (0..=2_usize, prop_oneof![1..=2_usize, 3..=300_usize]),
        |&(permits, more)| {
            let semaphore = Semaphore::new(permits);
            thread::scope(|scope| {
                scope.spawn(|| (0..more).for_each(|_| semaphore.release()));
            });
            (0..permits + more).for_each(|_| semaphore.acquire());
        },
    );
}

#[test]
fn a_permit_moves_between_real_threads() {
    judge::test!("on real threads, a thread can acquire the permit that another has released")
        .native(|| {
            let semaphore = Arc::new(Semaphore::new(1));
            for _ in 0..3 {
                let (one, other) = (Arc::clone(&semaphore), Arc::clone(&semaphore));
                judge::with_timeout(move || one.acquire());
                judge::with_timeout(move || other.release());
            }
        });
}
