//! What each thread holds and has seen after each step.

use std::collections::BTreeMap;

use crate::op::{Kind, ObjectId};
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind};

#[derive(Clone, Copy, Debug)]
pub(crate) enum Activity {
    NotStarted,
    Running,
    WaitingOn(ObjectId),
    Finished,
}

/// What a thread knows about an object.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// The value of an atomic.
    pub(crate) value: Option<String>,
    /// The thread that has changed the object since.
    pub(crate) changed_by: Option<Tid>,
}

#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) activity: Activity,
    /// The locks that the thread holds.
    pub(crate) holds: Vec<ObjectId>,
    pub(crate) seen: BTreeMap<ObjectId, Seen>,
}

/// The state of every thread.
pub(crate) struct ThreadStates(pub(crate) Vec<State>);

impl ThreadStates {
    pub(crate) fn new(threads: usize) -> Self {
        let state = |thread| State {
            activity: if thread == 0 { Activity::Running } else { Activity::NotStarted },
            holds: Vec::new(),
            seen: BTreeMap::new(),
        };
        Self((0..threads).map(state).collect())
    }

    pub(crate) fn apply(&mut self, step: &Step) {
        let thread = step.thread;
        match &step.kind {
            StepKind::Spawned { thread } => self.0[*thread].activity = Activity::Running,
            StepKind::Unlocked { object, changed, .. } => {
                self.0[thread].holds.retain(|held| held != object);
                if *changed {
                    self.changed(thread, *object);
                }
            }
            StepKind::Printed { .. } | StepKind::Panicked { .. } => {}
            StepKind::Operation { kind, object, .. } => {
                self.0[thread].activity = Activity::Running;
                if let Some(lock) = step.locks() {
                    self.0[thread].holds.push(lock);
                    self.saw(thread, lock, None);
                }
                match kind {
                    Kind::Wait { mutex, .. } => {
                        self.0[thread].holds.retain(|held| held != mutex);
                        self.0[thread].activity = Activity::WaitingOn(*object);
                        self.changed(thread, *mutex);
                    }
                    Kind::Load | Kind::Store | Kind::Update | Kind::CompareExchange => {
                        if step.writes() {
                            self.changed(thread, *object);
                        }
                        let current = step.value().map(|value| value.current().to_owned());
                        self.saw(thread, *object, current);
                    }
                    _ => {}
                }
            }
        }
    }

    fn saw(&mut self, thread: Tid, object: ObjectId, value: Option<String>) {
        self.0[thread].seen.insert(object, Seen { value, changed_by: None });
    }

    /// Marks what all other threads have seen of the object as outdated.
    fn changed(&mut self, by: Tid, object: ObjectId) {
        for (_, state) in self.0.iter_mut().enumerate().filter(|(thread, _)| *thread != by) {
            if let Some(seen) = state.seen.get_mut(&object) {
                seen.changed_by = Some(by);
            }
        }
    }
}
