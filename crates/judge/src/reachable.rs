//! A state that at least one interleaving must reach.
use interleave::Execution;
use protocol::{Coverage, Extent, Verdict, environment};

use crate::messages;
use crate::replay::Mode;
use crate::run::Run;
use crate::scenario::ONLY;
use crate::test::Test;
use crate::test_report::TestReport;
use crate::text;

impl Test {
    /// Searches for an interleaving in which the body returns `true`.
    ///
    /// # Panics
    /// If no interleaving that was tried does. If the search was complete, threads wait for each other unnecessarily;
    /// otherwise that is the likely reason, because a state that needs no such wait takes few preemptions.
    pub fn reachable(self, body: impl Fn() -> bool) {
        self.run_reachable(&body);
    }

    fn run_reachable(&self, body: &dyn Fn() -> bool) {
        let Some(run) = Run::start(self) else { return };
        run.end(match &run.mode {
            Mode::Replay(replay) => self.replay_scenario(&|| _ = body(), &replay.schedule),
            _ if run.is_canary() => self.explore_canary(&|| {
                body();
                run.end_execution();
            }),
            _ => self.explore_reachable(body),
        });
    }

    /// Passes only if the engine does not notice that an execution fails.
    fn explore_canary(&self, body: &dyn Fn()) -> Result<TestReport, TestReport> {
        match self.explorer.check(body) {
            Ok(coverage) => Ok(self.pass_report(&coverage, 1)),
            Err(failure) => Err(self.failure_report(&failure, ONLY, false)),
        }
    }

    fn explore_reachable(&self, body: &dyn Fn() -> bool) -> Result<TestReport, TestReport> {
        if let Some(execution) = self.explorer.witness(body, |&reached| reached) {
            return Ok(reached(&execution));
        }
        match self.explorer.check(|| _ = body()) {
            // The state may be unreachable because every attempt fails earlier.
            Err(failure) => Err(self.failure_report(&failure, ONLY, false)),
            Ok(coverage) => {
                let message = messages::unreachable(&coverage);
                let mut report = TestReport::new(Verdict::OverSynchronized, &message)
                    .with_summary(messages::UNREACHABLE_SUMMARY);
                self.explain_waiting(&mut report, &|| _ = body());
                Err(report)
            }
        }
    }

    /// Explains which thread waits without need, in an execution whose threads strictly take turns.
    pub(crate) fn explain_waiting(&self, report: &mut TestReport, body: &dyn Fn()) {
        if self.verdict_only {
            return;
        }
        let execution = self.explorer.clone().fair().witness(body, |()| true);
        let Some(execution) = execution else { return };
        match execution.contention(text::report_width(), environment::is_set(environment::COLORS)) {
            Some(contention) => report.explain(&contention),
            None => report.explain_turns(&execution),
        }
    }
}

fn reached(execution: &Execution) -> TestReport {
    let coverage = Coverage { extent: Extent::Witness, executions: 1, scenarios: 1 };
    TestReport::passed(&messages::reached(execution), coverage)
}
