//! The execution that is easiest to read.

use super::campaign::{BOUNDS, Budget, Stop};
use super::{Found, Run, Session};
use crate::messages;
use crate::schedule::Schedule;
use crate::search::{Bounded, Replay, Search};
use crate::watchdog;
use report::{Failure, FailureKind};

/// How much may go into the search for it: a person waits.
const EASIER: Budget = Budget { executions: 20_000, operations: 200_000 };

/// How much goes into finding out how fine the steps of a replay are.
const GRANULARITY: Budget = Budget { executions: 100, operations: 1_000_000 };

/// What the search for an easier execution came to.
enum Easier {
    /// No execution with fewer preemptions fails like this one.
    Fewest(Schedule, String),
    /// It has not seen all of those.
    Unknown,
}

impl Session<'_> {
    /// Looks for an execution like the one `found`, with fewer preemptions, and shows it.
    pub(crate) fn explain(
        &mut self,
        found: Found,
        like: &dyn Fn(&Run, FailureKind) -> bool,
    ) -> Box<Failure> {
        let _watch = watchdog::watch();
        let Found { kind, message, schedule, coverage } = found;
        let found_at = coverage.executions;
        let readable = !matches!(kind, FailureKind::Nondeterminism | FailureKind::Unsupported)
            && !self.limits.eventually
            && !self.limits.hasty;
        let easier = if readable { self.easier(&|run| like(run, kind)) } else { Easier::Unknown };
        let (schedule, message, fewest) = match easier {
            Easier::Fewest(schedule, message) => (schedule, message, true),
            Easier::Unknown => (schedule, message, false),
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
    fn easier(&mut self, like: &dyn Fn(&Run) -> bool) -> Easier {
        let mut left = EASIER;
        for bound in BOUNDS {
            let before = self.executions;
            let search = || -> Box<dyn Search> { Box::new(Bounded::new(Some(bound))) };
            match self.run_all(&search, left, &mut |run| !like(run)) {
                Stop::Found(found) => return Easier::Fewest(found.schedule, found.message),
                Stop::Done { complete: false } => {}
                _ => return Easier::Unknown,
            }
            left.executions = left.executions.saturating_sub(self.executions - before);
            left.operations = left.operations.saturating_sub(self.operations);
        }
        Easier::Unknown
    }

    /// The execution that a schedule describes, with a trace. Nobody is held in it who went on then.
    pub(crate) fn replay(&mut self, schedule: &Schedule) -> Run {
        loop {
            let run = self.run_once(Box::new(Replay::new(schedule)), true);
            let fits = run.failure_kind() != Some(FailureKind::Nondeterminism);
            if fits || self.try_what_was_held().is_none() {
                return run;
            }
        }
    }

    /// Finds out, for a replay, whether releases are operations of their own here.
    pub(crate) fn settle_granularity(&mut self) {
        let _watch = watchdog::watch();
        while let Stop::NeedsMore =
            self.run_all(&|| Box::new(Bounded::new(Some(0))), GRANULARITY, &mut |_| true)
        {
            self.runtime.state(|state| state.refine());
        }
    }
}
