//! An interleaving step by step, for commands that show one.
use report::{Action, Fold, Gap, ThreadState, Timeline, TimelineStep};
use tinyjson::JsonValue;

use crate::json::{
    indices, nullable, number, object, read_array, read_index, read_nullable, read_number,
    read_string, read_strings, strings, to_index, to_text, write,
};

/// The timeline as JSON.
pub fn to_json(timeline: &Timeline) -> String {
    write(&timeline_value(timeline))
}

pub(crate) fn timeline_value(timeline: &Timeline) -> JsonValue {
    let steps: Vec<_> = timeline.steps.iter().map(step_to_json).collect();
    let gaps: Vec<_> = timeline.gaps.iter().map(gap_to_json).collect();
    let folds: Vec<_> = timeline.folds.iter().map(fold_to_json).collect();
    object([
        ("threads", strings(&timeline.threads)),
        ("steps", steps.into()),
        ("gaps", gaps.into()),
        ("folds", folds.into()),
        ("conclusion", strings(&timeline.conclusion)),
    ])
}

/// Reads what [`to_json`] writes; `None` for anything else.
pub fn from_json(json: &str) -> Option<Timeline> {
    read_timeline(&json.parse().ok()?)
}

pub(crate) fn read_timeline(value: &JsonValue) -> Option<Timeline> {
    let mut timeline = Timeline::default();
    timeline.threads = read_strings(value, "threads")?;
    timeline.steps = read_array(value, "steps", step_from_json)?;
    timeline.gaps = read_array(value, "gaps", gap_from_json)?;
    timeline.folds = read_array(value, "folds", fold_from_json)?;
    timeline.conclusion = read_strings(value, "conclusion")?;
    Some(timeline)
}

fn step_to_json(step: &TimelineStep) -> JsonValue {
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
        ("place", nullable(step.place.as_ref().map(place_to_json))),
        ("comments", strings(&step.comments)),
        ("after", step.after.iter().map(state).collect::<Vec<_>>().into()),
        ("action", step.action.name().to_owned().into()),
        ("object", nullable(step.object.clone().map(Into::into))),
        ("value", nullable(step.value.clone().map(Into::into))),
        ("synchronizes_with", indices(&step.synchronizes_with)),
        ("missed", nullable(step.missed.map(|step| number(step as u64)))),
        ("waits_for", indices(&step.waits_for)),
    ])
}

/// A file and a line.
pub(crate) fn place_to_json((file, line): &(String, u32)) -> JsonValue {
    object([("file", file.clone().into()), ("line", f64::from(*line).into())])
}

pub(crate) fn place_from_json(value: &JsonValue) -> Option<(String, u32)> {
    Some((read_string(value, "file")?, read_number(value, "line")?.try_into().ok()?))
}

fn step_from_json(value: &JsonValue) -> Option<TimelineStep> {
    let mut step = TimelineStep::default();
    step.thread = read_index(value, "thread")?;
    step.text = read_string(value, "text")?;
    step.place = read_nullable(value, "place", place_from_json)?;
    step.comments = read_strings(value, "comments")?;
    step.after = read_array(value, "after", state_from_json)?;
    step.action = Action::from_name(&read_string(value, "action")?)?;
    step.object = read_nullable(value, "object", to_text)?;
    step.value = read_nullable(value, "value", to_text)?;
    step.synchronizes_with = read_array(value, "synchronizes_with", to_index)?;
    step.missed = read_nullable(value, "missed", to_index)?;
    step.waits_for = read_array(value, "waits_for", to_index)?;
    Some(step)
}

fn gap_to_json(gap: &Gap) -> JsonValue {
    let [thread, from, to] = [gap.thread, gap.from, gap.to].map(|it| number(it as u64));
    object([("thread", thread), ("from", from), ("to", to)])
}

fn gap_from_json(value: &JsonValue) -> Option<Gap> {
    let mut gap = Gap::default();
    gap.thread = read_index(value, "thread")?;
    gap.from = read_index(value, "from")?;
    gap.to = read_index(value, "to")?;
    Some(gap)
}

fn fold_to_json(fold: &Fold) -> JsonValue {
    let [start, length, count] = [fold.start, fold.length, fold.count].map(|it| number(it as u64));
    object([("start", start), ("length", length), ("count", count)])
}

fn fold_from_json(value: &JsonValue) -> Option<Fold> {
    let mut fold = Fold::default();
    fold.start = read_index(value, "start")?;
    fold.length = read_index(value, "length")?;
    fold.count = read_index(value, "count")?;
    Some(fold)
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
        step.action = Action::Read;
        (step.object, step.value) = (Some("age".to_owned()), Some("40".to_owned()));
        (step.synchronizes_with, step.missed, step.waits_for) = (vec![0, 3], Some(2), vec![1]);
        let mut timeline = Timeline::default();
        timeline.threads = vec!["main".to_owned()];
        timeline.steps = vec![step, TimelineStep::default()];
        timeline.gaps = vec![Gap::default()];
        timeline.folds = vec![Fold::default()];
        timeline.conclusion = vec!["two \"paragraphs\"".to_owned(), "here".to_owned()];
        assert_eq!(from_json(&to_json(&timeline)), Some(timeline));
        assert_eq!(from_json("{}"), None);
    }
}
