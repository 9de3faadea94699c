//! The columns on the right: how the values of shared objects change.
use protocol::{Action, Timeline};

/// At most this many objects get a column.
const MAX_OBJECTS: usize = 3;

/// The values of one object.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    /// The step, and the value after it.
    pub(crate) values: Vec<(usize, String)>,
}

/// The objects with known values that change, and are used by several threads.
pub(crate) fn columns(timeline: &Timeline) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for (at, step) in timeline.steps.iter().enumerate() {
        let (Some(object), Some(value)) = (&step.object, &step.value) else { continue };
        let known = columns.iter().position(|column| column.name == *object);
        let index = known.unwrap_or_else(|| {
            columns.push(Column { name: object.clone(), values: Vec::new() });
            columns.len() - 1
        });
        let values = &mut columns[index].values;
        let is_new = match step.action {
            // A load that misses the newest store says nothing about the object.
            _ if step.missed.is_some() => false,
            Action::Write | Action::UnlockChanged => true,
            _ => values.last().is_none_or(|(_, last)| last != value),
        };
        if is_new {
            values.push((at, value.clone()));
        }
    }
    columns.retain(|column| column.values.len() > 1 && is_shared(timeline, &column.name));
    columns.truncate(MAX_OBJECTS);
    columns
}

fn is_shared(timeline: &Timeline, object: &str) -> bool {
    let mut users = timeline
        .steps
        .iter()
        .filter(|step| step.object.as_deref() == Some(object))
        .map(|step| step.thread);
    let first = users.next();
    users.any(|thread| Some(thread) != first)
}

#[cfg(test)]
mod tests {
    use protocol::TimelineStep;

    use super::*;

    fn step(thread: usize, action: Action, object: &str, value: &str) -> TimelineStep {
        let mut step = TimelineStep::default();
        (step.thread, step.action) = (thread, action);
        (step.object, step.value) = (Some(object.to_owned()), Some(value.to_owned()));
        step
    }

    #[test]
    fn a_column_follows_every_write_of_a_shared_object() {
        let mut stale = step(2, Action::Read, "age", "40");
        stale.missed = Some(2);
        let mut timeline = Timeline::default();
        timeline.steps = vec![
            step(1, Action::Unlock, "age", "40"),
            step(1, Action::Write, "own", "1"),
            step(1, Action::Write, "own", "2"),
            step(2, Action::UnlockChanged, "age", "41"),
            step(1, Action::UnlockChanged, "age", "41"),
            stale,
        ];
        let values = [(0, "40"), (3, "41"), (4, "41")].map(|(at, value)| (at, value.to_owned()));
        let column = Column { name: "age".to_owned(), values: values.into() };
        assert_eq!(columns(&timeline), [column]);
    }
}
