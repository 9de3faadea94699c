//! A shared index: each thread takes the next sale, and the caller resumes their panics.

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Calls `work` on each of the threads, and returns their results.
fn together<R: Send>(threads: NonZeroUsize, work: impl Fn() -> R + Sync) -> Vec<R> {
    thread::scope(|scope| {
        let threads: Vec<_> = (0..threads.get()).map(|_| scope.spawn(&work)).collect();
        let results = threads.into_iter().map(|thread| thread.join());
        results.map(|result| result.unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

fn add(sum: u64, sale: u64) -> u64 {
    sum.checked_add(sale).expect("integer overflow: too many sales")
}

fn queue(sales: &[u64]) -> impl Fn() -> Option<u64> {
    let next = AtomicUsize::new(0);
    move || sales.get(next.fetch_add(1, SeqCst)).copied()
}

pub fn confined(sales: &[u64], threads: NonZeroUsize) -> u64 {
    let next = queue(sales);
    let subtotals = together(threads, || std::iter::from_fn(&next).fold(0, add));
    subtotals.into_iter().fold(0, add)
}

pub fn immutable(sales: Arc<[u64]>, threads: NonZeroUsize) -> u64 {
    confined(&sales, threads)
}

pub fn thread_safe(sales: &[u64], threads: NonZeroUsize) -> u64 {
    let (next, total) = (queue(sales), AtomicU64::new(0));
    together(threads, || {
        while let Some(sale) = next() {
            let added = total.try_update(SeqCst, SeqCst, |total| total.checked_add(sale));
            added.expect("overflow");
        }
    });
    total.into_inner()
}

pub fn synchronised(sales: &[u64], threads: NonZeroUsize) -> u64 {
    let (next, total) = (queue(sales), Mutex::new(0));
    together(threads, || {
        while let Some(sale) = next() {
            // A thread that panics here has not changed the total.
            let mut total = total.lock().unwrap_or_else(PoisonError::into_inner);
            *total = add(*total, sale);
        }
    });
    total.into_inner().unwrap()
}
