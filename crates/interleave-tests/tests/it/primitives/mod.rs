//! Each primitive has exactly its documented outcomes under exploration.

mod bounded_waits;
mod busy_waiting;
mod channels;
mod crowded_polling;
mod deadlock_livelock;
mod fair_polling;
mod initialization;
mod locks;
mod many_threads;
mod polling_loops;
mod resumed_threads;
mod spin_locks;
mod statics;
mod suspended_loops;
mod threads;
mod time;
mod timeouts_beside_polls;
mod waiting;

use interleave::{Coverage, Explorer};
use std::collections::BTreeSet;

/// The outcomes of the complete search, which equal those of the search without reduction.
fn explore<T: Ord + std::fmt::Debug + Clone>(
    body: impl Fn() -> T,
) -> (BTreeSet<Option<T>>, Coverage) {
    let reduced = Explorer::new().outcomes_with_failures(&body);
    let exhaustive =
        Explorer::new().exhaustive().max_executions(500_000).outcomes_with_failures(&body);
    assert_eq!(exhaustive.coverage.bound, None, "the exhaustive search is complete");
    assert_eq!(reduced.outcomes, exhaustive.outcomes);
    assert!(reduced.coverage.executions <= exhaustive.coverage.executions);
    (reduced.outcomes, reduced.coverage)
}

fn set<T: Ord + Clone>(outcomes: &[T]) -> BTreeSet<Option<T>> {
    outcomes.iter().cloned().map(Some).collect()
}
