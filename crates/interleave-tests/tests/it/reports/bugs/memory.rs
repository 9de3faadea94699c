//! Bugs that only the memory model explains: a thread reads a stale value.

use std::sync::atomic::Ordering::{self, Acquire, Relaxed, Release};

use interleave::sync::atomic::{AtomicBool, AtomicU32};
use interleave::thread;

/// A price that is published once.
struct Offer {
    price: AtomicU32,
    ready: AtomicBool,
}

impl Offer {
    fn new() -> Self {
        Self { price: AtomicU32::new(0), ready: AtomicBool::new(false) }
    }

    fn publish(&self, price: u32, order: Ordering) {
        self.price.store(price, Relaxed);
        self.ready.store(true, order);
    }

    fn read(&self, order: Ordering) -> Option<u32> {
        self.ready.load(order).then(|| self.price.load(Relaxed))
    }
}

fn publication(store: Ordering, load: Ordering) {
    let offer = Offer::new();
    thread::scope(|scope| {
        scope.spawn(|| offer.publish(3, store));
        scope.spawn(|| assert_ne!(offer.read(load), Some(0), "a cake is not free"));
    });
}

pub(crate) fn relaxed_publication() {
    publication(Relaxed, Relaxed);
}

pub(crate) fn release_without_acquire() {
    publication(Release, Relaxed);
}

pub(crate) fn acquire_without_release() {
    publication(Relaxed, Acquire);
}

pub(crate) fn store_buffering() {
    let (ann_cooks, bob_cooks) = (AtomicBool::new(false), AtomicBool::new(false));
    let (ann, bob) = thread::scope(|scope| {
        let ann = scope.spawn(|| {
            ann_cooks.store(true, Release);
            !bob_cooks.load(Acquire)
        });
        let bob = scope.spawn(|| {
            bob_cooks.store(true, Release);
            !ann_cooks.load(Acquire)
        });
        (ann.join().unwrap(), bob.join().unwrap())
    });
    assert!(!(ann && bob), "both are alone in the kitchen");
}

/// The sleeper and the waker each check for the other first.
pub(crate) fn wakeup_lost_to_stale_read() {
    let (asleep, ready) = (AtomicBool::new(false), AtomicBool::new(false));
    thread::scope(|scope| {
        let sleeper = scope.spawn(|| {
            asleep.store(true, Release);
            while !ready.load(Acquire) {
                thread::park();
            }
        });
        ready.store(true, Release);
        if asleep.load(Acquire) {
            sleeper.thread().unpark();
        }
    });
}

/// A third thread announces the offer with a relaxed store.
pub(crate) fn relaxed_relay() {
    let (offer, announced) = (Offer::new(), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| offer.publish(3, Release));
        scope.spawn(|| {
            if offer.read(Acquire).is_some() {
                announced.store(true, Relaxed);
            }
        });
        if announced.load(Acquire) {
            assert_eq!(offer.price.load(Relaxed), 3, "an announced price is known");
        }
    });
}

pub(crate) fn relaxed_counter() {
    let age = AtomicU32::new(40);
    let birthday = || age.store(age.load(Relaxed) + 1, Relaxed);
    thread::scope(|scope| {
        scope.spawn(birthday);
        scope.spawn(birthday);
    });
    assert_eq!(age.load(Relaxed), 42, "two birthdays make two years");
}

pub(crate) fn stale_check() {
    let sold = AtomicU32::new(0);
    let sell = || {
        if sold.load(Relaxed) < 1 {
            sold.fetch_add(1, Relaxed);
        }
    };
    thread::scope(|scope| {
        scope.spawn(sell);
        scope.spawn(sell);
    });
    assert!(sold.load(Relaxed) <= 1, "there is only one ticket");
}

/// Two readers disagree on the order of two stores.
pub(crate) fn independent_reads_of_independent_writes() {
    let (soup, cake) = (AtomicBool::new(false), AtomicBool::new(false));
    let (first, second) = thread::scope(|scope| {
        scope.spawn(|| soup.store(true, Release));
        scope.spawn(|| cake.store(true, Release));
        let first = scope.spawn(|| soup.load(Acquire) && !cake.load(Acquire));
        let second = scope.spawn(|| cake.load(Acquire) && !soup.load(Acquire));
        (first.join().unwrap(), second.join().unwrap())
    });
    assert!(!(first && second), "one of the two came first");
}

/// A thread that has finished but is not joined.
pub(crate) fn finished_but_not_joined() {
    let sold = AtomicU32::new(0);
    thread::scope(|scope| {
        let seller = scope.spawn(|| sold.store(1, Relaxed));
        while !seller.is_finished() {
            thread::yield_now();
        }
        assert_eq!(sold.load(Relaxed), 1, "a seller that has finished has sold");
    });
}

/// A reader reads a new left half and a stale right half.
pub(crate) fn stale_second_read() {
    let (left, right) = (AtomicU32::new(1), AtomicU32::new(1));
    thread::scope(|scope| {
        scope.spawn(|| {
            left.store(2, Relaxed);
            right.store(2, Relaxed);
        });
        scope.spawn(|| {
            let (first, second) = (left.load(Relaxed), right.load(Relaxed));
            assert_eq!(first, second, "both shoes are new or old");
        });
    });
}

/// Two threads store to the same two atomics in opposite orders.
pub(crate) fn two_plus_two_writes() {
    let (left, right) = (AtomicU32::new(0), AtomicU32::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            left.store(1, Release);
            right.store(2, Release);
        });
        scope.spawn(|| {
            right.store(1, Release);
            left.store(2, Release);
        });
    });
    let last = (left.into_inner(), right.into_inner());
    assert_ne!(last, (1, 1), "a second store of one thread comes last");
}

/// A thread that has seen the offer corrects its price.
pub(crate) fn late_correction() {
    let offer = Offer::new();
    thread::scope(|scope| {
        scope.spawn(|| offer.publish(3, Relaxed));
        scope.spawn(|| {
            if offer.ready.load(Relaxed) {
                offer.price.store(4, Relaxed);
                offer.ready.store(false, Relaxed);
            }
        });
    });
    if !offer.ready.load(Relaxed) {
        assert_ne!(offer.price.load(Relaxed), 3, "the price was corrected");
    }
}
