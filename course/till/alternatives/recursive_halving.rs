//! Each thread passes on half of its sales to one more thread and adds up the other half itself, so the
//! caller works as well.

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread;

const OVERFLOW: &str = "overflow: the sum does not fit into 64 bits";

pub fn confined(sales: &[u64], threads: NonZeroUsize) -> u64 {
    fn sum(sales: &[u64], threads: usize) -> u128 {
        let Some((left, right)) = halves(sales, threads) else {
            return sales.iter().copied().map(u128::from).sum();
        };
        thread::scope(|scope| {
            let other = scope.spawn(|| sum(left, threads / 2));
            let mine = sum(right, threads - threads / 2);
            mine + other.join().unwrap_or_else(|panic| resume_unwind(panic))
        })
    }
    sum(sales, threads.get()).try_into().expect(OVERFLOW)
}

pub fn immutable(sales: Arc<[u64]>, threads: NonZeroUsize) -> u64 {
    fn sum(sales: &Arc<[u64]>, from: usize, to: usize, threads: usize) -> u128 {
        let middle = from + (to - from) / 2;
        if threads < 2 || middle == from {
            return sales[from..to].iter().copied().map(u128::from).sum();
        }
        let shared = Arc::clone(sales);
        let other = thread::spawn(move || sum(&shared, from, middle, threads / 2));
        let mine = sum(sales, middle, to, threads - threads / 2);
        mine + other.join().unwrap_or_else(|panic| resume_unwind(panic))
    }
    sum(&sales, 0, sales.len(), threads.get()).try_into().expect(OVERFLOW)
}

pub fn thread_safe(sales: &[u64], threads: NonZeroUsize) -> u64 {
    let total = AtomicU64::new(0);
    for_each_half(sales, threads.get(), &|sales| {
        for sale in sales {
            let add = |total: u64| total.checked_add(*sale);
            total.try_update(SeqCst, SeqCst, add).expect(OVERFLOW);
        }
    });
    total.into_inner()
}

pub fn synchronised(sales: &[u64], threads: NonZeroUsize) -> u64 {
    let total = Mutex::new(0_u128);
    for_each_half(sales, threads.get(), &|sales| {
        for sale in sales {
            *total.lock().unwrap() += u128::from(*sale);
        }
    });
    total.into_inner().unwrap().try_into().expect(OVERFLOW)
}

/// Two parts, unless there is only one thread or one sale.
fn halves(sales: &[u64], threads: usize) -> Option<(&[u64], &[u64])> {
    (threads > 1 && sales.len() > 1).then(|| sales.split_at(sales.len() / 2))
}

fn for_each_half(sales: &[u64], threads: usize, add: &(impl Fn(&[u64]) + Sync)) {
    let Some((left, right)) = halves(sales, threads) else {
        return add(sales);
    };
    thread::scope(|scope| {
        let other = scope.spawn(|| for_each_half(left, threads / 2, add));
        for_each_half(right, threads - threads / 2, add);
        other.join().unwrap_or_else(|panic| resume_unwind(panic));
    });
}
