//! One thread per input, and a semaphore that limits how many run at once.

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::{Condvar, Mutex};
use std::thread;

/// Returns its permit when dropped, even in a panic.
struct Permit<'a>(&'a Mutex<usize>, &'a Condvar);

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        *self.0.lock().unwrap() += 1;
        self.1.notify_one();
    }
}

pub fn map<T, R, F>(inputs: Vec<T>, workers: NonZeroUsize, f: F) -> Vec<R>
where
    T: Send,
    R: Send,
    F: Fn(T) -> R + Send + Sync,
{
    let (permits, released, f) = (Mutex::new(workers.get()), Condvar::new(), &f);
    thread::scope(|scope| {
        let work = |input: T| {
            // The caller waits for the permit, so no thread starts without one.
            let free = released.wait_while(permits.lock().unwrap(), |permits| *permits == 0);
            *free.unwrap() -= 1;
            let permit = Permit(&permits, &released);
            scope.spawn(move || {
                let _permit = permit;
                f(input)
            })
        };
        let threads: Vec<_> = inputs.into_iter().map(work).collect();
        let results = threads.into_iter().map(|thread| thread.join());
        results.map(|result| result.unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}
