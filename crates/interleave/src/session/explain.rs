//! The execution that is easiest to read.

use super::campaign::{BOUNDS, Stop};
use super::{Found, Run, Session};
use crate::failure::{Failure, FailureKind};
use crate::report::words;
use crate::schedule::Schedule;
use crate::search::{Bounded, Replay};
use crate::watchdog;

/// How many executions may go into the search for it.
const EASIER: u64 = 20_000;

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
        let readable = !matches!(kind, FailureKind::Nondeterminism | FailureKind::Misuse)
            && !self.limits.eventually;
        let easier = if readable { self.easier(&|run| like(run, kind)) } else { None };
        let (schedule, message) = easier.unwrap_or((schedule, message));
        let replayed = self.run_once(Box::new(Replay::new(&schedule)), true);
        let (kind, message) = match replayed.failure {
            Some((now, _)) if now != kind => {
                (FailureKind::Nondeterminism, words::ended_differently(&message))
            }
            Some((_, message)) => (kind, message),
            None => (kind, message),
        };
        Box::new(Failure { kind, message, execution: self.executed(found_at), coverage })
    }

    /// One with as few preemptions as possible.
    fn easier(&mut self, like: &dyn Fn(&Run) -> bool) -> Option<(Schedule, String)> {
        let mut left = EASIER;
        for bound in BOUNDS {
            let before = self.executions;
            let search = Box::new(Bounded::new(Some(bound)));
            match self.run_all(search, left, &mut |run| !like(run)) {
                Stop::Found(found) => return Some((found.schedule, found.message)),
                Stop::Done { complete: true } => return None,
                _ => left = left.saturating_sub(self.executions - before),
            }
            if left == 0 {
                return None;
            }
        }
        None
    }

    /// Finds out, for a replay, whether releases are operations of their own here.
    pub(crate) fn settle_granularity(&mut self) {
        let _watch = watchdog::watch();
        while let Stop::NeedsMore =
            self.run_all(Box::new(Bounded::new(Some(0))), 100, &mut |_| true)
        {
            self.runtime.state(|state| state.refine());
        }
    }
}
