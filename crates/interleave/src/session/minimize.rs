//! The execution that is easiest to read.

use super::search_driver::{BOUNDS, Budget, SearchEnd};
use super::{FoundRun, RunResult, Session};
use crate::messages;
use crate::schedule::Schedule;
use crate::search::{PreemptionBounded, Replay, Search};
use crate::watchdog;
use report::{Failure, FailureKind};

/// How much may go into the search for it: a person waits.
const MINIMIZE: Budget = Budget { executions: 20_000, operations: 200_000 };

/// How much goes into finding out how fine the steps of a replay are.
const GRANULARITY: Budget = Budget { executions: 100, operations: 1_000_000 };

/// What the search for an minimize execution came to.
enum Minimized {
    /// No execution with fewer preemptions fails like this one.
    Fewest(Schedule, String),
    /// It has not seen all of those.
    Unknown,
}

impl Session<'_> {
    /// Looks for an execution like the one `found`, with fewer preemptions, and shows it.
    pub(crate) fn explain(
        &mut self,
        found: FoundRun,
        like: &dyn Fn(&RunResult, FailureKind) -> bool,
    ) -> Box<Failure> {
        let _watch = watchdog::watch();
        let FoundRun { kind, message, schedule, coverage } = found;
        let found_at = coverage.executions;
        let readable = !matches!(kind, FailureKind::Nondeterminism | FailureKind::Unsupported)
            && !self.config.fair
            && !self.config.first_failure;
        let minimize =
            if readable { self.minimize(&|run| like(run, kind)) } else { Minimized::Unknown };
        let (schedule, message, fewest) = match minimize {
            Minimized::Fewest(schedule, message) => (schedule, message, true),
            Minimized::Unknown => (schedule, message, false),
        };
        let replayed = self.run_once(Box::new(Replay::new(&schedule)), true);
        let (kind, message) = match replayed.failure {
            _ if kind == FailureKind::Nondeterminism => (kind, message),
            Some((now, _)) if now != kind => {
                (FailureKind::Nondeterminism, messages::ended_differently(&message))
            }
            Some((_, message)) => (kind, message),
            None => (kind, message),
        };
        let mut execution = self.executed(found_at);
        execution.fewest = fewest || execution.preemptions == 0;
        Box::new(Failure { kind, message, execution, coverage })
    }

    /// One with as few preemptions as possible.
    fn minimize(&mut self, like: &dyn Fn(&RunResult) -> bool) -> Minimized {
        let mut left = MINIMIZE;
        for bound in BOUNDS {
            let before = self.executions;
            let search = || -> Box<dyn Search> { Box::new(PreemptionBounded::new(Some(bound))) };
            match self.run_all(&search, left, &mut |run| !like(run)) {
                SearchEnd::Found(found) => return Minimized::Fewest(found.schedule, found.message),
                SearchEnd::Done { complete: false } => {}
                _ => return Minimized::Unknown,
            }
            left.executions = left.executions.saturating_sub(self.executions - before);
            left.operations = left.operations.saturating_sub(self.operations);
        }
        Minimized::Unknown
    }

    /// The execution that a schedule describes, with a trace. Nobody is held in it who went on then.
    pub(crate) fn replay(&mut self, schedule: &Schedule) -> RunResult {
        loop {
            let run = self.run_once(Box::new(Replay::new(schedule)), true);
            let fits = run.failure_kind() != Some(FailureKind::Nondeterminism);
            if fits || self.probe_suspended_loops().is_none() {
                return run;
            }
        }
    }

    /// Finds out, for a replay, whether releases are operations of their own here.
    pub(crate) fn find_granularity(&mut self) {
        let _watch = watchdog::watch();
        while let SearchEnd::NeedsRefinement =
            self.run_all(&|| Box::new(PreemptionBounded::new(Some(0))), GRANULARITY, &mut |_| true)
        {
            self.runtime.state(|state| state.refine());
        }
    }
}
