//! Code that does something else the next time is told so, with the lines.

use std::cell::Cell;

use interleave::sync::Mutex;
use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::time::Duration;
use interleave::{Explorer, FailureKind, thread};

/// What an exploration says that fails because of this, in short.
fn told(body: impl Fn()) -> String {
    let failure = Explorer::new().check(body).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Nondeterminism, "{failure}");
    let says = "the same interleaving ran differently the second time: \
                the code depends on something besides its threads\n(";
    let differs = failure.message.strip_prefix(says).unwrap().strip_suffix(')').unwrap();
    differs.replace("crates/interleave/tests/nondeterminism.rs", "line")
}

/// Counts the runs: whether as many have begun.
struct Runs(Cell<u32>);

impl Runs {
    fn another_after(&self, first: u32) -> bool {
        self.0.set(self.0.get() + 1);
        self.0.get() > first
    }
}

/// Two stores that come in either order.
fn race(cell: &AtomicU32) {
    thread::scope(|scope| {
        scope.spawn(|| cell.store(1, SeqCst));
        cell.store(2, SeqCst);
    });
}

#[test]
fn a_second_run_that_comes_to_another_line() {
    let runs = Runs(Cell::new(0));
    let message = told(|| {
        let cell = AtomicU32::new(0);
        if runs.another_after(2) {
            cell.load(SeqCst);
        } else {
            cell.store(1, SeqCst);
        }
    });
    assert_eq!(message, "first main came to line:46, then main came to line:44");
}

#[test]
fn a_second_run_that_goes_further() {
    let runs = Runs(Cell::new(0));
    let message = told(|| {
        let cell = AtomicU32::new(0);
        if runs.another_after(2) {
            cell.load(SeqCst);
        }
    });
    assert_eq!(message, "first all was done, then main came to line:58");
}

#[test]
fn a_later_run_that_comes_to_another_line() {
    let runs = Runs(Cell::new(0));
    let message = told(|| {
        let cell = AtomicU32::new(0);
        if runs.another_after(4) {
            cell.load(SeqCst);
        } else {
            cell.store(3, SeqCst);
        }
        race(&cell);
    });
    assert_eq!(message, "a thread came to line:70 where it came to line:72 before");
}

#[test]
fn a_later_run_that_does_something_else_on_the_same_line() {
    let runs = Runs(Cell::new(0));
    let message = told(|| {
        let cell = AtomicU32::new(0);
        let _ = if runs.another_after(4) { cell.swap(2, SeqCst) } else { cell.load(SeqCst) };
        race(&cell);
    });
    assert_eq!(message, "the operation at line:84 was another one before");
}

#[test]
fn a_later_run_that_keeps_a_lock() {
    let runs = Runs(Cell::new(0));
    let message = told(|| {
        let (lock, cell) = (Mutex::new(0), AtomicU32::new(0));
        let late = runs.another_after(4);
        thread::scope(|scope| {
            let held = lock.lock().unwrap();
            if late {
                std::mem::forget(held);
            }
            scope.spawn(|| *lock.lock().unwrap() += 1);
            scope.spawn(|| *lock.lock().unwrap() += 1);
            scope.spawn(|| cell.load(SeqCst));
        });
    });
    assert_eq!(message, "an operation at line:101 could not be repeated");
}

#[test]
fn a_later_run_that_does_something_else_where_another_result_was_wanted() {
    let runs = Runs(Cell::new(0));
    let message = told(|| {
        let cell = AtomicU32::new(0);
        if runs.another_after(4) {
            cell.load(SeqCst);
        } else {
            thread::park_timeout(Duration::from_millis(1));
        }
    });
    assert_eq!(message, "a thread came to line:115 where it came to line:117 before");
}
