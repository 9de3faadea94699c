//! Replays one execution from its schedule.

use super::{ChoicePoint, Mismatch, Next, Search};
use crate::messages;
use crate::schedule::{Choice, Schedule};
use crate::thread_set::Tid;

pub(crate) struct Replay {
    choices: Vec<Choice>,
    at: usize,
}

impl Replay {
    pub(crate) fn new(schedule: &Schedule) -> Self {
        Self { choices: schedule.choices().to_vec(), at: 0 }
    }
}

impl Search for Replay {
    fn pick(&mut self, point: &ChoicePoint<'_>) -> Result<Tid, Box<Mismatch>> {
        let choice = self.choices.get(self.at);
        self.at += 1;
        let Some(choice) = choice else {
            // The schedule ends at the failure; from there on, no thread is preempted.
            return Ok(point.default_choice(point.enabled).expect("some thread is enabled"));
        };
        if point.enabled.contains(choice.thread) {
            Ok(choice.thread)
        } else {
            Err(Mismatch::new(messages::blocked_in_replay(self.at - 1, choice.thread)))
        }
    }

    fn variant(&mut self, count: usize) -> usize {
        let choice = self.choices.get(self.at - 1);
        choice.map_or(0, |choice| choice.variant.min(count - 1))
    }

    fn advance(&mut self) -> Next {
        Next::Nothing { complete: false }
    }
}

/// The schedule without preemptions.
impl Default for Box<dyn Search> {
    fn default() -> Self {
        Box::new(Replay::new(&Schedule::default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::EventLog;
    use crate::thread_set::ThreadSet;

    #[test]
    fn results_are_clamped_and_default_to_the_first() {
        let mut replay = Replay::new(&"0v1.0v9".parse().unwrap());
        let log = EventLog::default();
        let enabled = ThreadSet::only(0);
        let mut next = || {
            let point = ChoicePoint { log: &log, pending: &[], enabled, current: 0 };
            replay.pick(&point).unwrap();
            replay.variant(3)
        };
        assert_eq!([next(), next(), next()], [1, 2, 0]);
    }
}
