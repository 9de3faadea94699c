//! An interleaving step by step, for commands that show one.
use report::{ThreadState, Timeline, TimelineStep};
use tinyjson::JsonValue;

use crate::json::{
    nullable, number, object, read_array, read_nullable, read_number, read_string, read_strings,
    strings, write,
};

/// The timeline as JSON.
pub fn to_json(timeline: &Timeline) -> String {
    let steps: Vec<_> = timeline.steps.iter().map(step_to_json).collect();
    write(&object([("threads", strings(&timeline.threads)), ("steps", steps.into())]))
}

/// Reads what [`to_json`] writes; `None` for anything else.
pub fn from_json(json: &str) -> Option<Timeline> {
    let value = json.parse().ok()?;
    let mut timeline = Timeline::default();
    timeline.threads = read_strings(&value, "threads")?;
    timeline.steps = read_array(&value, "steps", step_from_json)?;
    Some(timeline)
}

fn step_to_json(step: &TimelineStep) -> JsonValue {
    let place = |(file, line): &(String, u32)| {
        object([("file", file.clone().into()), ("line", f64::from(*line).into())])
    };
    let state = |state: &ThreadState| {
        object([
            ("state", state.state.clone().into()),
            ("holds", strings(&state.holds)),
            ("has_read", strings(&state.has_read)),
        ])
    };
    object([
        ("thread", number(step.thread as u64)),
        ("text", step.text.clone().into()),
        ("place", nullable(step.place.as_ref().map(place))),
        ("comments", strings(&step.comments)),
        ("after", step.after.iter().map(state).collect::<Vec<_>>().into()),
    ])
}

fn step_from_json(value: &JsonValue) -> Option<TimelineStep> {
    let place = |value: &JsonValue| {
        Some((read_string(value, "file")?, read_number(value, "line")?.try_into().ok()?))
    };
    let mut step = TimelineStep::default();
    step.thread = read_number(value, "thread")?.try_into().ok()?;
    step.text = read_string(value, "text")?;
    step.place = read_nullable(value, "place", place)?;
    step.comments = read_strings(value, "comments")?;
    step.after = read_array(value, "after", state_from_json)?;
    Some(step)
}

fn state_from_json(value: &JsonValue) -> Option<ThreadState> {
    let mut state = ThreadState::default();
    state.state = read_string(value, "state")?;
    state.holds = read_strings(value, "holds")?;
    state.has_read = read_strings(value, "has_read")?;
    Some(state)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeline_reads_back() {
        let mut state = ThreadState::default();
        state.state = "runs".to_owned();
        state.holds = vec!["age".to_owned()];
        let mut step = TimelineStep::default();
        step.text = "lock \"age\"\n</script>".to_owned();
        step.place = Some(("loon.rs".to_owned(), 7));
        step.comments = vec!["→".to_owned()];
        step.after = vec![state.clone(), state];
        let mut timeline = Timeline::default();
        timeline.threads = vec!["main".to_owned()];
        timeline.steps = vec![step, TimelineStep::default()];
        assert_eq!(from_json(&to_json(&timeline)), Some(timeline));
        assert_eq!(from_json("{}"), None);
    }
}
