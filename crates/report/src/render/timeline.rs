//! An execution as a sequence of steps, with the state of every thread after each of them.

use super::rows::{annotated, blocked_row, row};
use crate::analysis::{Activity, ThreadStates, VisibleTrace, annotations, wakeups};
use crate::failure::{Execution, Failure};
use crate::messages;
use crate::names::Names;
use crate::op::Place;
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind};

/// An execution, step by step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeline {
    /// The name of each thread; the first is the body.
    pub threads: Vec<String>,
    /// The steps, in the order in which they happened.
    pub steps: Vec<TimelineStep>,
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
}

impl Failure {
    /// Returns the execution up to the failure, step by step.
    pub fn timeline(&self) -> Timeline {
        timeline(&self.execution, &VisibleTrace::until_failure(self))
    }
}

fn timeline(execution: &Execution, trace: &VisibleTrace<'_>) -> Timeline {
    let info = &execution.info;
    let names = Names::new(&execution.trace.steps, info);
    let annotations = annotations(trace, info);
    let wakeups = wakeups(trace.steps);
    let mut states = ThreadStates::new(info.threads.len());
    let mut steps = Vec::new();
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
        let Some(row) = row(step, &wakeups[at].woken, fails, &names) else { continue };
        let row = annotated(row, at, &annotations, &names);
        steps.push(TimelineStep {
            thread: step.thread,
            text: row.text,
            place: row.place.and(place_of(step)),
            comments: row.annotations,
            after: states_after(&states, &names),
        });
    }
    if trace.failure.is_none() {
        let mut after = states_after(&states, &names);
        for wait in &info.waits {
            let Some(row) = blocked_row(wait, &names) else { continue };
            after[wait.thread].state.clone_from(&row.text);
            steps.push(TimelineStep {
                thread: wait.thread,
                text: row.text,
                place: row.place.map(|_| file_and_line(wait.op.place)),
                comments: Vec::new(),
                after: after.clone(),
            });
        }
    }
    Timeline { threads: names.threads().to_vec(), steps }
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

fn file_and_line(place: Place) -> (String, u32) {
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
