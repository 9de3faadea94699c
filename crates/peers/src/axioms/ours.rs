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

/// What our engine finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The outcomes.
    pub outcomes: BTreeSet<Outcome>,
    /// Whether it says that these are all.
    pub complete: bool,
    /// In how many executions.
    pub executions: u64,
    /// And how many of them repeat others.
    pub redundant: u64,
}

/// Explores `program`.
///
/// # Panics
/// If the exploration fails.
pub fn explore(program: &Program) -> Found {
    let program = Arc::new(program.clone());
    let outcomes = Explorer::new().outcomes(|| run::run(&program)).expect("nothing fails");
    let coverage = outcomes.coverage;
    Found {
        complete: coverage.is_complete(),
        executions: coverage.executions,
        redundant: coverage.redundant,
        outcomes: outcomes.seen.into_keys().collect(),
    }
}
