//! Two channels: jobs go out to whoever is free, results come back with their numbers.

use std::num::NonZeroUsize;
use std::sync::{Mutex, mpsc};
use std::thread;

pub fn map<T, R, F>(inputs: Vec<T>, workers: NonZeroUsize, f: F) -> Vec<R>
where
    T: Send,
    R: Send,
    F: Fn(T) -> R + Send + Sync,
{
    let (jobs, pile) = mpsc::channel();
    let (done, finished) = mpsc::channel();
    let mut results: Vec<Option<R>> = inputs.iter().map(|_| None).collect();
    for job in inputs.into_iter().enumerate() {
        jobs.send(job).unwrap();
    }
    drop(jobs);
    let (pile, f) = (&Mutex::new(pile), &f);
    thread::scope(|scope| {
        for _ in 0..workers.get().min(results.len()) {
            let done = done.clone();
            scope.spawn(move || {
                loop {
                    let Ok((number, input)) = pile.lock().unwrap().recv() else { break };
                    let _ = done.send((number, f(input)));
                }
            });
        }
        drop(done);
        for (number, result) in finished {
            results[number] = Some(result);
        }
    });
    results.into_iter().map(|result| result.expect("the scope heard of each panic")).collect()
}
