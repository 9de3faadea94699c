//! What loom finds.
use super::program::{self, Outcome, Program};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

mod engine {
    pub(super) use loom::{sync, thread};
}

#[path = "run.rs"]
#[expect(clippy::duplicate_mod, reason = "one program text, compiled for each engine")]
mod run;

/// Every outcome that loom shows.
pub fn outcomes(program: &Program) -> BTreeSet<Outcome> {
    let seen = Arc::new(Mutex::new(BTreeSet::new()));
    let (program, outcomes) = (Arc::new(program.clone()), Arc::clone(&seen));
    let mut builder = loom::model::Builder::new();
    // What the environment says does not count.
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
