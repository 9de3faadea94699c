//! An execution up to a choice: what each thread does next, or what it waits for.

use super::timeline::{Timeline, file_and_line};
use crate::analysis::object_states;
use crate::failure::Execution;
use crate::messages;
use crate::names::Names;
use crate::op::{Kind, Op};
use crate::source::user_line;
use crate::thread_set::ThreadSet;

/// What a player sees and can choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choices {
    /// The schedule so far, with the steps that were no choice.
    pub schedule: String,
    /// The steps so far.
    pub timeline: Timeline,
    /// The number of possible results of the last operation, if one has to be chosen; otherwise 0.
    pub results: usize,
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
    /// `free, 40`, `held by thread-1 since loon.rs:27`, `2 messages`
    pub state: String,
}

impl Choices {
    #[doc(hidden)]
    pub fn new(
        execution: &Execution,
        pending: &[Option<Op>],
        enabled: ThreadSet,
        results: usize,
    ) -> Self {
        let info = &execution.info;
        let names = Names::new(&execution.trace.steps, info);
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
        let objects = object_states(&execution.trace.steps);
        let objects = objects.iter().filter_map(|(object, state)| {
            let state = messages::object_state(state, &names)?;
            Some(ObjectState { name: names.object(*object).to_owned(), state })
        });
        Self {
            schedule: execution.schedule.to_string(),
            timeline: execution.every_step(),
            results: if results > 1 { results } else { 0 },
            threads: pending.iter().enumerate().filter_map(next).collect(),
            objects: objects.collect(),
        }
    }

    /// Whether the execution has ended.
    pub fn is_over(&self) -> bool {
        self.threads.is_empty()
    }
}
