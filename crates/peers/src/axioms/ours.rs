//! What our engine finds.
use super::program::{self, Outcome, Program};
use interleave::Explorer;
use std::collections::BTreeSet;
use std::sync::Arc;

mod engine {
    pub(super) use interleave::{sync, thread};
}

#[path = "run.rs"]
mod run;

/// Every outcome of `program` on our engine, and whether it says that these are all.
///
/// # Panics
/// If the exploration fails.
pub fn outcomes(program: &Program) -> (BTreeSet<Outcome>, bool) {
    let program = Arc::new(program.clone());
    let outcomes = Explorer::new().outcomes(|| run::run(&program)).expect("nothing fails");
    let complete = outcomes.coverage.is_complete();
    (outcomes.seen.into_keys().collect(), complete)
}
