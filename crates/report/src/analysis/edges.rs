//! Which step of another thread a step synchronizes with: the arrows of a picture.

use std::collections::{BTreeMap, VecDeque};

use super::accesses::{DataAccess, accesses};
use super::waiters::wakeups;
use crate::op::{Kind, ObjectId};
use crate::op_result::{OnceState, OpResult, WakeReason};
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind};

/// For each step, the earlier steps of other threads that it synchronizes with: the unlock before a
/// lock, the send of a message, the store that an acquiring load reads.
pub(crate) fn synchronizes_with(steps: &[Step]) -> Vec<Vec<usize>> {
    let mut edges = Edges { steps, found: vec![Vec::new(); steps.len()], ..Edges::default() };
    let wakeups = wakeups(steps);
    for (at, step) in steps.iter().enumerate() {
        let spawn = edges.spawned.remove(&step.thread);
        edges.add(spawn, at);
        match step.kind {
            StepKind::Spawned { thread } => _ = edges.spawned.insert(thread, at),
            StepKind::Unlocked { object, .. } => _ = edges.released.insert(object, at),
            StepKind::Operation { kind, object, result, .. } => {
                edges.operation(at, kind, object, result);
                edges.notified.extend(wakeups[at].woken.iter().map(|thread| (*thread, at)));
            }
            StepKind::Printed { .. } | StepKind::Panicked { .. } => {}
        }
    }
    let accesses = accesses(steps);
    for access in accesses.iter().filter(|access| !access.is_lock && access.acquires()) {
        if let Some(store) = access.source.map(|source| &accesses[source])
            && store.releases()
        {
            edges.add(Some(store.start), access.start);
        }
    }
    edges.found
}

/// For each step that does not see the newest store: the step that made it.
pub(crate) fn missed_stores(steps: &[Step]) -> Vec<(usize, usize)> {
    let accesses = accesses(steps);
    let missed = |access: &DataAccess| Some((access.start, accesses[access.newest?].start));
    accesses.iter().filter_map(missed).collect()
}

#[derive(Default)]
struct Edges<'a> {
    steps: &'a [Step],
    found: Vec<Vec<usize>>,
    /// The last release of each lock.
    released: BTreeMap<ObjectId, usize>,
    /// The messages in each channel.
    sent: BTreeMap<ObjectId, VecDeque<usize>>,
    /// The steps that spawned, woke or unparked threads that have not run since.
    spawned: BTreeMap<Tid, usize>,
    notified: BTreeMap<Tid, usize>,
    unparked: BTreeMap<Tid, usize>,
    /// The end of each initializer.
    initialized: BTreeMap<ObjectId, usize>,
}

impl Edges<'_> {
    fn add(&mut self, from: Option<usize>, to: usize) {
        let (steps, found) = (self.steps, &mut self.found[to]);
        if let Some(from) = from
            && steps[from].thread != steps[to].thread
            && !found.contains(&from)
        {
            found.push(from);
        }
    }

    fn operation(&mut self, at: usize, kind: Kind, object: ObjectId, result: Option<OpResult>) {
        let step = &self.steps[at];
        let released = step.locks().and_then(|lock| self.released.get(&lock).copied());
        let is_initialized =
            matches!(result, Some(OpResult::Yes | OpResult::Once(OnceState::Done)));
        match kind {
            Kind::Wait { mutex, .. } => _ = self.released.insert(mutex, at),
            Kind::Wake { .. } => {
                let notify = self.notified.remove(&step.thread);
                self.add(notify.or(released), at);
            }
            Kind::Send | Kind::TrySend if step.passes_message() => {
                self.sent.entry(object).or_default().push_back(at);
            }
            Kind::Recv { .. } | Kind::TryRecv if step.passes_message() => {
                let send = self.sent.get_mut(&object).and_then(VecDeque::pop_front);
                self.add(send, at);
            }
            Kind::Join { thread } => {
                let end = self.steps[..at].iter().rposition(|step| step.thread == thread);
                self.add(end, at);
            }
            Kind::Unpark { thread } => _ = self.unparked.insert(thread, at),
            Kind::Park { .. } | Kind::ParkStart { .. }
                if result == Some(OpResult::Woken(WakeReason::Notified)) =>
            {
                let unpark = self.unparked.remove(&step.thread);
                self.add(unpark, at);
            }
            Kind::Complete => _ = self.initialized.insert(object, at),
            Kind::Enter | Kind::OnceWait { .. } | Kind::IsComplete if is_initialized => {
                self.add(self.initialized.get(&object).copied(), at);
            }
            _ => self.add(released, at),
        }
    }
}
