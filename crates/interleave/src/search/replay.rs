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
            Err(Mismatch::new(messages::NOT_ENABLED.to_owned()))
        }
    }

    fn variant(&mut self, _count: usize) -> usize {
        self.choices.get(self.at - 1).map_or(0, |choice| choice.variant)
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
