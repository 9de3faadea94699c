//! Two channels: one hands numbered inputs to idle workers, the other brings back the results.

use std::num::NonZeroUsize;
use std::sync::{Mutex, mpsc};
use std::thread;

pub fn map<T, R, F>(inputs: Vec<T>, workers: NonZeroUsize, f: F) -> Vec<R>
where
    T: Send,
    R: Send,
    F: Fn(T) -> R + Send + Sync,
{
    let (jobs, queue) = mpsc::channel();
    let (done, finished) = mpsc::channel();
    let mut results: Vec<Option<R>> = inputs.iter().map(|_| None).collect();
    for job in inputs.into_iter().enumerate() {
        jobs.send(job).unwrap();
    }
    drop(jobs);
    let (queue, f) = (&Mutex::new(queue), &f);
    thread::scope(|scope| {
        for _ in 0..workers.get().min(results.len()) {
            let done = done.clone();
            scope.spawn(move || {
                loop {
                    let Ok((number, input)) = queue.lock().unwrap().recv() else { break };
                    let _ = done.send((number, f(input)));
                }
            });
        }
        drop(done);
        for (number, result) in finished {
            results[number] = Some(result);
        }
    });
    results.into_iter().map(|result| result.expect("the scope propagates every panic")).collect()
}
