//! Explores a program with `interleave`.
use super::program::{Outcome, Program};
use interleave::{Coverage, Explorer};
use std::collections::BTreeSet;
use std::sync::Arc;

mod std_api {
    pub(super) use interleave::{sync, thread};
}

#[path = "run.rs"]
#[expect(clippy::duplicate_mod, reason = "compiled once for each engine")]
mod run;

/// Every outcome that `interleave` finds, and how much it explored.
///
/// # Panics
/// If the exploration fails.
pub fn explore(program: &Program) -> (BTreeSet<Outcome>, Coverage) {
    let program = Arc::new(program.clone());
    let outcomes = Explorer::new().outcomes(|| run::run(&program)).expect("no execution fails");
    (outcomes.seen.into_keys().collect(), outcomes.coverage)
}
