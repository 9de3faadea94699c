//! A bulletin shows one headline: three numbers, published once and read by many threads.
//!
//! A reader sees nothing or the whole headline, and once it has seen it, always the same one. Of
//! several threads that publish, one wins, and the others are ignored. Only atomics are used, and
//! the guarantee must follow from Rust's memory model, not from what one processor does.
//!
//! Defect: a reader can see the flag, but not yet the numbers. Task: order the two.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;

pub struct Bulletin {
    /// Set by the first thread that publishes.
    taken: AtomicBool,
    headline: [AtomicU32; 3],
    /// Set when the headline can be read.
    ready: AtomicBool,
}

impl Bulletin {
    pub fn new() -> Bulletin {
        let headline = [const { AtomicU32::new(0) }; 3];
        Bulletin { taken: AtomicBool::new(false), headline, ready: AtomicBool::new(false) }
    }

    /// Publishes the headline, unless another thread was first.
    pub fn publish(&self, headline: [u32; 3]) {
        // `Relaxed` is enough: the swap is a single step, and no other data depends on it.
        if self.taken.swap(true, Ordering::Relaxed) {
            return;
        }
        for (cell, number) in self.headline.iter().zip(headline) {
            cell.store(number, Ordering::Relaxed);
        }
        // TODO: a reader can see this store before it sees the stores above.
        self.ready.store(true, Ordering::Relaxed);
    }

    /// Returns the headline, if it is published.
    pub fn read(&self) -> Option<[u32; 3]> {
        // TODO: even if this load sees `true`, the loads below can see old numbers.
        if !self.ready.load(Ordering::Relaxed) {
            return None;
        }
        Some(self.headline.each_ref().map(|cell| cell.load(Ordering::Relaxed)))
    }
}

fn main() {
    const RUNS: u32 = 2_000;
    let (mut whole, mut mixed) = (0, 0);
    for run in 1..=RUNS {
        let bulletin = Bulletin::new();
        let wait = || loop {
            match bulletin.read() {
                Some(headline) => break headline,
                None => thread::yield_now(),
            }
        };
        let seen = thread::scope(|scope| {
            let readers = [(); 3].map(|()| scope.spawn(wait));
            bulletin.publish([run; 3]);
            readers.map(|reader| reader.join().unwrap())
        });
        let good = seen.iter().filter(|headline| **headline == [run; 3]).count();
        whole += good;
        mixed += seen.len() - good;
    }
    println!("In {RUNS} runs, three readers saw {whole} whole headlines and {mixed} mixed ones.");
    println!(
        "Zero mixed ones prove little: x86 processors hide such a bug, and others can show it."
    );
    println!("The tests explore everything that the memory model allows: make test EX=publish");
}
