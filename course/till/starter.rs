//! A shop adds up the sales of a day: many threads, and four ways to share nothing by accident.
//!
//! Each way returns the sum of all sales. It uses at most so many threads besides the caller, and
//! they can work at the same time. A sum that does not fit into 64 bits is a panic in the caller.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

const OVERFLOW: &str = "overflow: the sum does not fit into 64 bits";

/// Confinement: each thread has a subtotal of its own, and nobody else sees it.
pub fn confined(sales: &[u64], threads: NonZeroUsize) -> u64 {
    let subtotals = deal(sales, threads, |part| sum(part.iter().copied()));
    subtotals.and_then(sum).expect(OVERFLOW)
}

/// Immutability: all threads share the sales, and nobody can change them.
pub fn immutable(sales: Arc<[u64]>, threads: NonZeroUsize) -> u64 {
    let size = sales.len().div_ceil(threads.get()).max(1);
    let (done, subtotals) = mpsc::channel();
    for start in (0..sales.len()).step_by(size) {
        let (sales, done) = (Arc::clone(&sales), done.clone());
        thread::spawn(move || done.send(sum(sales.iter().copied().skip(start).take(size))));
    }
    // TODO: wait until every thread is done.
    let subtotals: Option<Vec<u64>> = subtotals.try_iter().collect();
    subtotals.and_then(sum).expect(OVERFLOW)
}

/// A thread-safe type: all threads add to one atomic number.
pub fn thread_safe(sales: &[u64], threads: NonZeroUsize) -> u64 {
    let total = AtomicU64::new(0);
    let add = |sale: &u64| {
        // TODO: what if another thread adds a sale between the look and the change?
        total.store(total.load(SeqCst).checked_add(*sale)?, SeqCst);
        Some(())
    };
    deal(sales, threads, |part| part.iter().try_for_each(add)).expect(OVERFLOW);
    total.into_inner()
}

/// Synchronisation: all threads add to one number, one at a time.
pub fn synchronised(sales: &[u64], threads: NonZeroUsize) -> u64 {
    let total = Mutex::new(0_u64);
    let add = |sale: &u64| {
        // TODO: the same here.
        let sum = total.lock().unwrap().checked_add(*sale)?;
        *total.lock().unwrap() = sum;
        Some(())
    };
    deal(sales, threads, |part| part.iter().try_for_each(add)).expect(OVERFLOW);
    total.into_inner().unwrap()
}

/// The sum, if it fits.
fn sum(numbers: impl IntoIterator<Item = u64>) -> Option<u64> {
    numbers.into_iter().try_fold(0, u64::checked_add)
}

/// Lets a thread work on each part of the sales: what they return, unless one returns `None`.
fn deal<R: Send>(
    sales: &[u64],
    threads: NonZeroUsize,
    work: impl Fn(&[u64]) -> Option<R> + Sync,
) -> Option<Vec<R>> {
    let (size, work) = (sales.len().div_ceil(threads.get()).max(1), &work);
    thread::scope(|scope| {
        let start = |part| scope.spawn(move || work(part));
        let threads: Vec<_> = sales.chunks(size).map(start).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

pub fn main() {
    const DAYS: usize = 200;
    let (sales, threads) = (vec![1; 5_000], NonZeroUsize::new(4).unwrap());
    let check = |way: &str, add_up: &dyn Fn() -> u64| {
        let wrong = (0..DAYS).filter(|_| add_up() != 5_000).count();
        println!("{way:12} {wrong:3} of {DAYS} days have a wrong sum");
    };
    check("confined", &|| confined(&sales, threads));
    check("immutable", &|| immutable(Arc::from(&sales[..]), threads));
    check("thread-safe", &|| thread_safe(&sales, threads));
    check("synchronised", &|| synchronised(&sales, threads));
}
