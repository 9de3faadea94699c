//! One turn of a player: what an interleaving has come to, and what can be chosen next.
use report::{Choices, NextStep, ObjectState};
use tinyjson::JsonValue;

use crate::json::{
    nullable, number, object, read_array, read_flag, read_index, read_nullable, read_number,
    read_string, write,
};
use crate::timeline::{place_from_json, place_to_json, read_timeline, timeline_value};
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
        let choices = &self.choices;
        let threads: Vec<_> = choices.threads.iter().map(next_to_json).collect();
        let objects: Vec<_> = choices.objects.iter().map(object_to_json).collect();
        write(&object([
            ("scenario", self.scenario.clone().into()),
            ("scenario_text", self.scenario_text.clone().into()),
            ("schedule", choices.schedule.clone().into()),
            ("timeline", timeline_value(&choices.timeline)),
            ("results", number(choices.results as u64)),
            ("threads", threads.into()),
            ("objects", objects.into()),
            ("ending", nullable(self.ending.as_ref().map(ending_to_json))),
            ("tally", nullable(self.tally.map(tally_to_json))),
        ]))
    }

    /// Reads what [`to_json`](Self::to_json) writes; `None` for anything else.
    pub fn from_json(json: &str) -> Option<Self> {
        let value: JsonValue = json.parse().ok()?;
        let mut choices = Choices::default();
        choices.schedule = read_string(&value, "schedule")?;
        choices.timeline = read_nullable(&value, "timeline", read_timeline)??;
        choices.results = read_index(&value, "results")?;
        choices.threads = read_array(&value, "threads", next_from_json)?;
        choices.objects = read_array(&value, "objects", object_from_json)?;
        Some(Self {
            scenario: read_string(&value, "scenario")?,
            scenario_text: read_string(&value, "scenario_text")?,
            choices,
            ending: read_nullable(&value, "ending", ending_from_json)?,
            tally: read_nullable(&value, "tally", tally_from_json)?,
        })
    }
}

fn next_to_json(next: &NextStep) -> JsonValue {
    object([
        ("thread", number(next.thread as u64)),
        ("text", next.text.clone().into()),
        ("place", nullable(next.place.as_ref().map(place_to_json))),
        ("is_enabled", next.is_enabled.into()),
    ])
}

fn next_from_json(value: &JsonValue) -> Option<NextStep> {
    let mut next = NextStep::default();
    next.thread = read_index(value, "thread")?;
    next.text = read_string(value, "text")?;
    next.place = read_nullable(value, "place", place_from_json)?;
    next.is_enabled = read_flag(value, "is_enabled")?;
    Some(next)
}

fn object_to_json(state: &ObjectState) -> JsonValue {
    object([("name", state.name.clone().into()), ("state", state.state.clone().into())])
}

fn object_from_json(value: &JsonValue) -> Option<ObjectState> {
    let mut state = ObjectState::default();
    state.name = read_string(value, "name")?;
    state.state = read_string(value, "state")?;
    Some(state)
}

fn ending_to_json(ending: &Ending) -> JsonValue {
    object([
        ("verdict", ending.verdict.name().to_owned().into()),
        ("report", ending.report.clone().into()),
    ])
}

fn ending_from_json(value: &JsonValue) -> Option<Ending> {
    let verdict = read_string(value, "verdict")?.parse().ok()?;
    Some(Ending { verdict, report: read_string(value, "report")? })
}

fn tally_to_json(tally: Tally) -> JsonValue {
    object([
        ("executions", number(tally.executions)),
        ("failing", number(tally.failing)),
        ("is_complete", tally.is_complete.into()),
    ])
}

fn tally_from_json(value: &JsonValue) -> Option<Tally> {
    Some(Tally {
        executions: read_number(value, "executions")?,
        failing: read_number(value, "failing")?,
        is_complete: read_flag(value, "is_complete")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_reads_back() {
        let mut turn = Turn { scenario: "7s".to_owned(), ..Turn::default() };
        turn.choices.schedule = "0x3.1".to_owned();
        turn.choices.results = 2;
        let mut next = NextStep::default();
        (next.thread, next.text, next.is_enabled) = (1, "lock \"age\"".to_owned(), true);
        next.place = Some(("loon.rs".to_owned(), 27));
        turn.choices.threads = vec![next, NextStep::default()];
        let mut state = ObjectState::default();
        (state.name, state.state) = ("age".to_owned(), "free".to_owned());
        turn.choices.objects = vec![state];
        turn.choices.timeline.threads = vec!["main".to_owned()];
        turn.ending = Some(Ending { verdict: Verdict::Race, report: "41".to_owned() });
        turn.tally = Some(Tally { executions: 9, failing: 1, is_complete: true });
        assert_eq!(Turn::from_json(&turn.to_json()), Some(turn));
        assert_eq!(Turn::from_json("{}"), None);
    }
}
