//! One turn of a player: what an interleaving has come to, and what can be chosen next.
use report::{Choices, NextStep, ObjectState, PossibleResult};

use crate::json::{Json, object, to_text};
use crate::verdict::Verdict;

/// What a player sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// The generated scenario, as [`Replay`](crate::Replay) names it.
    pub scenario: String,
    /// The scenario as reports show it; empty if the test has only one.
    pub scenario_text: String,
    /// The state, and the choices.
    pub choices: Choices,
    /// How the interleaving ended, if it has.
    pub ending: Option<Ending>,
    /// How many interleavings there are, if that was asked for.
    pub tally: Option<Tally>,
}

/// How an interleaving ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The verdict about it.
    pub verdict: Verdict,
    /// The report.
    pub report: String,
}

/// How many of all interleavings fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The number of interleavings that can make a difference, or of those that were tried.
    pub executions: u64,
    /// How many of them fail.
    pub failing: u64,
    /// Whether these are all.
    pub is_complete: bool,
}

impl Turn {
    /// The turn as JSON.
    pub fn to_json(&self) -> String {
        to_text(&self.write())
    }

    /// Reads what [`to_json`](Self::to_json) writes; `None` for anything else.
    pub fn from_json(json: &str) -> Option<Self> {
        Self::read(&json.parse().ok()?)
    }
}

object!(Turn { scenario, scenario_text, choices, ending, tally });
object!(Ending { verdict, report });
object!(Tally { executions, failing, is_complete });
object!(default Choices { schedule, class, timeline, results, result, threads, objects, });
object!(default NextStep { thread, text, place, is_enabled, });
object!(default ObjectState { name, state, has_changed, });
object!(default PossibleResult { text, reason, page, });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_reads_back() {
        let mut turn = Turn { scenario: "7s".to_owned(), ..Turn::default() };
        turn.choices.schedule = "0x3.1".to_owned();
        (turn.choices.results, turn.choices.class) = (2, "7f".to_owned());
        let mut result = PossibleResult::default();
        (result.text, result.page) = ("times out".to_owned(), "std::thread::park".to_owned());
        turn.choices.result = Some(result);
        let mut next = NextStep::default();
        (next.thread, next.text, next.is_enabled) = (1, "lock \"age\"".to_owned(), true);
        next.place = Some(("loon.rs".to_owned(), 27));
        turn.choices.threads = vec![next, NextStep::default()];
        let mut state = ObjectState::default();
        (state.name, state.state) = ("age".to_owned(), "free".to_owned());
        state.has_changed = true;
        turn.choices.objects = vec![state];
        turn.choices.timeline.threads = vec!["main".to_owned()];
        turn.ending = Some(Ending { verdict: Verdict::Race, report: "41".to_owned() });
        turn.tally = Some(Tally { executions: 9, failing: 1, is_complete: true });
        assert_eq!(Turn::from_json(&turn.to_json()), Some(turn));
        assert_eq!(Turn::from_json("{}"), None);
    }
}
