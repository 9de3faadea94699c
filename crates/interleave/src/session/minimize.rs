//! Minimizing a failure: the execution with the fewest preemptions that fails in the same way, without a
//! spurious wakeup if there is one.

use super::search_driver::{BOUNDS, Budget, SearchEnd};
use super::{FoundRun, RunResult, Session};
use crate::messages;
use crate::schedule::Schedule;
use crate::scheduler::State;
use crate::search::{PreemptionBounded, Replay, Search};
use crate::watchdog;
use report::{Failure, FailureKind};

/// The budget for finding it, kept small because a user is waiting.
const MINIMIZE: Budget = Budget { executions: 20_000, operations: 200_000 };

/// The budget for finding an execution with as few preemptions and without a spurious wakeup.
const UNDISTURBED: Budget = Budget { executions: 2_000, operations: 40_000 };

/// The budget for finding the granularity of a replay.
const GRANULARITY: Budget = Budget { executions: 100, operations: 1_000_000 };

/// The result of a minimization.
enum Minimized {
    /// No execution with fewer preemptions fails in this way.
    Fewest(Schedule, String),
    /// The search was incomplete.
    Unknown,
}

impl Session<'_> {
    /// Minimizes the failure that was `found`, and replays it with a trace.
    pub(crate) fn explain(
        &mut self,
        found: FoundRun,
        like: &dyn Fn(&RunResult, FailureKind) -> bool,
    ) -> Box<Failure> {
        let _watch = watchdog::watch();
        let FoundRun { kind, message, schedule, coverage, .. } = found;
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
                (FailureKind::Nondeterminism, messages::different_end(&message))
            }
            Some((_, message)) => (kind, message),
            None => (kind, message),
        };
        let mut execution = self.executed(found_at);
        execution.fewest = fewest || execution.preemptions == 0;
        Failure::new(kind, message, execution, coverage)
    }

    /// Searches with increasing preemption bounds.
    fn minimize(&mut self, like: &dyn Fn(&RunResult) -> bool) -> Minimized {
        let mut left = MINIMIZE;
        for bound in BOUNDS {
            let before = self.executions;
            let search = || -> Box<dyn Search> { Box::new(PreemptionBounded::new(Some(bound))) };
            match self.run_all(&search, left, &mut |run| !like(run)) {
                SearchEnd::Found(found) => {
                    let undisturbed = found.woke_spuriously.then(|| {
                        let like = |run: &RunResult| like(run) && !run.woke_spuriously;
                        self.run_all(&search, UNDISTURBED, &mut |run| !like(run))
                    });
                    let found = match undisturbed {
                        Some(SearchEnd::Found(undisturbed)) => undisturbed,
                        _ => found,
                    };
                    return Minimized::Fewest(found.schedule, found.message);
                }
                SearchEnd::Done { complete: false } => {}
                _ => return Minimized::Unknown,
            }
            left.executions = left.executions.saturating_sub(self.executions - before);
            left.operations = left.operations.saturating_sub(self.operations);
        }
        Minimized::Unknown
    }

    /// Replays a schedule with a trace. A thread that was not suspended when the schedule was
    /// recorded is not suspended in the replay.
    fn replay(&mut self, schedule: &Schedule) -> RunResult {
        loop {
            let run = self.run_once(Box::new(Replay::new(schedule)), true);
            let failure = run.failure_kind();
            let fits = match self.config.deny_busy_waiting {
                true => failure == Some(FailureKind::BusyWaiting),
                false => failure != Some(FailureKind::Nondeterminism),
            };
            if fits || self.probe_suspended_loops().is_none() {
                return run;
            }
        }
    }

    /// Replays a schedule with a trace, with operations as fine as the search had that recorded it.
    pub(crate) fn replay_as_recorded(&mut self, schedule: &Schedule) -> RunResult {
        let _watch = watchdog::watch();
        self.run_once(self.plain(), false);
        let asks_for_owners = self.asks_for_owners();
        self.find_granularity();
        let run = self.replay(schedule);
        if !asks_for_owners || run.schedule == *schedule {
            return run;
        }
        self.runtime.state(State::observe_reference_counts);
        self.find_granularity();
        self.replay(schedule)
    }

    /// Finds out, for a replay or a player, whether releases are operations of their own.
    pub(super) fn find_granularity(&mut self) {
        self.runtime.state(State::refine);
        while let SearchEnd::NeedsRefinement =
            self.run_all(&|| Box::new(PreemptionBounded::new(Some(0))), GRANULARITY, &mut |_| true)
        {
            self.runtime.state(|state| state.refine());
        }
    }
}
