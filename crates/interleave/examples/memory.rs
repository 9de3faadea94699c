//! Memory use of an exploration after ten thousand, a hundred thousand and a million executions: it
//! stays constant, except that what threads own that are left is leaked. Linux only.
use interleave::sync::atomic::{AtomicU8, Ordering::SeqCst};
use interleave::sync::mpsc::channel;
use interleave::sync::{Arc, Condvar, Mutex};
use interleave::{Explorer, thread};
use std::cell::Cell;

/// Memory is measured after this many executions.
const MEASURED: [u64; 3] = [10_000, 100_000, 1_000_000];

/// Five writers of three cells: 1,728,000 executions, each with a different outcome order.
fn cells() {
    let cells = [const { AtomicU8::new(0) }; 3];
    thread::scope(|scope| {
        for writer in 1..=5 {
            let cells = &cells;
            scope.spawn(move || cells.each_ref().map(|cell| cell.store(writer, SeqCst)));
        }
    });
}

/// A channel, a condition variable and a named thread: the primitives that allocate most.
fn allocations() {
    let (condvar, ready) = (Condvar::new(), Mutex::new(vec![false]));
    let (sender, receiver) = channel();
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut ready = ready.lock().unwrap();
            while !ready[0] {
                ready = condvar.wait(ready).unwrap();
            }
        });
        let notify = || {
            sender.send("ready".to_owned()).unwrap();
            ready.lock().unwrap()[0] = true;
            condvar.notify_one();
        };
        let notifier = thread::Builder::new().name("notifier".to_owned());
        notifier.spawn_scoped(scope, notify).unwrap();
        assert_eq!(receiver.recv().unwrap(), "ready");
    });
}

/// A worker that still waits for jobs when the body returns: about 300 bytes are leaked.
fn leaves_a_worker() {
    let shared = Arc::new((Mutex::new(0), Condvar::new()));
    let jobs = Arc::clone(&shared);
    thread::spawn(move || {
        let mut job = jobs.0.lock().unwrap();
        loop {
            job = jobs.1.wait(job).unwrap();
        }
    });
    *shared.0.lock().unwrap() += 1;
    shared.1.notify_one();
}

/// Explores until a million executions have started, and prints the memory use in between.
fn measure(name: &str, body: fn(), explorer: &Explorer) {
    let started = Cell::new(0);
    print!("{name:30}");
    while started.get() < MEASURED[2] {
        explorer.outcomes_with_failures(|| {
            started.set(started.get() + 1);
            if MEASURED.contains(&started.get()) {
                print!(" | {:>9}: {:>6} KiB", started.get(), resident());
            }
            if started.get() <= MEASURED[2] {
                body();
            }
        });
    }
    println!();
}

/// The resident memory of this process in KiB.
fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm.split_whitespace().nth(1).and_then(|pages| pages.parse::<usize>().ok());
    pages.unwrap_or_default() * 4
}

fn main() {
    measure("one complete search", cells, &Explorer::new().max_executions(2_000_000));
    measure("random schedules", allocations, &Explorer::new().random(2_000_000));
    measure("many complete searches", allocations, &Explorer::new());
    measure("a worker that is left", leaves_a_worker, &Explorer::new().random(2_000_000));
}
