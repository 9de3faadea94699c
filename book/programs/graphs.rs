//! The two threads of each progress graph, and how many executions the engine needs for them.
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

use interleave::Explorer;

/// Reads and writes a number in two steps.
fn read_and_write(number: &AtomicU32) {
    number.store(number.load(SeqCst) + 1, SeqCst);
}

fn independent() {
    let numbers = [0, 0].map(AtomicU32::new);
    thread::scope(|scope| {
        for number in &numbers {
            scope.spawn(|| read_and_write(number));
        }
    });
}

fn racy() {
    let number = AtomicU32::new(0);
    thread::scope(|scope| {
        for _thread in 0..2 {
            scope.spawn(|| read_and_write(&number));
        }
    });
}

fn locked() {
    let number = Mutex::new(0);
    thread::scope(|scope| {
        for _thread in 0..2 {
            scope.spawn(|| *number.lock().unwrap() += 1);
        }
    });
}

/// The number of executions of a graph's program; `None` if there is no such graph.
pub fn executions(graph: &str) -> Option<u64> {
    let body = match graph {
        "independent" => independent,
        "racy" => racy,
        "locked" => locked,
        _ => return None,
    };
    Some(Explorer::new().outcomes(body).ok()?.coverage.executions)
}
