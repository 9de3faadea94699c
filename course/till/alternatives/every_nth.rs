//! Each thread adds up every nth sale in 128 bits, and adds its subtotal once.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

/// Spawns threads that each add up every nth sale, as a `u128`, which cannot overflow.
fn start<R: Send + 'static>(
    sales: Arc<[u64]>,
    threads: NonZeroUsize,
    done: impl Fn(u128) -> R + Clone + Send + 'static,
) -> Vec<JoinHandle<R>> {
    let threads = threads.get().min(sales.len());
    let spawn = |first| {
        let (sales, done) = (Arc::clone(&sales), done.clone());
        thread::spawn(move || {
            done(sales.iter().skip(first).step_by(threads).map(|sale| u128::from(*sale)).sum())
        })
    };
    (0..threads).map(spawn).collect()
}

fn fit(sum: u128) -> u64 {
    sum.try_into().unwrap_or_else(|_| panic!("overflow: {sum} does not fit into 64 bits"))
}

pub fn confined(sales: &[u64], threads: NonZeroUsize) -> u64 {
    immutable(sales.into(), threads)
}

pub fn immutable(sales: Arc<[u64]>, threads: NonZeroUsize) -> u64 {
    let subtotals = start(sales, threads, |subtotal| subtotal);
    fit(subtotals.into_iter().map(|thread| thread.join().unwrap()).sum())
}

pub fn thread_safe(sales: &[u64], threads: NonZeroUsize) -> u64 {
    let total = Arc::new((AtomicU64::new(0), AtomicBool::new(false)));
    let shared = Arc::clone(&total);
    let add = move |subtotal: u128| {
        // The threads only record an overflow, and the caller panics.
        let low = subtotal as u64;
        let before = shared.0.fetch_add(low, Ordering::Relaxed);
        if u128::from(low) != subtotal || before.checked_add(low).is_none() {
            shared.1.store(true, Ordering::Relaxed);
        }
    };
    for thread in start(sales.into(), threads, add) {
        thread.join().unwrap();
    }
    assert!(!total.1.load(Ordering::Relaxed), "overflow: the sum does not fit into 64 bits");
    total.0.load(Ordering::Relaxed)
}

pub fn synchronised(sales: &[u64], threads: NonZeroUsize) -> u64 {
    let total = Arc::new(Mutex::new(0));
    let shared = Arc::clone(&total);
    for thread in start(sales.into(), threads, move |subtotal| *shared.lock().unwrap() += subtotal)
    {
        thread.join().unwrap();
    }
    fit(*total.lock().unwrap())
}
