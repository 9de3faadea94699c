//! The configuration of a test.
use std::env;

use interleave::{Coverage, Explorer, Failure, FailureKind};
use protocol::{Extent, Verdict, environment};

use crate::location::TestLocation;
use crate::test_report::TestReport;
use crate::{messages, record, source_check};

/// The default number of generated scenarios.
const CASES: u32 = 16;

/// The most executions of the complete search of a scenario. The answers need at most a tenth. A solution
/// that needs more is explored in bounds, and its author does not wait long for the verdict.
const MAX_EXECUTIONS: u64 = 20_000;

/// A test of an exercise, made by [`test!`](crate::test).
///
/// The last call states what must hold: [`property`](Self::property), [`scenario`](Self::scenario),
/// [`outcomes`](Self::outcomes), [`reachable`](Self::reachable) or [`native`](Self::native). It panics
/// with a report if that does not hold. A test of a solution also panics if the search was incomplete.
///
/// # Environment
/// [`protocol::environment`] lists the variables. None of them can make a test pass.
#[must_use = "a test does nothing until it states what must hold"]
#[derive(Debug)]
pub struct Test {
    pub(crate) sentence: String,
    pub(crate) location: TestLocation,
    pub(crate) cases: u32,
    pub(crate) explorer: Explorer,
    /// Random schedules are run instead of all.
    pub(crate) is_sampled: bool,
    /// In the schedules, threads take turns. If they back off forever, this explores the scenario.
    pub(crate) if_they_back_off: Option<Explorer>,
    /// The report will not be read, so a failure is neither simplified nor explained.
    pub(crate) verdict_only: bool,
}

impl Test {
    #[doc(hidden)]
    pub fn new(sentence: &str, location: TestLocation) -> Self {
        let is_canary = record::is_canary(location.function());
        let test = Self {
            sentence: sentence.into(),
            location,
            cases: CASES,
            explorer: Explorer::new(),
            is_sampled: false,
            if_they_back_off: None,
            verdict_only: environment::is_set(environment::VERDICT_ONLY) || is_canary,
        };
        test.explorer(Explorer::new())
    }

    /// Sets the number of generated scenarios. The default is 16.
    pub fn cases(mut self, cases: u32) -> Self {
        self.cases = cases;
        self
    }

    /// Sets how interleavings are explored.
    pub fn explorer(mut self, explorer: Explorer) -> Self {
        let asks_for_owners = source_check::asks_for_owners(&self.location);
        let mut explorer =
            explorer.assertions_in(self.location.file).reference_counts(asks_for_owners);
        explorer = explorer.at_most_executions(MAX_EXECUTIONS);
        let limit = env::var(environment::NO_FALLBACK_AFTER).ok();
        if let Some(executions) = limit.and_then(|executions| executions.parse().ok()) {
            explorer = explorer.no_fallback_after(executions);
        }
        self.explorer = if self.verdict_only { explorer.first_failure() } else { explorer };
        self
    }

    /// Runs this many random schedules of each scenario, the same ones every time, instead of every
    /// interleaving.
    ///
    /// For sizes at which a complete search takes too long. The contract names the tests that are
    /// sampled; each of its sentences also needs a test that is complete.
    pub fn sampled(mut self, schedules: u64) -> Self {
        self.explorer = self.explorer.random(schedules);
        self.is_sampled = true;
        self
    }

    /// Like [`sampled`](Self::sampled), but with schedules in which the threads take turns, one
    /// operation each, except for at most two delays. These find circular waits of many threads.
    ///
    /// Threads that back off at the same time, again and again, are not a failure: in other schedules one
    /// of them is faster. As many random schedules are run instead.
    pub fn sampled_in_turns(mut self, schedules: u64) -> Self {
        self.if_they_back_off = Some(self.explorer.clone().random(schedules));
        self.explorer = self.explorer.fair().max_executions(schedules);
        self.is_sampled = true;
        self
    }

    /// The name of the test function.
    pub(crate) fn name(&self) -> &'static str {
        self.location.function()
    }

    /// What explores the scenario instead, if only the schedule is to blame for a failure.
    pub(crate) fn instead(&self, failure: &Failure) -> Option<&Explorer> {
        let backs_off = matches!(failure.kind, FailureKind::Starvation | FailureKind::StepLimit);
        self.if_they_back_off.as_ref().filter(|_| backs_off)
    }

    /// A solution is correct only if the search was complete, unless the test asks for a sample.
    pub(crate) fn require_complete(&self, coverage: &Coverage) -> Result<(), TestReport> {
        if self.location.complete && !self.is_sampled && !coverage.is_complete() {
            let report = TestReport::new(Verdict::Aborted, &messages::incomplete(coverage));
            return Err(report.with_summary(&coverage.to_string()));
        }
        Ok(())
    }

    /// The report on scenarios that pass.
    pub(crate) fn pass_report(&self, coverage: &Coverage, scenarios: usize) -> TestReport {
        let extent = match (self.is_sampled, coverage.is_complete()) {
            (true, _) => Extent::Sampled,
            (false, true) => Extent::Complete,
            (false, false) => Extent::Bounded,
        };
        let summary = match extent {
            Extent::Sampled => messages::sampled(coverage, scenarios),
            _ => messages::covered(coverage, scenarios),
        };
        let executions = coverage.executions;
        let scenarios = scenarios as u64;
        TestReport::passed(&summary, protocol::Coverage { extent, executions, scenarios })
    }

    /// The report on a failing interleaving. `is_constant` says that every interleaving fails.
    pub(crate) fn failure_report(
        &self,
        failure: &Failure,
        scenario: &str,
        is_constant: bool,
    ) -> TestReport {
        // A poisoned lock has a cause that is worth more than this.
        let is_poisoned = failure.message.contains("PoisonError");
        let report = match () {
            // Most of the time would be for the names of functions.
            () if self.verdict_only => TestReport::unexplained(failure),
            () if is_constant && !is_poisoned => {
                TestReport::constant_failure(failure, &source_check::file(&self.location))
            }
            () => TestReport::failure(failure),
        };
        report.with_replay(&self.location, scenario, &failure.execution)
    }
}
