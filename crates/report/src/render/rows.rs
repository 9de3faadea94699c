//! The rows of the table: one for each step, in order.

use std::mem::{Discriminant, discriminant};

use crate::analysis::{Annotation, VisibleTrace, annotations, wakeups};
use crate::messages;
use crate::names::{Call, Names};
use crate::op::{Kind, ObjectId, Place};
use crate::op_result::{OpResult, WakeReason};
use crate::source::{file_line, is_test_kit, is_user_code, user_line};
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind, TraceInfo, Wait, is_join};

#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// `None` for a row about several threads.
    pub(super) thread: Option<Tid>,
    pub(super) text: String,
    /// `cat.rs:41`: where the operation is, or where the helper with the operation is called.
    pub(super) place: Option<String>,
    /// That call.
    pub(super) call: Option<Call>,
    /// The operation.
    pub(super) at: Option<Place>,
    /// What the thread does, as the rest of a sentence: `reads 40`. Empty if `text` has no such form.
    pub(super) does: String,
    /// Shown after arrows.
    pub(super) annotations: Vec<String>,
    /// The thread that this row interrupts.
    pub(super) interrupts: Option<Tid>,
    /// `None` for a row that no other row repeats.
    pub(super) shape: Option<Shape>,
    /// Whether the row must not be collapsed.
    pub(super) is_unique: bool,
    /// The object that is shown for the last repetition of a loop.
    pub(super) object: Option<ObjectId>,
    pub(super) spawned: Option<Tid>,
    /// Whether it only spawns or joins threads.
    pub(super) is_frame: bool,
    pub(super) is_sleep: bool,
    /// Whether the thread waits there at the end of the execution.
    pub(super) is_blocked: bool,
}

impl Row {
    /// The line of its place.
    pub(super) fn line(&self) -> Option<u32> {
        let at = self.at?.line();
        Some(self.call.as_ref().and_then(|call| call.line).unwrap_or(at))
    }

    /// The file and the line of the row, and the call that led to it.
    pub(super) fn call(&self) -> Option<(&str, &Call)> {
        Some((self.place.as_deref()?, self.call.as_ref()?))
    }

    /// The row with the function that its place is in.
    pub(super) fn with_function(self) -> Self {
        let place = self.call().map(|(place, call)| messages::called(place, call));
        Self { place: place.or(self.place), call: None, ..self }
    }
}

/// What the repetitions of a row in a loop have in common.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shape {
    pub(super) file: &'static str,
    pub(super) line: u32,
    pub(super) kind: Option<Discriminant<Kind>>,
    pub(super) is_stale: bool,
    /// Whether there was no message.
    pub(super) is_empty: bool,
}

/// The rows of the visible steps, and at the end of the execution a row for each blocked thread.
pub(super) fn rows(trace: &VisibleTrace<'_>, info: &TraceInfo, names: &Names) -> Vec<Row> {
    let annotations = annotations(trace, info);
    let visible = trace.visible();
    let wakeups = wakeups(trace.steps);
    let mut rows: Vec<Row> = Vec::new();
    let mut unlocked = None;
    for (index, (at, step)) in visible.iter().enumerate() {
        if unlocked == Some(index) {
            continue;
        }
        let fails = trace.failure == Some(*at);
        let Some(row) = row(step, &wakeups[*at].woken, fails, names) else { continue };
        let row = annotated(row, *at, &annotations, names);
        let mut row = called(with_data(row, step, names), step.place, names.call(*at));
        let next = visible.get(index + 1).map(|(_, next)| *next);
        if critical_section(step, next).is_some() {
            row = critical_section_row(row, next, names);
            unlocked = Some(index + 1);
        }
        rows.push(row);
    }
    let mut rows = merge_spawns(&rows, names);
    if trace.failure.is_none() {
        rows.extend(info.waits.iter().filter_map(|wait| blocked_row(wait, names)));
    }
    rows
}

/// The row of the step `at`, with the annotations of that step.
pub(super) fn annotated(
    mut row: Row,
    at: usize,
    annotations: &[Annotation<'_>],
    names: &Names,
) -> Row {
    for annotation in annotations.iter().filter(|annotation| annotation.step == at) {
        row.annotations.push(messages::annotation(annotation, names));
        row.interrupts = row.interrupts.or(annotation.interrupted());
        row.is_unique = true;
    }
    row
}

/// The row with the line of the call that led to it.
fn called(mut row: Row, place: Place, call: Option<&Call>) -> Row {
    row.at = Some(place);
    if let (Some(call), Some(_)) = (call, &row.place) {
        row.place = Some(file_line(place.file(), call.line.unwrap_or(call.through)));
        row.call = Some(call.clone());
    }
    row
}

/// The last row of a blocked thread.
pub(super) fn blocked_row(wait: &Wait, names: &Names) -> Option<Row> {
    let text = messages::waiting(wait, names)?;
    let row = Row {
        thread: Some(wait.thread),
        does: messages::waits_for(&wait.op, &text, names),
        text,
        place: user_line(wait.op.place),
        object: has_object(wait.op.kind).then_some(wait.op.object),
        is_unique: true,
        is_blocked: true,
        is_frame: is_join(wait.op.kind),
        ..Row::default()
    };
    Some(called(row, wait.op.place, names.blocked_call(wait.thread)))
}

/// The row of a step; `None` for a step that tells a reader nothing.
pub(super) fn row(step: &Step, woken: &[Tid], fails: bool, names: &Names) -> Option<Row> {
    let (file, line) = (step.place.file(), step.place.line());
    let shape = |kind, is_stale| {
        let is_empty = step.result() == Some(OpResult::Empty);
        Shape { file, line, kind, is_stale, is_empty }
    };
    let row = Row {
        thread: Some(step.thread),
        place: user_line(step.place),
        shape: Some(shape(None, false)),
        ..Row::default()
    };
    Some(match &step.kind {
        StepKind::Operation { kind, object, result, value, newer, .. } => {
            let mut text = messages::operation(&step.op()?, *result, value.as_ref(), woken, names)?;
            if newer.is_some() {
                text = messages::disregard_newer(&text, step.writes());
            }
            let is_spurious = *result == Some(OpResult::Woken(WakeReason::Spuriously))
                && matches!(kind, Kind::Wake { .. });
            let does = messages::does(step, newer.is_some(), woken, names);
            Row {
                does: does.unwrap_or_default(),
                text,
                shape: Some(shape(Some(discriminant(kind)), newer.is_some())),
                object: has_object(*kind).then_some(*object),
                is_frame: is_join(*kind),
                is_sleep: matches!(kind, Kind::Sleep { .. }),
                annotations: is_spurious
                    .then(|| messages::SPURIOUS_WAKEUP.to_owned())
                    .into_iter()
                    .collect(),
                ..row
            }
        }
        StepKind::Unlocked { object, .. } => {
            let text = messages::unlock(*object, None, names);
            Row { text, place: None, object: Some(*object), ..row }
        }
        StepKind::Spawned { thread } => {
            let text = messages::spawn([*thread], names);
            let does = messages::spawns([*thread], names);
            Row { text, does, is_frame: true, spawned: Some(*thread), ..row }
        }
        StepKind::Printed { text } => Row { text: messages::print(text), ..row },
        // The message of the failure says why the test kit ended the execution.
        StepKind::Panicked { place: Some((file, _)), .. } if is_test_kit(file) => return None,
        StepKind::Panicked { message, place } => {
            let place = place.as_ref().filter(|(file, _)| is_user_code(file));
            let place = place.map(|(file, line)| file_line(file, *line));
            let text = match fails {
                true => place.as_ref().map(|_| messages::FAILS_HERE.to_owned())?,
                false => messages::panic(message),
            };
            Row { text, place, does: messages::FAILS.to_owned(), ..row }
        }
    })
}

/// Whether an operation has an object that a reader knows.
fn has_object(kind: Kind) -> bool {
    !is_join(kind)
        && !matches!(kind, Kind::Continue | Kind::Sleep { .. } | Kind::Yield | Kind::Fence)
}

/// The lock that a step locks and the next step unlocks.
fn critical_section(step: &Step, next: Option<&Step>) -> Option<ObjectId> {
    let (Kind::Lock | Kind::Read | Kind::Write, lock) = step.operation()? else { return None };
    match next.filter(|next| next.thread == step.thread)?.kind {
        StepKind::Unlocked { object, .. } if object == lock => Some(lock),
        _ => None,
    }
}

/// The row of a step that locks, with the step that unlocks.
pub(super) fn critical_section_row(mut row: Row, unlocks: Option<&Step>, names: &Names) -> Row {
    if let Some(StepKind::Unlocked { object, changed, value }) = unlocks.map(|step| &step.kind) {
        row.text = messages::critical_section(&row.text, *changed, value.as_deref());
        row.does = messages::uses(*changed, value.as_deref(), *object, names);
        row.object = Some(*object);
    }
    row
}

/// The row of a step, without annotations.
pub(super) fn step_row(at: usize, step: &Step, names: &Names) -> Option<Row> {
    let row = with_data(row(step, &[], false, names)?, step, names);
    Some(called(row, step.place, names.call(at)))
}

/// The row of a step that unlocks, with the data that was written.
fn with_data(mut row: Row, step: &Step, names: &Names) -> Row {
    if let StepKind::Unlocked { object, changed: true, value } = &step.kind {
        row.text = messages::unlock(*object, value.as_deref(), names);
    }
    row
}

/// Merges the rows of threads that are spawned one after another.
fn merge_spawns(rows: &[Row], names: &Names) -> Vec<Row> {
    let belong = |a: &Row, b: &Row| {
        a.spawned.is_some() && b.spawned.is_some() && a.thread == b.thread && a.place == b.place
    };
    let merged = rows.chunk_by(belong).map(|chunk| {
        let mut row = chunk[0].clone();
        if chunk.len() > 1 {
            let spawned = || chunk.iter().filter_map(|row| row.spawned);
            row.text = messages::spawn(spawned(), names);
            row.does = messages::spawns(spawned(), names);
        }
        row
    });
    merged.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call_stack::CallStack;

    #[test]
    fn the_panic_of_a_test_kit_is_not_shown() {
        let kit = file!().replace('\\', "/").replace("report/src/render/rows", "judge/src/a");
        let place = std::panic::Location::caller();
        let names = Names::new(&[], &TraceInfo::default());
        let text = |file: &str| {
            let message = "this must not be possible".to_owned();
            let kind = StepKind::Panicked { message, place: Some((file.to_owned(), 83)) };
            let step =
                Step { thread: 0, kind, place, preempted: None, stack: CallStack::default() };
            row(&step, &[], false, &names).map(|row| row.text)
        };
        assert_eq!(text(&kit), None);
        assert_eq!(text("exercises/cat.rs").as_deref(), Some("panic: this must not be possible"));
    }
}
