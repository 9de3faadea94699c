//! The semaphore: as many at once as there are permits, no more, no fewer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread;

use proptest::prelude::*;

use super::bank::Semaphore;

/// Counts who is inside.
#[derive(Default)]
struct Room {
    inside: AtomicUsize,
    most: AtomicUsize,
}

impl Room {
    fn visit(&self, semaphore: &Semaphore) {
        semaphore.acquire();
        let inside = self.inside.fetch_add(1, SeqCst) + 1;
        self.most.fetch_max(inside, SeqCst);
        self.inside.fetch_sub(1, SeqCst);
        semaphore.release();
    }

    /// The most that ever were inside together.
    fn most(semaphore: &Semaphore, visitors: usize) -> usize {
        let room = Room::default();
        thread::scope(|scope| {
            for _ in 0..visitors {
                scope.spawn(|| room.visit(semaphore));
            }
        });
        room.most.load(SeqCst)
    }
}

#[test]
fn never_more_than_the_permits_are_inside() {
    judge::test!("there are never more inside than the semaphore has permits").property(
        prop_oneof![Just((1, 2)), Just((2, 2)), Just((1, 1))],
        |&(permits, visitors)| {
            let most = Room::most(&Semaphore::new(permits), visitors);
            assert!(most <= permits, "{most} were inside at once");
        },
    );
}

#[test]
fn a_third_waits_for_one_of_two() {
    judge::test!("where two are allowed, a third waits until one has left").scenario(|| {
        let (semaphore, left) = (Semaphore::new(2), AtomicBool::new(false));
        semaphore.acquire();
        semaphore.acquire();
        thread::scope(|scope| {
            scope.spawn(|| {
                semaphore.acquire();
                assert!(left.load(SeqCst), "nobody had left, and a third came in");
            });
            left.store(true, SeqCst);
            semaphore.release();
        });
    });
}

#[test]
fn two_releases_at_once_are_two_permits() {
    judge::test!("two who give a permit back at the same moment give two back").scenario(|| {
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
fn as_many_as_the_permits_can_be_inside() {
    judge::test!("two can be inside at once where the semaphore has two permits")
        .reachable(|| Room::most(&Semaphore::new(2), 2) == 2);
}

#[test]
fn nobody_waits_while_there_are_permits() {
    judge::test!("nobody waits while there are permits").property(1..=4_usize, |&permits| {
        let semaphore = Semaphore::new(permits);
        for _ in 0..2 {
            (0..permits).for_each(|_| semaphore.acquire());
            (0..permits).for_each(|_| semaphore.release());
        }
    });
}

#[test]
fn without_permits_everyone_waits_for_a_release() {
    judge::test!("a semaphore may begin without permits: everyone waits until another releases")
        .property(1..=2_usize, |&waiters| {
            let (semaphore, released) = (Semaphore::new(0), AtomicUsize::new(0));
            let acquired = AtomicUsize::new(0);
            thread::scope(|scope| {
                for _ in 0..waiters {
                    scope.spawn(|| {
                        semaphore.acquire();
                        let acquired = acquired.fetch_add(1, SeqCst) + 1;
                        let released = released.load(SeqCst);
                        assert!(acquired <= released, "{acquired} came in, {released} released");
                    });
                }
                for _ in 0..waiters {
                    released.fetch_add(1, SeqCst);
                    semaphore.release();
                }
            });
        });
}

#[test]
fn a_release_may_add_a_permit() {
    judge::test!("release may add permits to those of the beginning, from any thread").property(
        (0..=2_usize, 1..=2_usize),
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
fn a_permit_is_passed_on_between_real_threads() {
    judge::test!("on real threads, a permit that one gives back another can take").native(|| {
        let semaphore = Arc::new(Semaphore::new(1));
        for _ in 0..3 {
            let (one, other) = (Arc::clone(&semaphore), Arc::clone(&semaphore));
            judge::with_timeout(move || one.acquire());
            judge::with_timeout(move || other.release());
        }
    });
}
