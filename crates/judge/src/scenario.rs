//! One fixed scenario in every interleaving.
use std::cell::Cell;

use interleave::{Coverage, Explorer, Failure, FailureKind};
use protocol::Verdict;

use crate::messages;
use crate::play::Named;
use crate::replay::{self, Mode};
use crate::run::Run;
use crate::test::Test;
use crate::test_report::{self, TestReport};

/// How many executions decide whether any interleaving passes.
const CONSTANT_EXECUTIONS: u64 = 1_000;

/// The scenario in the name of a replay if a test has only one.
pub(crate) const ONLY: &str = "-";

/// A failing interleaving.
pub(crate) struct Failing {
    pub(crate) failure: Box<Failure>,
    /// Whether an interleaving passed before this one failed.
    some_pass: bool,
}

/// Explores a body until an interleaving fails.
pub(crate) fn check(explorer: &Explorer, body: &dyn Fn()) -> Result<Coverage, Failing> {
    let some_pass = Cell::new(false);
    let observed = || {
        body();
        some_pass.set(true);
    };
    explorer.check(observed).map_err(|failure| Failing { failure, some_pass: some_pass.get() })
}

impl Failing {
    pub(crate) fn verdict(&self) -> Verdict {
        test_report::verdict(self.failure.kind)
    }

    /// Whether it fails without a preemption and in every interleaving that is tried. Then the code is
    /// wrong regardless of the order in which threads run.
    pub(crate) fn is_constant(&self, explorer: &Explorer, body: &dyn Fn()) -> bool {
        let quick = explorer.clone().no_fallback_after(CONSTANT_EXECUTIONS);
        !self.some_pass
            && self.failure.execution.preemptions == 0
            && matches!(self.verdict(), Verdict::Race | Verdict::Disallowed | Verdict::Panic)
            && quick.witness(body, |()| true).is_none()
    }
}

impl Test {
    /// Runs the body in every interleaving.
    ///
    /// # Panics
    /// If any interleaving fails.
    pub fn scenario(self, body: impl Fn()) {
        self.run_scenario(&body);
    }

    fn run_scenario(&self, body: &dyn Fn()) {
        let Some(run) = Run::start(self) else { return };
        run.end(match &run.mode {
            Mode::Replay(replay) => self.replay_scenario(body, &replay.schedule),
            _ => {
                let body = || {
                    body();
                    run.end_execution();
                };
                self.explore_scenario(&body, &run)
            }
        });
    }

    fn explore_scenario(&self, body: &dyn Fn(), run: &Run<'_>) -> Result<TestReport, TestReport> {
        match check(&run.explorer(&self.explorer), body) {
            Ok(coverage) => {
                self.require_complete(&coverage)?;
                Ok(self.pass_report(&coverage, 1))
            }
            Err(failing) => {
                let is_constant = !self.verdict_only && failing.is_constant(&self.explorer, body);
                Err(self.failure_report(&failing.failure, ONLY, is_constant))
            }
        }
    }

    /// Runs one interleaving of a fixed scenario.
    pub(crate) fn replay_scenario(
        &self,
        body: &dyn Fn(),
        schedule: &str,
    ) -> Result<TestReport, TestReport> {
        self.replay_named(body, Named { id: ONLY, text: "" }, schedule)
    }

    /// Runs one interleaving of a scenario, or asks a player.
    pub(crate) fn replay_named(
        &self,
        body: &dyn Fn(),
        scenario: Named<'_>,
        schedule: &str,
    ) -> Result<TestReport, TestReport> {
        if let Some(played) = self.play(body, scenario, schedule, &|failure| failure) {
            return played;
        }
        match self.explorer.replay(&replay::schedule(schedule)?, body) {
            Ok(execution) => Ok(TestReport::replayed(messages::REPLAY_PASSES, &execution)),
            Err(failure) if failure.kind == FailureKind::StaleSchedule => {
                self.search_again(body, |failure| TestReport::failure(&failure))
            }
            Err(failure) => Err(TestReport::failure(&failure)),
        }
    }

    /// Searches all interleavings for one that goes wrong, because the code has changed and the recorded one is no
    /// longer possible.
    pub(crate) fn search_again(
        &self,
        body: &dyn Fn(),
        report: impl FnOnce(Failure) -> TestReport,
    ) -> Result<TestReport, TestReport> {
        match self.explorer.check(body) {
            Ok(coverage) => {
                Ok(TestReport::new(Verdict::Passed, &messages::no_longer_fails(&coverage)))
            }
            Err(failure) => Err(report(*failure).with_note(messages::STILL_FAILS)),
        }
    }
}
