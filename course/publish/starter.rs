//! A bulletin shows one headline: three numbers, published once and read by many threads.
//!
//! A reader sees nothing or all of it, and who has seen it sees it for ever. Of several who publish
//! one wins, and the others are ignored. It is made from atomics only, and must keep its promise
//! wherever Rust runs: what counts is the memory model, not what one processor does with it.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;

pub struct Bulletin {
    /// Set by the first who publishes.
    taken: AtomicBool,
    headline: [AtomicU32; 3],
    /// Set when the headline is there.
    ready: AtomicBool,
}

impl Bulletin {
    pub fn new() -> Bulletin {
        let headline = [const { AtomicU32::new(0) }; 3];
        Bulletin { taken: AtomicBool::new(false), headline, ready: AtomicBool::new(false) }
    }

    /// Publishes the headline, unless somebody else was first.
    pub fn publish(&self, headline: [u32; 3]) {
        // `Relaxed` is enough here: `swap` is one step, and hands nothing over.
        if self.taken.swap(true, Ordering::Relaxed) {
            return;
        }
        for (cell, number) in self.headline.iter().zip(headline) {
            cell.store(number, Ordering::Relaxed);
        }
        // TODO: can a reader see this before it can see the numbers?
        self.ready.store(true, Ordering::Relaxed);
    }

    /// The headline, if it is there.
    pub fn read(&self) -> Option<[u32; 3]> {
        // TODO: and if it is ready, which numbers can the loads below see?
        if !self.ready.load(Ordering::Relaxed) {
            return None;
        }
        Some(self.headline.each_ref().map(|cell| cell.load(Ordering::Relaxed)))
    }
}

pub fn main() {
    const DAYS: u32 = 2_000;
    let (mut whole, mut mixed) = (0, 0);
    for day in 1..=DAYS {
        let bulletin = Bulletin::new();
        let look = || loop {
            match bulletin.read() {
                Some(headline) => break headline,
                None => thread::yield_now(),
            }
        };
        let seen = thread::scope(|scope| {
            let readers = [(); 3].map(|()| scope.spawn(look));
            bulletin.publish([day; 3]);
            readers.map(|reader| reader.join().unwrap())
        });
        let good = seen.iter().filter(|headline| **headline == [day; 3]).count();
        whole += good;
        mixed += seen.len() - good;
    }
    println!("On {DAYS} days, 3 readers saw {whole} whole headlines and {mixed} mixed ones.");
    println!("A 0 proves little: an x86 processor hides such a bug, and others may show it.");
    println!("The tests try all that the memory model allows: make test EX=publish");
}
