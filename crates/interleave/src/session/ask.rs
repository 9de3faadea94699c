//! Runs a schedule up to the next choice, for a player.

use std::rc::Rc;

use super::{RunResult, Session};
use crate::schedule::Schedule;
use crate::scheduler::State;
use crate::search::{Ask, Question};
use crate::watchdog;
use report::{Execution, FailureKind};

/// An execution up to a choice, or to its end.
pub(crate) struct Asked {
    pub(crate) run: RunResult,
    pub(crate) execution: Execution,
    pub(crate) question: Question,
}

impl Session<'_> {
    /// Follows a schedule, and stops where there is a choice.
    pub(crate) fn ask(&mut self, schedule: &Schedule, is_decided: bool) -> Asked {
        let _watch = watchdog::watch();
        self.classify();
        self.run_once(self.plain(), false);
        let asks_for_owners = self.asks_for_owners();
        self.find_granularity();
        let asked = self.ask_at_this_granularity(schedule, is_decided);
        if !asks_for_owners || asked.fits() {
            return asked;
        }
        self.runtime.state(State::observe_reference_counts);
        self.find_granularity();
        self.ask_at_this_granularity(schedule, is_decided)
    }

    /// A thread that was not suspended when the schedule was made is not suspended now.
    fn ask_at_this_granularity(&mut self, schedule: &Schedule, is_decided: bool) -> Asked {
        loop {
            let question = Rc::default();
            let search = Ask::new(schedule, is_decided, Rc::clone(&question));
            let run = self.run_once(Box::new(search), true);
            let execution = self.executed(1);
            let asked = Asked { run, execution, question: question.take() };
            // A loop that ends by itself must not be suspended, and a player could not resume it.
            let probed = self.probe_suspended_loops();
            if probed.is_none() || asked.fits() && probed == Some(false) {
                return asked;
            }
        }
    }
}

impl Asked {
    /// Whether the schedule fits the code.
    fn fits(&self) -> bool {
        !self.question.enabled.is_empty()
            || self.run.failure_kind() != Some(FailureKind::Nondeterminism)
    }
}
