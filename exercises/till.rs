//! A shop adds up the sales of a day on several threads, in four safe ways.
//!
//! Each way returns the sum of all sales, and panics if it does not fit into 64 bits. It uses at
//! most `threads` threads besides the caller's, and they can work at the same time.
//!
//! Defect: three of the four sums can miss sales. Task: repair them, and keep all four ways.

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

const OVERFLOW: &str = "overflow: the sum does not fit into 64 bits";

/// Confinement: each thread has a subtotal of its own, which no other thread can reach.
pub fn confined(sales: &[u64], threads: NonZeroUsize) -> u64 {
    let subtotals = split(sales, threads, |part| sum(part));
    subtotals.into_iter().sum::<u128>().try_into().expect(OVERFLOW)
}

/// Immutability: all threads share the sales, and no thread can change them.
pub fn immutable(sales: Arc<[u64]>, threads: NonZeroUsize) -> u64 {
    let (done, subtotals) = mpsc::channel();
    for first in 0..threads.get().min(sales.len()) {
        let (sales, done) = (Arc::clone(&sales), done.clone());
        thread::spawn(move || done.send(sum(sales.iter().skip(first).step_by(threads.get()))));
    }
    // TODO: this takes only the subtotals that have arrived, and some threads are still adding.
    subtotals.try_iter().sum::<u128>().try_into().expect(OVERFLOW)
}

/// A thread-safe type: all threads add to the same atomic integer.
pub fn thread_safe(sales: &[u64], threads: NonZeroUsize) -> u64 {
    let total = AtomicU64::new(0);
    split(sales, threads, |part| {
        for sale in part {
            // TODO: a sale that another thread adds between the load and the store is lost.
            total.store(total.load(SeqCst).checked_add(*sale).expect(OVERFLOW), SeqCst);
        }
    });
    total.into_inner()
}

/// Synchronization: all threads add to the same number, one at a time.
pub fn synchronised(sales: &[u64], threads: NonZeroUsize) -> u64 {
    let total = Mutex::new(0_u128);
    split(sales, threads, |part| {
        for sale in part {
            // TODO: the first guard is dropped before the second one is taken.
            let sum = *total.lock().unwrap() + u128::from(*sale);
            *total.lock().unwrap() = sum;
        }
    });
    total.into_inner().unwrap().try_into().expect(OVERFLOW)
}

/// Adds up in 128 bits, where no sum of sales can overflow.
fn sum<'a>(sales: impl IntoIterator<Item = &'a u64>) -> u128 {
    sales.into_iter().copied().map(u128::from).sum()
}

/// Calls `f` on parts of the sales, each on a thread of its own.
fn split<R: Send>(sales: &[u64], threads: NonZeroUsize, f: impl Fn(&[u64]) -> R + Sync) -> Vec<R> {
    let (size, f) = (sales.len().div_ceil(threads.get()).max(1), &f);
    thread::scope(|scope| {
        let threads: Vec<_> = sales.chunks(size).map(|part| scope.spawn(move || f(part))).collect();
        let results = threads.into_iter().map(|thread| thread.join());
        results.map(|result| result.unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

fn main() {
    let (sales, threads) = (vec![1; 50_000], NonZeroUsize::new(4).unwrap());
    let wrong = |add_up: &dyn Fn() -> u64| (0..100).filter(|_| add_up() != 50_000).count();
    println!("confined:     {:3} of 100 sums are wrong", wrong(&|| confined(&sales, threads)));
    println!("immutable:    {:3}", wrong(&|| immutable(Arc::from(&sales[..]), threads)));
    println!("thread-safe:  {:3}", wrong(&|| thread_safe(&sales, threads)));
    println!("synchronized: {:3}", wrong(&|| synchronised(&sales, threads)));
}
