//! Histories: which calls precede which, and what a failure reports.

mod explored;
mod order;
mod real_threads;
mod report;

use interleave::{Explorer, History};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Op {
    Write(u32),
    Read,
}
type Register = History<Op, u32>;

/// A write returns the value that it writes.
fn apply(value: &mut u32, op: &Op) -> u32 {
    if let Op::Write(new) = *op {
        *value = new;
    }
    *value
}

fn is_linearizable(history: &Register) -> bool {
    history.linearize(0, apply).is_ok()
}

/// Records a call without operations.
fn call(history: &Register, op: Op, result: u32) {
    history.record(op, || result);
}

/// The verdicts on the histories of `body`, and the number of executions.
fn verdicts(body: impl Fn(&Register)) -> (Vec<bool>, u64) {
    let outcomes = Explorer::new().outcomes(|| {
        let history = History::new();
        body(&history);
        is_linearizable(&history)
    });
    let outcomes = outcomes.unwrap();
    assert!(outcomes.coverage.is_complete());
    (outcomes.seen.into_keys().collect(), outcomes.coverage.executions)
}

/// The verdict that all executions agree on.
fn verdict(body: impl Fn(&Register)) -> bool {
    match verdicts(body).0.as_slice() {
        [verdict] => *verdict,
        verdicts => panic!("{verdicts:?}"),
    }
}
