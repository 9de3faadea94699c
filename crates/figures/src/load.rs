//! Threads that repeat an operation for a while, and how often they did.
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

/// How long each measurement takes.
const TIME: Duration = Duration::from_millis(120);

/// Measurements of which the median counts.
const ROUNDS: usize = 3;

/// Operations between two reads of the clock.
const BATCH: u32 = 64;

/// Operations per second of `threads` threads together. An operation is a write in this share of cases.
pub(crate) fn operations(
    threads: usize,
    writes: u32,
    operation: &(dyn Fn(u32, bool) + Sync),
) -> f64 {
    let mut rates: Vec<f64> = (0..ROUNDS).map(|_| once(threads, writes, operation)).collect();
    rates.sort_by(f64::total_cmp);
    rates[ROUNDS / 2]
}

fn once(threads: usize, writes: u32, operation: &(dyn Fn(u32, bool) + Sync)) -> f64 {
    let (start, stop) = (Barrier::new(threads + 1), AtomicBool::new(false));
    thread::scope(|scope| {
        let worker = |number: usize| {
            let (start, stop) = (&start, &stop);
            scope.spawn(move || {
                let mut random = Random(number as u32 * 2 + 1);
                let mut count = 0_u64;
                start.wait();
                while !stop.load(Relaxed) {
                    for _ in 0..BATCH {
                        let number = random.next();
                        operation(number >> 8, number % 100 < writes);
                    }
                    count += u64::from(BATCH);
                }
                count
            })
        };
        let workers: Vec<_> = (0..threads).map(worker).collect();
        start.wait();
        let begin = Instant::now();
        thread::sleep(TIME);
        stop.store(true, Relaxed);
        let counts = workers.into_iter().map(|worker| worker.join().unwrap_or(0));
        let total: u64 = counts.sum();
        total as f64 / begin.elapsed().as_secs_f64()
    })
}

/// A small generator of pseudo-random numbers (xorshift).
struct Random(u32);

impl Random {
    fn next(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0
    }
}
