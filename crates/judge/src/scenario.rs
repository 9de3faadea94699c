//! One fixed scenario, in every interleaving.
use crate::finding::Finding;
use crate::test::Test;
use crate::verdict::Verdict;
use crate::{replay, words};
use interleave::{Explorer, Failure};

/// How many executions decide whether any interleaving gets through.
const EXECUTIONS: u64 = 1_000;

impl Test {
    /// Explores one fixed scenario.
    #[track_caller]
    pub(crate) fn explore_scenario(&self, body: &impl Fn()) -> Result<String, Finding> {
        match self.explorer.check(body) {
            Ok(coverage) => {
                self.demand(coverage.is_complete())?;
                Ok(coverage.to_string())
            }
            Err(failure) => {
                let always = never_passes(&self.explorer, &failure, body);
                Err(self.complain(&failure, "-", always))
            }
        }
    }

    /// Runs one schedule of a fixed scenario.
    #[track_caller]
    pub(crate) fn replay_scenario(
        &self,
        body: &impl Fn(),
        schedule: &str,
    ) -> Result<String, Finding> {
        match self.explorer.replay(&replay::schedule(schedule)?, body) {
            Ok(_) => Ok(words::REPLAY_PASSES.into()),
            Err(failure) => Err(Finding::failure(&failure, words::REPLAYED)),
        }
    }
}

/// Whether a failure that needs no preemption happens in every interleaving that is tried: then
/// it is the code that is wrong, and not the order in which threads run.
pub(crate) fn never_passes(explorer: &Explorer, failure: &Failure, body: impl Fn()) -> bool {
    let quick = explorer.clone().executions(EXECUTIONS);
    failure.execution.preemptions == 0
        && matches!(Verdict::from(failure.kind), Verdict::Race | Verdict::Panic)
        && quick.witness(body, |()| true).is_none()
}
