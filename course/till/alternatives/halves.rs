//! Divide and conquer: each thread passes half of its sales to a new thread while threads are left.

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, RwLock};
use std::thread;

/// Calls `work` on parts of the sales, on at most `threads` threads.
fn split(sales: &[u64], threads: usize, work: &(dyn Fn(&[u64]) -> Result<(), u64> + Sync)) {
    let result = thread::scope(|scope| scope.spawn(|| halve(sales, threads, work)).join());
    match result {
        Ok(Ok(())) => {}
        Ok(Err(sale)) => panic!("the sale of {sale} makes the sum overflow"),
        Err(panic) => resume_unwind(panic),
    }
}

fn halve(
    sales: &[u64],
    threads: usize,
    work: &(dyn Fn(&[u64]) -> Result<(), u64> + Sync),
) -> Result<(), u64> {
    if threads == 1 || sales.len() < 2 {
        return work(sales);
    }
    let (left, right) = sales.split_at(sales.len() / 2);
    thread::scope(|scope| {
        let left = scope.spawn(|| halve(left, threads / 2, work));
        let right = halve(right, threads - threads / 2, work);
        left.join().unwrap_or_else(|panic| resume_unwind(panic)).and(right)
    })
}

pub fn confined(sales: &[u64], threads: NonZeroUsize) -> u64 {
    let subtotals = RwLock::new(Vec::new());
    split(sales, threads.get(), &|part| {
        let mut subtotal = 0_u64;
        for sale in part {
            subtotal = subtotal.checked_add(*sale).ok_or(*sale)?;
        }
        subtotals.write().unwrap().push(subtotal);
        Ok(())
    });
    let sum = subtotals.into_inner().unwrap().into_iter().try_fold(0, u64::checked_add);
    sum.expect("the subtotals overflow")
}

pub fn immutable(sales: Arc<[u64]>, threads: NonZeroUsize) -> u64 {
    confined(&sales, threads)
}

pub fn thread_safe(sales: &[u64], threads: NonZeroUsize) -> u64 {
    let total = AtomicU64::new(0);
    split(sales, threads.get(), &|part| {
        for sale in part {
            let mut sum = total.load(SeqCst);
            loop {
                let next = sum.checked_add(*sale).ok_or(*sale)?;
                match total.compare_exchange(sum, next, SeqCst, SeqCst) {
                    Ok(_) => break,
                    Err(newer) => sum = newer,
                }
            }
        }
        Ok(())
    });
    total.into_inner()
}

pub fn synchronised(sales: &[u64], threads: NonZeroUsize) -> u64 {
    let total = RwLock::new(0_u64);
    split(sales, threads.get(), &|part| {
        for sale in part {
            let mut total = total.write().unwrap();
            *total = total.checked_add(*sale).ok_or(*sale)?;
        }
        Ok(())
    });
    total.into_inner().unwrap()
}
