//! Code that behaves differently in the next run is reported with the lines.

use std::cell::Cell;

use interleave::sync::Mutex;
use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::time::Duration;
use interleave::{Explorer, FailureKind, thread};

/// The short message about a body that behaves differently after `runs` runs, when it is called with
/// `true`.
fn difference(runs: u32, body: impl Fn(bool, &AtomicU32)) -> String {
    let started = Cell::new(0);
    let explored = Explorer::new().check(|| {
        started.set(started.get() + 1);
        body(started.get() > runs, &AtomicU32::new(0));
    });
    let failure = explored.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Nondeterminism, "{failure}");
    let prefix = "the same interleaving ran differently the second time: \
                the code depends on something besides the order of its threads\n(";
    let text = failure.message.strip_prefix(prefix).unwrap().strip_suffix(')').unwrap();
    text.replace("crates/interleave-tests/tests/it/nondeterminism.rs", "line")
}

/// Two stores that happen in either order.
fn race(cell: &AtomicU32) {
    thread::scope(|scope| {
        scope.spawn(|| cell.store(1, SeqCst));
        cell.store(2, SeqCst);
    });
}

#[test]
fn the_second_run_reaches_another_line() {
    let message = difference(2, |late, cell| match late {
        true => _ = cell.load(SeqCst),
        false => cell.store(1, SeqCst),
    });
    assert_eq!(message, "first main reached line:38, then main reached line:37");
}

#[test]
fn the_second_run_goes_further() {
    let message = difference(2, |late, cell| {
        if late {
            cell.load(SeqCst);
        }
    });
    assert_eq!(message, "first all threads had finished, then main reached line:47");
}

#[test]
fn a_later_run_reaches_another_line() {
    let message = difference(4, |late, cell| {
        match late {
            true => _ = cell.load(SeqCst),
            false => cell.store(3, SeqCst),
        }
        race(cell);
    });
    assert_eq!(message, "a thread reached line:57, but reached line:58 before");
}

#[test]
fn a_later_run_has_another_operation_on_the_same_line() {
    let message = difference(4, |late, cell| {
        let _ = if late { cell.swap(2, SeqCst) } else { cell.load(SeqCst) };
        race(cell);
    });
    assert_eq!(message, "the operation at line:68 is a different one than before");
}

#[test]
fn a_later_run_keeps_a_lock() {
    let message = difference(4, |late, cell| {
        let lock = Mutex::new(0);
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
    assert_eq!(message, "the operation at line:83 did not happen again");
}

#[test]
fn a_later_run_has_another_operation_where_another_result_is_explored() {
    let message = difference(4, |late, cell| match late {
        true => _ = cell.load(SeqCst),
        false => thread::park_timeout(Duration::from_millis(1)),
    });
    assert_eq!(message, "a thread reached line:94, but reached line:95 before");
}

#[test]
fn a_later_run_has_the_same_operation_on_another_line() {
    let message = difference(4, |late, cell| {
        match late {
            true => cell.store(3, SeqCst),
            false => cell.store(4, SeqCst),
        }
        race(cell);
    });
    assert_eq!(message, "a thread reached line:104, but reached line:105 before");
}

/// By its last runs, the search has started over, and follows its plan.
#[test]
fn a_late_run_of_a_planned_search_has_another_operation() {
    let message = difference(13, |late, cell| {
        match late {
            true => cell.store(3, SeqCst),
            false => cell.store(4, SeqCst),
        }
        race(cell);
        crate::common::be_redundant_without_a_plan();
    });
    assert_eq!(message, "a thread reached line:117, but reached line:118 before");
    let message = difference(13, |late, cell| {
        let _ = if late { cell.swap(2, SeqCst) } else { cell.load(SeqCst) };
        race(cell);
        crate::common::be_redundant_without_a_plan();
    });
    assert_eq!(message, "the operation at line:125 is a different one than before");
    let message = difference(13, |late, cell| {
        thread::scope(|scope| {
            let [first, second] = [0, 1].map(|_| scope.spawn(|| cell.load(SeqCst)));
            let handle = if late { second } else { first };
            handle.join().unwrap();
        });
        race(cell);
        crate::common::be_redundant_without_a_plan();
    });
    assert_eq!(message, "the operation at line:134 did not happen again");
}
