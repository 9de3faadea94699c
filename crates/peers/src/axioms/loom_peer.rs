//! Explores a program with loom.
use super::program::{Outcome, Program};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

mod std_api {
    pub(super) use loom::{sync, thread};
}

#[path = "run.rs"]
#[expect(clippy::duplicate_mod, reason = "compiled once for each engine")]
mod run;

/// Every outcome that loom finds.
pub fn outcomes(program: &Program) -> BTreeSet<Outcome> {
    let seen = Arc::new(Mutex::new(BTreeSet::new()));
    let (program, outcomes) = (Arc::new(program.clone()), Arc::clone(&seen));
    let mut builder = loom::model::Builder::new();
    // Override the settings that loom reads from environment variables.
    builder.preemption_bound = None;
    builder.max_permutations = None;
    builder.max_duration = None;
    builder.checkpoint_file = None;
    builder.max_branches = 1_000;
    builder.check(move || {
        let outcome = run::run(&program);
        outcomes.lock().unwrap().insert(outcome);
    });
    seen.lock().unwrap().clone()
}
