//! Each primitive under every interleaving: what can happen does, and nothing else.

mod bounded_waits;
mod channels;
mod deadlock_livelock;
mod locks;
mod polling_loops;
mod statics;
mod threads;
mod waiting;

use interleave::{Coverage, Explorer};
use std::collections::BTreeSet;

/// The outcomes of the complete search, which are those of plain exhaustive search.
fn survey<T: Ord + std::fmt::Debug + Clone>(
    body: impl Fn() -> T,
) -> (BTreeSet<Option<T>>, Coverage) {
    let reduced = Explorer::new().outcomes_with_failures(&body);
    let plain = Explorer::new().exhaustive().max_executions(500_000).outcomes_with_failures(&body);
    assert_eq!(plain.coverage.bound, None, "the plain search ends");
    assert_eq!(reduced.outcomes, plain.outcomes);
    assert!(reduced.coverage.executions <= plain.coverage.executions);
    (reduced.outcomes, reduced.coverage)
}

fn set<T: Ord + Clone>(outcomes: &[T]) -> BTreeSet<Option<T>> {
    outcomes.iter().cloned().map(Some).collect()
}
