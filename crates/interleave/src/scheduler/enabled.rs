//! Which threads are enabled.

use super::{State, Thread};
use crate::objects::{Model, model};
use crate::op::{FOREVER, Kind, Op, Place, Timeout};
use crate::op_result::OnceState;
use crate::thread_set::{ThreadSet, Tid};

/// How many turns a thread may have while no other thread can continue, before all that wait for a timeout
/// or spin have had one.
const MAX_TURNS: u8 = 4;

impl State {
    /// The threads whose next operation can be carried out now.
    ///
    /// If there are none, threads that wait with a timeout or that spin on unchanged objects are
    /// enabled.
    #[inline]
    pub(crate) fn enabled(&mut self) -> ThreadSet {
        if std::mem::take(&mut self.dirty) {
            self.unblocked = self.find_unblocked();
        }
        let mut enabled = self.ready.or(self.unblocked);
        self.last_resort = ThreadSet::EMPTY;
        if enabled.is_empty() {
            enabled = self.find_last_resort();
            self.last_resort = enabled;
        }
        enabled
    }

    /// The blocking operations that can proceed now. Only operations that others may wait for
    /// change this set, so it is not recomputed after every atomic operation.
    fn find_unblocked(&self) -> ThreadSet {
        let mut unblocked = ThreadSet::EMPTY;
        for tid in self.may_wait.iter() {
            if self.pending[tid].as_ref().is_some_and(|op| self.is_enabled(tid, op)) {
                unblocked.insert(tid);
            }
        }
        unblocked
    }

    /// Whether `thread` continues only because no other thread could.
    pub(crate) fn is_last_resort(&self, thread: Tid) -> bool {
        self.last_resort.contains(thread)
    }

    pub(crate) fn is_enabled(&self, tid: Tid, op: &Op) -> bool {
        self.can_proceed(tid, op) && !self.is_suspended(tid)
    }

    /// Whether the operation itself can proceed.
    pub(super) fn can_proceed(&self, tid: Tid, op: &Op) -> bool {
        let thread = &self.threads[tid];
        match op.kind {
            Kind::Lock => self.is_unlocked(op.object),
            Kind::Read | Kind::ReadStart => self.holders(op.object).can_read(),
            Kind::ReadQueued => {
                let holders = self.holders(op.object);
                holders.can_read() && !thread.is_refused(op.object, holders.writes)
            }
            Kind::Write => self.holders(op.object).can_write(),
            Kind::Wake { mutex, .. } => thread.woken.is_some() && self.is_unlocked(mutex),
            Kind::Send => {
                let channel = self.channel(op.object);
                channel.has_room() || !channel.receiver
            }
            Kind::SendTaken { ticket } => {
                let channel = self.channel(op.object);
                channel.taken.len() > ticket as usize || !channel.receiver
            }
            Kind::Recv { timeout } => {
                self.channel(op.object).can_receive() || self.may_time_out(tid, timeout, op.place)
            }
            Kind::Leave { generation } => {
                let model = &self.objects[op.object as usize].model;
                model!(model, Model::Barrier { generation: now, .. } => *now != generation)
            }
            Kind::Enter => !matches!(
                self.objects[op.object as usize].model,
                Model::Once(OnceState::Running(_))
            ),
            Kind::OnceWait { force } => match self.once(op.object) {
                OnceState::Done => true,
                OnceState::Poisoned => !force,
                OnceState::New | OnceState::Running(_) => false,
            },
            Kind::Join { thread } => self.threads[thread].finished,
            Kind::JoinAll => self.has_ended(op.object),
            Kind::Park { .. } => self.has_token(op.object),
            Kind::Sleep { time } => time < FOREVER,
            _ => true,
        }
    }

    pub(super) fn may_time_out(&self, tid: Tid, timeout: Timeout, place: Place) -> bool {
        matches!(timeout, Timeout::After(_))
            && (self.threads[tid].timeouts_left > 0 || self.has_extra_timeouts(tid, place))
    }

    /// The threads that are enabled when no other thread is: those whose timeout is due, and those
    /// that spin on unchanged objects. They take turns: at once if one that spins would change something,
    /// and otherwise after a few turns, so that no loop keeps a timeout from firing.
    fn find_last_resort(&mut self) -> ThreadSet {
        let (mut all, mut spinning) = (ThreadSet::EMPTY, ThreadSet::EMPTY);
        for tid in 0..self.threads.len() {
            let Some(op) = self.pending[tid] else {
                continue;
            };
            if self.is_due(&op) {
                all.insert(tid);
            } else if self.can_proceed(tid, &op) {
                all.insert(tid);
                spinning.insert(tid);
            }
        }
        let changes = spinning.iter().any(|tid| self.threads[tid].patience.has_changed());
        if !changes && all == spinning {
            return all;
        }
        if all.without(self.had_turn).is_empty() {
            self.had_turn = ThreadSet::EMPTY;
            self.threads.iter_mut().for_each(|thread| thread.turns = 0);
        }
        let most = |tid| if changes && spinning.contains(tid) { 1 } else { MAX_TURNS };
        let in_turn = all.iter().filter(|tid| self.threads[*tid].turns < most(*tid)).collect();
        self.bounded |= all != in_turn;
        in_turn
    }

    /// Whether another thread can continue, or could if it were not suspended or if its timeout were due.
    pub(super) fn can_another_continue(&self, tid: Tid) -> bool {
        let pending = self.pending.iter().enumerate().filter(|(other, _)| *other != tid);
        pending
            .filter_map(|(other, op)| Some((other, op.as_ref()?)))
            .any(|(other, op)| self.is_due(op) || self.can_proceed(other, op))
    }

    /// The threads that can continue, without those that only wait for a timeout.
    pub(crate) fn in_loops(&mut self) -> Vec<Tid> {
        let enabled = self.enabled();
        let is_due = |tid: &Tid| self.pending[*tid].as_ref().is_some_and(|op| self.is_due(op));
        enabled.iter().filter(|tid| !is_due(tid)).collect()
    }

    fn is_due(&self, op: &Op) -> bool {
        match op.kind {
            Kind::Wake { mutex, timeout: Timeout::After(_) } => self.is_unlocked(mutex),
            Kind::Recv { timeout: Timeout::After(_) }
            | Kind::Park { timeout: Timeout::After(_) } => true,
            _ => false,
        }
    }

    /// The threads that poll, if no other thread can continue.
    pub(crate) fn polling_in_vain(&self) -> Option<Vec<Tid>> {
        let mut polling = Vec::new();
        for tid in 0..self.threads.len() {
            let Some(op) = &self.pending[tid] else { continue };
            let Thread { spin, patience, .. } = &self.threads[tid];
            if patience.polls_in_vain() || spin.rereads_unchanged() {
                polling.push(tid);
            } else if self.can_proceed(tid, op) {
                return None;
            }
        }
        (!polling.is_empty()).then_some(polling)
    }

    /// The threads that keep reading objects that do not change.
    pub(crate) fn spinners(&self) -> Vec<Tid> {
        let threads = self.threads.iter().enumerate();
        let spin = |thread: &Thread| !thread.finished && thread.spin.rereads_unchanged();
        threads.filter(|(_, thread)| spin(thread)).map(|(tid, _)| tid).collect()
    }
}
