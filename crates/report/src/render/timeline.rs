//! An execution as a sequence of steps, with the state of every thread after each of them.

use super::collapse::{Fold, loops};
use super::rows::{Row, annotated, blocked_row, row};
use super::waits;
use crate::analysis::{
    Action, Activity, Gap, ThreadStates, VisibleTrace, action, annotations, gaps, missed_stores,
    synchronizes_with, wakeups,
};
use crate::failure::{Execution, Failure};
use crate::messages;
use crate::names::Names;
use crate::op::Place;
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind, Value};

/// An execution, step by step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeline {
    /// The name of each thread; the first is the body.
    pub threads: Vec<String>,
    /// The steps, in the order in which they happened.
    pub steps: Vec<TimelineStep>,
    /// Where a thread leaves its data unguarded, and another uses it.
    pub gaps: Vec<Gap>,
    /// Repetitions of a loop that a reader need not see.
    pub folds: Vec<Fold>,
    /// What went wrong, and what to try, in paragraphs; empty if nothing went wrong.
    pub conclusion: Vec<String>,
}

/// One step of a thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimelineStep {
    /// The thread: an index into [`Timeline::threads`].
    pub thread: usize,
    /// What the thread does, as in the table of a report.
    pub text: String,
    /// The file, with `/` on every system, and the line; `None` for code that is not under test.
    pub place: Option<(String, u32)>,
    /// Why this step matters.
    pub comments: Vec<String>,
    /// The state of each thread after the step.
    pub after: Vec<ThreadState>,
    /// What the step does, for a picture.
    pub action: Action,
    /// The name of the object that it uses.
    pub object: Option<String>,
    /// The value that it reads or writes, if that is known.
    pub value: Option<String>,
    /// The earlier steps of other threads that it synchronizes with.
    pub synchronizes_with: Vec<usize>,
    /// The step that made the newest store, if this one does not see it.
    pub missed: Option<usize>,
    /// The threads that it waits for.
    pub waits_for: Vec<usize>,
}

/// The state of a thread between two steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ThreadState {
    /// `not started`, `running`, `waits on full`, `finished`.
    pub state: String,
    /// The locks that it holds.
    pub holds: Vec<String>,
    /// The values that it has seen, and whether another thread has changed them since.
    pub has_read: Vec<String>,
}

impl Execution {
    /// Returns the whole execution, step by step.
    ///
    /// ```
    /// use interleave::sync::Mutex;
    /// use interleave::{Explorer, thread};
    ///
    /// let failure = Explorer::new().check(|| {
    ///     let age = Mutex::new(40);
    ///     let grow = || {
    ///         let next = *age.lock().unwrap() + 1;
    ///         *age.lock().unwrap() = next;
    ///     };
    ///     thread::scope(|scope| {
    ///         scope.spawn(grow);
    ///         scope.spawn(grow);
    ///     });
    ///     assert_eq!(*age.lock().unwrap(), 42);
    /// });
    /// let timeline = failure.unwrap_err().timeline();
    /// assert_eq!(timeline.threads, ["main", "thread-1", "thread-2"]);
    /// let holds = |step: &interleave::TimelineStep| step.after[step.thread].holds.len();
    /// assert_eq!(timeline.steps.iter().map(holds).max(), Some(1));
    /// ```
    pub fn timeline(&self) -> Timeline {
        timeline(self, &VisibleTrace::whole(&self.trace.steps))
    }

    /// The steps so far, without the threads that wait: each of them may still continue.
    pub(super) fn every_step(&self) -> Timeline {
        let mut timeline = timeline(self, &VisibleTrace::with_every_step(&self.trace.steps));
        timeline.steps.retain(|step| step.action != Action::Blocked);
        timeline
    }
}

impl Failure {
    /// Returns the execution up to the failure, step by step.
    pub fn timeline(&self) -> Timeline {
        let Execution { trace, info, .. } = &self.execution;
        let names = Names::new(&trace.steps, info);
        let visible = VisibleTrace::until_failure(self);
        let advice = messages::advice(self, &visible, &names);
        let waits = waits(self.kind, info, &names).join("\n");
        let mut conclusion = vec![self.message.clone(), waits, advice];
        conclusion.retain(|paragraph| !paragraph.is_empty());
        Timeline { conclusion, ..timeline(&self.execution, &visible) }
    }
}

fn timeline(execution: &Execution, trace: &VisibleTrace<'_>) -> Timeline {
    let info = &execution.info;
    let names = Names::new(&execution.trace.steps, info);
    let annotations = annotations(trace, info);
    let wakeups = wakeups(trace.steps);
    let mut states = ThreadStates::new(info.threads.len());
    let mut rows: Vec<Row> = Vec::new();
    let mut steps = Vec::new();
    // The row of each step of the trace.
    let mut shown: Vec<Option<usize>> = vec![None; trace.steps.len()];
    for (at, step) in trace.visible() {
        states.apply(step);
        let continues = |thread: Tid| {
            trace.all[at + 1..].iter().any(|later| later.thread == thread)
                || info.waits.iter().any(|wait| wait.thread == thread)
        };
        let fails = trace.failure == Some(at);
        if !continues(step.thread) && !fails {
            states.0[step.thread].activity = Activity::Finished;
        }
        let woken = &wakeups[at].woken;
        let Some(row) = row(step, woken, fails, &names) else { continue };
        let row = annotated(row, at, &annotations, &names);
        shown[at] = Some(steps.len());
        steps.push(TimelineStep {
            thread: step.thread,
            text: row.text.clone(),
            place: row.place.as_ref().and(place_of(step)),
            comments: row.annotations.clone(),
            after: states_after(&states, &names),
            action: action(step, !woken.is_empty(), fails),
            object: row.object.map(|object| names.object(object).to_owned()),
            value: value(step).map(str::to_owned),
            ..TimelineStep::default()
        });
        rows.push(row);
    }
    connect(&mut steps, trace.steps, &shown);
    let count = steps.len();
    if trace.failure.is_none() {
        let mut after = states_after(&states, &names);
        for wait in &info.waits {
            let Some(row) = blocked_row(wait, &names) else { continue };
            after[wait.thread].state.clone_from(&row.text);
            steps.push(TimelineStep {
                thread: wait.thread,
                text: row.text,
                place: row.place.map(|_| file_and_line(wait.op.place)),
                after: after.clone(),
                action: Action::Blocked,
                object: row.object.map(|object| names.object(object).to_owned()),
                waits_for: wait.blockers().collect(),
                ..TimelineStep::default()
            });
        }
    }
    let gaps = gaps(trace.steps, &annotations).into_iter().filter_map(|gap| {
        let to = shown.get(gap.to).copied().flatten().unwrap_or(count);
        Some(Gap { thread: gap.thread, from: shown[gap.from]?, to })
    });
    Timeline {
        threads: names.threads.clone(),
        gaps: gaps.collect(),
        folds: loops(&rows),
        steps,
        conclusion: Vec::new(),
    }
}

/// Adds which other steps each step synchronizes with or does not see.
fn connect(steps: &mut [TimelineStep], trace: &[Step], shown: &[Option<usize>]) {
    for (at, earlier) in synchronizes_with(trace).into_iter().enumerate() {
        if let Some(row) = shown[at] {
            steps[row].synchronizes_with = earlier.iter().filter_map(|at| shown[*at]).collect();
        }
    }
    for (at, store) in missed_stores(trace) {
        if let Some(row) = shown[at] {
            steps[row].missed = shown[store];
        }
    }
}

/// The value of the object that a step reads, writes or unlocks.
fn value(step: &Step) -> Option<&str> {
    match &step.kind {
        StepKind::Unlocked { value, .. } => value.as_deref(),
        _ => step.value().map(Value::current),
    }
}

/// The place of a step; for a panic, where it was raised.
fn place_of(step: &Step) -> Option<(String, u32)> {
    match &step.kind {
        StepKind::Panicked { place, .. } => {
            place.as_ref().map(|(file, line)| (file.replace('\\', "/"), *line))
        }
        _ => Some(file_and_line(step.place)),
    }
}

pub(super) fn file_and_line(place: Place) -> (String, u32) {
    (place.file().replace('\\', "/"), place.line())
}

fn states_after(states: &ThreadStates, names: &Names) -> Vec<ThreadState> {
    let states = states.0.iter().map(|state| ThreadState {
        state: messages::activity(state.activity, names),
        holds: state.holds.iter().map(|lock| names.object(*lock).to_owned()).collect(),
        has_read: state
            .seen
            .iter()
            .map(|(object, seen)| messages::seen(*object, seen, names))
            .collect(),
    });
    states.collect()
}
