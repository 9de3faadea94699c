//! The outcomes of a complete exploration.

use std::collections::BTreeSet;

pub(crate) fn outcomes<T: Ord>(body: impl Fn() -> T) -> BTreeSet<T> {
    let outcomes = interleave::outcomes(body);
    assert!(outcomes.coverage.is_complete(), "{}", outcomes.coverage);
    outcomes.seen.into_keys().collect()
}
