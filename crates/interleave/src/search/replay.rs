//! One execution, by a schedule that was found before.

use super::{Mismatch, Point, Search};
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
    fn pick(&mut self, point: &Point<'_>) -> Result<Tid, Mismatch> {
        let Some(choice) = self.choices.get(self.at) else {
            // The schedule ends where the failure showed; from there on nobody is preempted.
            return Ok(point.default_choice(point.enabled).expect("somebody is enabled"));
        };
        self.at += 1;
        if point.enabled.contains(choice.thread) {
            Ok(choice.thread)
        } else {
            Err(Mismatch(format!(
                "the schedule fits for {} steps; then it wants thread {} to go on, which cannot",
                self.at - 1,
                choice.thread
            )))
        }
    }

    fn variant(&mut self, count: usize) -> usize {
        let choice = self.at.checked_sub(1).and_then(|at| self.choices.get(at));
        choice.map_or(0, |choice| choice.variant.min(count - 1))
    }

    fn advance(&mut self) -> bool {
        false
    }

    fn is_exhaustive(&self) -> bool {
        false
    }
}
