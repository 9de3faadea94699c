//! An execution up to a choice: what each thread does next, or what it waits for.

use super::rows::row;
use super::timeline::{Timeline, file_and_line};
use crate::analysis::{ObjectState as State, object_states};
use crate::failure::Execution;
use crate::messages;
use crate::names::Names;
use crate::op::{Kind, ObjectId, Op};
use crate::source::user_line;
use crate::thread_set::ThreadSet;
use crate::trace::Trace;

/// What a player sees and can choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choices {
    /// The schedule so far, with the steps that were no choice.
    pub schedule: String,
    /// The class of the execution: the same for all orders of independent operations.
    pub class: String,
    /// The steps so far.
    pub timeline: Timeline,
    /// The number of possible results of the last operation, if one has to be chosen; otherwise 0.
    pub results: usize,
    /// The result of the last operation of the schedule that was followed, if it could have had others.
    pub result: Option<PossibleResult>,
    /// The threads that have not finished.
    pub threads: Vec<NextStep>,
    /// The objects that the threads have used.
    pub objects: Vec<ObjectState>,
}

/// What a thread does next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct NextStep {
    /// The thread: an index into [`Timeline::threads`].
    pub thread: usize,
    /// Its next operation, or what it waits for.
    pub text: String,
    /// The file, with `/` on every system, and the line; `None` for code that is not under test.
    pub place: Option<(String, u32)>,
    /// Whether the thread can run.
    pub is_enabled: bool,
}

/// The state of a lock, an atomic, a channel or a condition variable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ObjectState {
    /// The name in the source.
    pub name: String,
    /// `free, 40`, `held by thread-1 since loon.rs:27`, `2 messages`; a part that the last choice changed
    /// is shown as `now 41 (was 40)`.
    pub state: String,
    /// Whether the last choice changed it.
    pub has_changed: bool,
}

/// A result that an operation can have beside others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PossibleResult {
    /// The result.
    pub text: String,
    /// Why it is possible, in one sentence.
    pub reason: String,
    /// The page of std that says so: `std::sync::Condvar::wait`.
    pub page: String,
}

impl Choices {
    #[doc(hidden)]
    pub fn new(
        (execution, followed): (&Execution, usize),
        pending: &[Option<Op>],
        enabled: ThreadSet,
        results: usize,
    ) -> Self {
        let info = &execution.info;
        let trace = &execution.trace;
        let names = Names::new(&trace.steps, info);
        let next = |(thread, op): (usize, &Option<Op>)| {
            let op = op.as_ref()?;
            let is_enabled = enabled.contains(thread);
            let wait = info.waits.iter().find(|wait| wait.thread == thread);
            let text = match is_enabled {
                true => messages::next_operation(op, &names),
                false => messages::why_blocked(wait, &names),
            };
            let shows_place = op.kind != Kind::Exit && user_line(op.place).is_some();
            let place = shows_place.then(|| file_and_line(op.place));
            Some(NextStep { thread, text, place, is_enabled })
        };
        Self {
            schedule: execution.schedule.to_string(),
            class: String::new(),
            timeline: execution.every_step(),
            results: if results > 1 { results } else { 0 },
            result: followed.checked_sub(1).and_then(|last| result(trace, last, &names)),
            threads: pending.iter().enumerate().filter_map(next).collect(),
            objects: objects(trace, followed, results, &names),
        }
    }

    /// Whether the execution has ended.
    pub fn is_over(&self) -> bool {
        self.threads.is_empty()
    }
}

/// The state of each object, and what the last of the choices that were followed changed. An operation whose
/// result has to be chosen has not changed anything yet.
fn objects(trace: &Trace, followed: usize, results: usize, names: &Names) -> Vec<ObjectState> {
    let start = followed.checked_sub(1).and_then(|last| trace.choices.get(last).copied());
    let before = start.map(|start| object_states(&trace.steps[..start]));
    let shown = |(object, state): (&ObjectId, &State)| {
        let earlier = before.as_ref().map(|states| states.get(object).cloned().unwrap_or_default());
        let (state, has_changed) = messages::object_state(state, earlier.as_ref(), names)?;
        Some(ObjectState { name: names.object(*object).to_owned(), state, has_changed })
    };
    let end = trace.choices.last().filter(|_| results > 1).copied().unwrap_or(trace.steps.len());
    object_states(&trace.steps[..end]).iter().filter_map(shown).collect()
}

/// The result that a choice decided.
fn result(trace: &Trace, choice: usize, names: &Names) -> Option<PossibleResult> {
    let (_, result) = trace.alternatives.iter().find(|(at, _)| *at == choice)?;
    let step = trace.choices.get(choice).and_then(|start| trace.steps.get(*start));
    let row = step.and_then(|step| row(step, &[], false, names)).map(|row| row.text);
    let (reason, page) = messages::why_allowed(*result);
    Some(PossibleResult {
        text: messages::alternative(*result, row.as_deref(), names),
        reason: reason.to_owned(),
        page: page.to_owned(),
    })
}
