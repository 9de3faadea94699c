//! One fixed scenario, in every interleaving.
use crate::finding::Finding;
use crate::test::Test;
use crate::verdict::Verdict;
use crate::{replay, words};
use interleave::{Coverage, Explorer, Failure};
use std::cell::Cell;

/// How many executions decide whether any interleaving gets through.
const EXECUTIONS: u64 = 1_000;

/// An interleaving that fails.
pub(crate) struct Failing {
    pub(crate) failure: Box<Failure>,
    /// Whether another one got through before it was found.
    some_pass: bool,
}

/// Explores a body until an interleaving fails.
pub(crate) fn check(explorer: &Explorer, body: &dyn Fn()) -> Result<Coverage, Failing> {
    let some_pass = Cell::new(false);
    let watched = || {
        body();
        some_pass.set(true);
    };
    explorer.check(watched).map_err(|failure| Failing { failure, some_pass: some_pass.get() })
}

impl Failing {
    /// Whether the failure needs no preemption and happens in every interleaving that is tried:
    /// then it is the code that is wrong, and not the order in which threads run.
    pub(crate) fn is_constant(&self, explorer: &Explorer, body: &dyn Fn()) -> bool {
        let quick = explorer.clone().no_fallback_after(EXECUTIONS);
        let verdict = Verdict::from(self.failure.kind);
        !self.some_pass
            && self.failure.execution.preemptions == 0
            && matches!(verdict, Verdict::Race | Verdict::Panic)
            && quick.witness(body, |()| true).is_none()
    }
}

impl Test {
    /// Explores one fixed scenario.
    pub(crate) fn explore_scenario(&self, body: &dyn Fn()) -> Result<Finding, Finding> {
        match check(&self.explorer, body) {
            Ok(coverage) => {
                self.demand(&coverage)?;
                Ok(Finding::passed(&coverage.to_string()))
            }
            Err(failing) => {
                let always = !self.verdict_only && failing.is_constant(&self.explorer, body);
                Err(self.complain(&failing.failure, "-", always))
            }
        }
    }

    /// Runs one schedule of a fixed scenario.
    pub(crate) fn replay_scenario(
        &self,
        body: &dyn Fn(),
        schedule: &str,
    ) -> Result<Finding, Finding> {
        match self.explorer.replay(&replay::schedule(schedule)?, body) {
            Ok(execution) => Ok(Finding::replayed(words::REPLAY_PASSES, &execution)),
            Err(failure) => Err(Finding::failure(&failure)),
        }
    }
}
