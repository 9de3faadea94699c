//! An interleaving step by step, for commands that show one.
use report::{Action, Fold, Gap, ThreadState, Timeline, TimelineStep};

use crate::json::{Json, name, object, to_text};

/// The timeline as JSON.
pub fn to_json(timeline: &Timeline) -> String {
    to_text(&timeline.write())
}

/// Reads what [`to_json`] writes; `None` for anything else.
pub fn from_json(json: &str) -> Option<Timeline> {
    Timeline::read(&json.parse().ok()?)
}

name!(Action, Action::from_name);
object!(default Timeline { threads, steps, gaps, folds, conclusion, });
object!(default TimelineStep {
    thread,
    text,
    place,
    comments,
    after,
    action,
    object,
    value,
    synchronizes_with,
    missed,
    waits_for,
});
object!(default Gap { thread, from, to, });
object!(default Fold { start, length, count, });
object!(default ThreadState { state, holds, has_read, });

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
