//! A stack: workers take the last input first, and each result has its own cell.

use std::num::NonZeroUsize;
use std::sync::{Mutex, OnceLock};
use std::thread;

pub fn map<T, R, F>(inputs: Vec<T>, workers: NonZeroUsize, f: F) -> Vec<R>
where
    T: Send,
    R: Send,
    F: Fn(T) -> R + Send + Sync,
{
    let results: Vec<Mutex<OnceLock<R>>> = inputs.iter().map(|_| Mutex::default()).collect();
    let count = workers.get().min(inputs.len());
    let stack = Mutex::new(inputs);
    let take = || {
        let mut stack = stack.lock().unwrap();
        let input = stack.pop()?;
        Some((stack.len(), input))
    };
    thread::scope(|scope| {
        for _ in 0..count {
            scope.spawn(|| {
                while let Some((number, input)) = take() {
                    let result = f(input);
                    let cell = results[number].lock().unwrap();
                    assert!(cell.set(result).is_ok(), "each number is taken once");
                }
            });
        }
    });
    let cells = results.into_iter().map(|cell| cell.into_inner().unwrap());
    cells.map(|cell| cell.into_inner().expect("each number was taken")).collect()
}
