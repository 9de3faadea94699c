//! The caller is one of the workers. Each worker keeps its results, which are sorted at the end.

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::Mutex;
use std::thread;

pub fn map<T, R, F>(inputs: Vec<T>, workers: NonZeroUsize, f: F) -> Vec<R>
where
    T: Send,
    R: Send,
    F: Fn(T) -> R + Send + Sync,
{
    let helpers = workers.get().min(inputs.len()).saturating_sub(1);
    let inputs = Mutex::new(inputs.into_iter().enumerate());
    let work = || {
        let mut results = Vec::new();
        loop {
            let next = inputs.lock().unwrap().next();
            let Some((number, input)) = next else { break results };
            results.push((number, f(input)));
        }
    };
    let mut results = thread::scope(|scope| {
        let helpers: Vec<_> = (0..helpers).map(|_| scope.spawn(work)).collect();
        let mut results = work();
        for helper in helpers {
            results.extend(helper.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        results
    });
    results.sort_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}
