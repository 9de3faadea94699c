//! Maps a slice on all cores.
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

/// Calls `work` on each of `items`, on as many threads as there are cores, this one included; the results are in the
/// order of the items.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    map_with(cores(), items, work)
}

/// The number of threads that this machine runs at once.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Locks a mutex, even if a thread has panicked with it.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Like [`map`], on this many threads.
pub fn map_with<T: Sync, R: Send>(
    workers: usize,
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(items.len()));
    let work_until_done = || {
        while let Some((at, item)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, items.get(at)?)))
        {
            let result = work(item);
            lock(&results).push((at, result));
        }
    };
    thread::scope(|scope| {
        for _ in 1..workers.min(items.len()) {
            // With fewer threads it only takes longer.
            let _ = thread::Builder::new().spawn_scoped(scope, work_until_done);
        }
        work_until_done();
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let numbers: Vec<u64> = (0..100).collect();
        let squares: Vec<u64> = numbers.iter().map(|n| n * n).collect();
        assert_eq!(map(&numbers, |n| n * n), squares);
        assert!(map(&[0_u8; 0], |n| *n).is_empty());
    }
}
