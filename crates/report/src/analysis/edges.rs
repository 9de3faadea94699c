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
        if let Some(spawn) = edges.spawned.remove(&step.thread) {
            edges.add(spawn, at);
        }
        match step.kind {
            StepKind::Spawned { thread } => _ = edges.spawned.insert(thread, at),
            StepKind::Unlocked { object, .. } => _ = edges.released.insert(object, at),
            StepKind::Operation { kind, object, result, .. } => {
                edges.operation(at, kind, object, result);
                for thread in &wakeups[at].woken {
                    edges.notified.insert(*thread, at);
                }
            }
            StepKind::Printed { .. } | StepKind::Panicked { .. } => {}
        }
    }
    let accesses = accesses(steps);
    for access in accesses.iter().filter(|access| !access.is_lock && access.acquires()) {
        if let Some(store) = access.source.map(|source| &accesses[source])
            && store.releases()
        {
            edges.add(store.start, access.start);
        }
    }
    edges.found
}

/// For each step that does not see the newest store: the step that made it.
pub(crate) fn missed_stores(steps: &[Step]) -> Vec<(usize, usize)> {
    let accesses = accesses(steps);
    let missed = |access: &DataAccess| {
        let newest = access.newest.or(access.overtaken_by)?;
        Some((access.start, accesses[newest].start))
    };
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
    fn add(&mut self, from: usize, to: usize) {
        let (steps, found) = (self.steps, &mut self.found[to]);
        if steps[from].thread != steps[to].thread && !found.contains(&from) {
            found.push(from);
        }
    }

    fn add_from(&mut self, from: Option<usize>, to: usize) {
        if let Some(from) = from {
            self.add(from, to);
        }
    }

    fn operation(&mut self, at: usize, kind: Kind, object: ObjectId, result: Option<OpResult>) {
        let thread = self.steps[at].thread;
        let succeeds = result == Some(OpResult::Yes);
        match kind {
            Kind::Lock | Kind::Read | Kind::Write => {
                self.add_from(self.released.get(&object).copied(), at);
            }
            Kind::TryLock | Kind::TryRead | Kind::TryWrite if succeeds => {
                self.add_from(self.released.get(&object).copied(), at);
            }
            Kind::Wait { mutex, .. } => _ = self.released.insert(mutex, at),
            Kind::Wake { mutex, .. } => {
                let notify = self.notified.remove(&thread);
                self.add_from(notify.or(self.released.get(&mutex).copied()), at);
            }
            Kind::Send | Kind::TrySend
                if !matches!(result, Some(OpResult::Disconnected | OpResult::Full)) =>
            {
                self.sent.entry(object).or_default().push_back(at);
            }
            Kind::Recv { .. } | Kind::TryRecv
                if !matches!(result, Some(OpResult::Disconnected | OpResult::Empty)) =>
            {
                let send = self.sent.get_mut(&object).and_then(VecDeque::pop_front);
                self.add_from(send, at);
            }
            Kind::Join { thread: joined } => self.add_from(self.end_of(joined, at), at),
            Kind::Unpark { thread } => _ = self.unparked.insert(thread, at),
            Kind::Park { .. } | Kind::ParkStart { .. }
                if result == Some(OpResult::Woken(WakeReason::Notified)) =>
            {
                let unpark = self.unparked.remove(&thread);
                self.add_from(unpark, at);
            }
            Kind::Complete => _ = self.initialized.insert(object, at),
            Kind::Enter | Kind::OnceWait { .. } | Kind::IsComplete
                if succeeds || result == Some(OpResult::Once(OnceState::Done)) =>
            {
                self.add_from(self.initialized.get(&object).copied(), at);
            }
            _ => {}
        }
    }

    /// The last step of a thread that has finished.
    fn end_of(&self, thread: Tid, before: usize) -> Option<usize> {
        self.steps[..before].iter().rposition(|step| step.thread == thread)
    }
}
