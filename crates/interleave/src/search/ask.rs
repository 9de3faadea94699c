//! Asks its caller: follows a schedule, and stops where there is a choice.

use std::cell::RefCell;
use std::rc::Rc;

use super::{ChoicePoint, Mismatch, Next, Search};
use crate::messages;
use crate::op::Op;
use crate::schedule::{Choice, Schedule};
use crate::thread_set::{ThreadSet, Tid};

/// What the caller has to choose next.
#[derive(Debug, Default)]
pub(crate) struct Question {
    /// The number of possible results of the last operation, if the caller has not chosen one.
    pub(crate) results: usize,
    /// The threads that can run; empty if the execution ended before the next choice.
    pub(crate) enabled: ThreadSet,
    /// The operations that the threads have announced.
    pub(crate) pending: Vec<Option<Op>>,
}

pub(crate) struct Ask {
    choices: Vec<Choice>,
    at: usize,
    /// Whether the result of the last choice is chosen too.
    is_decided: bool,
    question: Rc<RefCell<Question>>,
}

impl Ask {
    pub(crate) fn new(
        schedule: &Schedule,
        is_decided: bool,
        question: Rc<RefCell<Question>>,
    ) -> Self {
        Self { choices: schedule.choices().to_vec(), at: 0, is_decided, question }
    }
}

impl Search for Ask {
    fn pick(&mut self, point: &ChoicePoint<'_>) -> Result<Tid, Box<Mismatch>> {
        self.at += 1;
        if let Some(choice) = self.choices.get(self.at - 1) {
            return match point.enabled.contains(choice.thread) {
                true => Ok(choice.thread),
                false => Err(Mismatch::new(messages::NOT_ENABLED.to_owned())),
            };
        }
        let mut question = self.question.borrow_mut();
        match point.enabled.first() {
            // There is nothing to choose.
            Some(only) if point.enabled.len() == 1 && question.results < 2 => Ok(only),
            _ => {
                question.enabled = point.enabled;
                question.pending = point.pending.to_vec();
                Err(Mismatch::new(String::new()))
            }
        }
    }

    fn variant(&mut self, count: usize) -> usize {
        let at = self.at - 1;
        let is_last = at + 1 >= self.choices.len();
        if is_last && !(self.is_decided && at < self.choices.len()) {
            self.question.borrow_mut().results = count;
        }
        self.choices.get(at).map_or(0, |choice| choice.variant)
    }

    fn advance(&mut self) -> Next {
        Next::Nothing { complete: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::EventLog;

    fn ask(schedule: &str, is_decided: bool) -> (Ask, Rc<RefCell<Question>>) {
        let question = Rc::default();
        let schedule: Schedule = schedule.parse().unwrap();
        (Ask::new(&schedule, is_decided, Rc::clone(&question)), question)
    }

    fn pick(ask: &mut Ask, enabled: &[Tid]) -> Result<Tid, Box<Mismatch>> {
        let log = EventLog::default();
        let enabled: ThreadSet = enabled.iter().copied().collect();
        ask.pick(&ChoicePoint { log: &log, pending: &[], enabled, current: 0 })
    }

    #[test]
    fn it_follows_the_schedule_and_then_every_step_without_a_choice() {
        let (mut ask, question) = ask("1.0", false);
        assert_eq!(pick(&mut ask, &[0, 1]), Ok(1));
        assert_eq!(pick(&mut ask, &[0, 1]), Ok(0));
        assert_eq!(pick(&mut ask, &[2]), Ok(2));
        assert!(pick(&mut ask, &[0, 2]).is_err());
        assert_eq!(question.borrow().enabled.iter().collect::<Vec<_>>(), [0, 2]);
    }

    #[test]
    fn it_stops_after_an_operation_with_several_results() {
        let (mut ask, question) = ask("0v1.1", false);
        assert_eq!((pick(&mut ask, &[0, 1]), ask.variant(3)), (Ok(0), 1));
        assert_eq!((pick(&mut ask, &[0, 1]), ask.variant(2)), (Ok(1), 0));
        assert!(pick(&mut ask, &[0]).is_err());
        assert_eq!(question.borrow().results, 2);
    }

    #[test]
    fn a_result_that_is_decided_is_not_asked_for() {
        let (mut ask, question) = ask("1", true);
        assert_eq!((pick(&mut ask, &[0, 1]), ask.variant(2)), (Ok(1), 0));
        assert_eq!((pick(&mut ask, &[0]), ask.variant(1)), (Ok(0), 0));
        assert_eq!(question.borrow().results, 1);
    }

    #[test]
    fn a_step_that_is_impossible_is_refused() {
        let (mut blocked, _) = ask("0", false);
        let mismatch = Mismatch::new(messages::NOT_ENABLED.to_owned());
        assert_eq!(pick(&mut blocked, &[1]), Err(mismatch));
    }
}
