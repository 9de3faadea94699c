//! An atomic index into slots: each worker takes the next index and collects its own results.

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

pub fn map<T, R, F>(inputs: Vec<T>, workers: NonZeroUsize, f: F) -> Vec<R>
where
    T: Send,
    R: Send,
    F: Fn(T) -> R + Send + Sync,
{
    let slots: Vec<_> = inputs.into_iter().map(|input| Mutex::new(Some(input))).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut results = Vec::new();
        loop {
            let number = next.fetch_add(1, Relaxed);
            let Some(slot) = slots.get(number) else { return results };
            let input = slot.lock().unwrap().take().expect("each index is taken once");
            results.push((number, f(input)));
        }
    };
    let mut results: Vec<(usize, R)> = thread::scope(|scope| {
        let workers = 0..workers.get().min(slots.len());
        let workers: Vec<_> = workers.map(|_| scope.spawn(work)).collect();
        let results = workers.into_iter().map(|worker| worker.join());
        results.flat_map(|result| result.unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    results.sort_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}
