//! A pool of workers: each takes the next input, works on it, and comes back for another.
//!
//! `map` returns what `f` makes of each input, in the order of the inputs. Every input is worked on
//! once, at most so many at a time as there are workers, and no worker waits while there is work.

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
    let results = Mutex::new(BTreeMap::new());
    let work = || {
        loop {
            let Some(input) = inputs.lock().unwrap().next() else { break };
            // TODO: which number does this input have, if another worker comes at the same time?
            let number = next.load(SeqCst);
            next.store(number + 1, SeqCst);
            let result = f(input);
            results.lock().unwrap().insert(number, result);
        }
    };
    // The scope ends when all workers have gone home.
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    results.into_inner().unwrap().into_values().collect()
}

pub fn main() {
    const ROUNDS: usize = 200;
    let workers = NonZeroUsize::new(4).unwrap();
    let squares: Vec<u64> = (0..1_000).map(|n| n * n).collect();
    let is_wrong = |_: &usize| map((0..1_000).collect(), workers, |n| n * n) != squares;
    let wrong = (0..ROUNDS).filter(is_wrong).count();
    println!("{wrong} of {ROUNDS} rounds gave wrong results.");

    let (busy, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    map((0..20).collect(), workers, |_: u32| {
        most.fetch_max(busy.fetch_add(1, SeqCst) + 1, SeqCst);
        thread::sleep(Duration::from_millis(10));
        busy.fetch_sub(1, SeqCst);
    });
    println!("Of {workers} workers, up to {} were at work at once.", most.into_inner());
}
