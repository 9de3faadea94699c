//! A pool of workers: each takes an input, works on it, and comes back for another.
//!
//! Guarantee: `map` calls `f` once for every input, in at most `workers` threads at a time, and
//! returns the results in the order of the inputs.
//! Defect: with two or more workers, results can end up in the wrong positions.
//! Task: give every result the position of its input.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

pub fn map<T, R, F>(inputs: Vec<T>, workers: NonZeroUsize, f: F) -> Vec<R>
where
    T: Send,
    R: Send,
    F: Fn(T) -> R + Send + Sync,
{
    let workers = workers.get().min(inputs.len());
    let inputs = Mutex::new(inputs.into_iter());
    let next = AtomicUsize::new(0);
    // Workers finish in any order; the map sorts their results by number.
    let results = Mutex::new(BTreeMap::new());
    let work = || {
        loop {
            let Some(input) = inputs.lock().unwrap().next() else { break };
            // TODO: another worker can take the next input, and then the number of this one.
            let number = next.fetch_add(1, SeqCst);
            let result = f(input);
            results.lock().unwrap().insert(number, result);
        }
    };
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    results.into_inner().unwrap().into_values().collect()
}

fn main() {
    const ROUNDS: usize = 200;
    let workers = NonZeroUsize::new(4).unwrap();
    let squares: Vec<u64> = (0..1_000).map(|n| n * n).collect();
    let is_wrong = |_: &usize| map((0..1_000).collect(), workers, |n| n * n) != squares;
    let wrong = (0..ROUNDS).filter(is_wrong).count();
    println!("In {wrong} of {ROUNDS} rounds, the results were wrong.");

    let (busy, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    map((0..20).collect(), workers, |_: u32| {
        most.fetch_max(busy.fetch_add(1, SeqCst) + 1, SeqCst);
        thread::sleep(Duration::from_millis(10));
        busy.fetch_sub(1, SeqCst);
    });
    println!("Up to {} of {workers} workers were busy at once.", most.into_inner());
}
