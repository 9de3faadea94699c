//! What each operation does to the objects, and what it returns to its thread.

mod channels;
mod locks;
mod once;
mod waiting;

pub(super) use channels::channel;

use std::time::Duration;

use super::State;
use crate::alternative::{Alternative, Waiter};
use crate::clock::{Clock, VectorClock};
use crate::objects::Model;
use crate::op::{Access, Footprint, Kind, ObjectId, Op, Timeout};
use crate::op_result::{OnceState, OpResult, WakeReason};
use crate::thread_set::Tid;

impl State {
    /// Carries out an operation of the current thread whose result follows from the model.
    pub(crate) fn carry_out(&mut self, op: &Op) -> OpResult {
        let tid = self.begin();
        self.join_causes(tid, op);
        let (footprint, result) = self.result_of(tid, op);
        self.dirty = true;
        let failed = matches!(result, OpResult::No | OpResult::Full);
        self.push_event(tid, op, footprint, !failed);
        self.apply(tid, op, result);
        let body_changed = self.body_changed;
        self.track_progress(tid, op, footprint, result);
        if op.kind.only_waits() {
            self.body_changed = body_changed;
        }
        result
    }

    /// Adds the happens-before edges from whatever made the operation possible. They are not races.
    fn join_causes(&mut self, tid: Tid, op: &Op) {
        self.join_awaited(tid, op);
        match op.kind {
            Kind::Join { thread } => self.join_thread(tid, thread),
            Kind::JoinAll => {
                for at in 0..self.scope_children(op.object).len() {
                    self.join_returned(tid, self.scope_children(op.object)[at]);
                }
            }
            // The release of its own generation; later generations did not unblock the thread.
            Kind::Leave { .. } => {
                if let Some((_, released)) = self.threads[tid].woken.take() {
                    self.threads[tid].clock.join(&released);
                }
            }
            Kind::Sleep { time } => self.advance_time(tid, time),
            _ => {}
        }
    }

    /// Adds the edges into a thread that was spinning, or that was enabled as a last resort.
    #[inline]
    pub(super) fn join_awaited(&mut self, tid: Tid, op: &Op) {
        if self.is_last_resort(tid) || self.was_suspended {
            self.join_others(tid, op);
        }
    }

    fn join_others(&mut self, tid: Tid, op: &Op) {
        if self.is_last_resort(tid) {
            self.had_turn.insert(tid);
            self.threads[tid].turns = self.threads[tid].turns.saturating_add(1);
            if !self.is_due_timeout(op) {
                // If no other thread is left, the last resort excluded no interleaving.
                self.bounded |= self.has_others(tid);
                self.continue_unchanged(tid);
            }
            let mut all = VectorClock::ZERO;
            for thread in self.threads.iter() {
                all.join(thread.clock.order());
            }
            self.threads[tid].clock.join_order(&all);
        } else {
            self.join_changes(tid);
        }
        let Self { threads, objects, .. } = self;
        threads[tid].resume(|watched| watched.current(objects));
    }

    /// What a scope waits for.
    fn join_returned(&mut self, tid: Tid, child: Tid) {
        match self.threads[child].clock_at_return.clone() {
            Some(clock) => self.threads[tid].clock.join(&clock),
            None => self.join_thread(tid, child),
        }
    }

    /// A thread never joins itself.
    fn join_thread(&mut self, tid: Tid, ended: Tid) {
        if let Ok([joiner, ended]) = self.threads.get_disjoint_mut([tid, ended]) {
            joiner.clock.join(&ended.clock);
        }
    }

    /// Advances the virtual time of a thread. From now on, happens-before must be tracked.
    pub(in crate::scheduler) fn advance_time(&mut self, tid: Tid, time: Duration) {
        self.tracks_order = true;
        self.threads[tid].clock.pass(time);
    }

    /// Whether another thread has not finished.
    pub(in crate::scheduler) fn has_others(&self, tid: Tid) -> bool {
        self.threads.iter().enumerate().any(|(other, thread)| other != tid && !thread.finished)
    }

    /// Whether the operation is possible only because its timeout is due. Running it last is no
    /// bound, because std does not say how long the other threads take.
    fn is_due_timeout(&self, op: &Op) -> bool {
        matches!(
            op.kind,
            Kind::Wake { timeout: Timeout::After(_), .. }
                | Kind::Recv { timeout: Timeout::After(_) }
                | Kind::Park { timeout: Timeout::After(_) }
        )
    }

    /// The footprint and the result of the operation in the current state.
    fn result_of(&mut self, tid: Tid, op: &Op) -> (Footprint, OpResult) {
        let object = op.object;
        let usual = op.footprint();
        match op.kind {
            Kind::TryLock | Kind::TryRead | Kind::TryWrite if self.must_fail(tid) => {
                (read(object), OpResult::No)
            }
            Kind::TryLock if !self.is_unlocked(object) => (read(object), OpResult::No),
            Kind::TryRead if !self.holders(object).can_read() => (read(object), OpResult::No),
            Kind::TryRead | Kind::ReadStart | Kind::ReadQueued => self.try_to_read(tid, op),
            Kind::TryWrite if !self.holders(object).can_write() => (usual, OpResult::No),
            Kind::TryLock | Kind::TryWrite => (usual, OpResult::Yes),
            Kind::Wait { timeout, .. } => (
                usual,
                self.wakes_by_itself(tid, Waiter::Condvar, timeout, op.place)
                    .map_or(OpResult::Done, OpResult::Woken),
            ),
            Kind::Wake { .. } => (usual, OpResult::Woken(self.wake(tid))),
            Kind::ParkStart { .. } if self.has_token(object) => {
                (usual, OpResult::Woken(WakeReason::Notified))
            }
            Kind::ParkStart { timeout } => {
                let woken = self.wakes_by_itself(tid, Waiter::Park, timeout, op.place);
                (read(object), woken.map_or(OpResult::Done, OpResult::Woken))
            }
            Kind::Park { .. } if self.has_token(object) => {
                // Not a race with the `unpark`: without it, the thread would still be blocked.
                self.threads[tid].clock.join(&self.objects[object as usize].released);
                (usual, OpResult::Woken(WakeReason::Notified))
            }
            Kind::Park { .. } => (usual, OpResult::Woken(WakeReason::TimedOut)),
            Kind::Send | Kind::TrySend => self.send(op),
            Kind::Recv { .. } | Kind::TryRecv => self.receive(tid, op),
            Kind::SendTaken { ticket } => {
                let channel = channel(&self.objects, object);
                let clock = &mut self.threads[tid].clock;
                match channel.taken.get(ticket as usize) {
                    Some(taken) => {
                        clock.join(taken);
                        (usual, OpResult::Done)
                    }
                    None => {
                        clock.join(&channel.abandoned);
                        (usual, OpResult::Disconnected)
                    }
                }
            }
            Kind::Arrive => {
                let Model::Barrier { size, arrived, generation } =
                    self.objects[object as usize].model
                else {
                    unreachable!("the object is a barrier")
                };
                let last = arrived + 1 >= size;
                (usual, if last { OpResult::Yes } else { OpResult::Generation(generation) })
            }
            Kind::Enter => {
                let state = self.once(object);
                match state {
                    OnceState::Done => (read(object), OpResult::Once(state)),
                    _ => (usual, OpResult::Once(state)),
                }
            }
            Kind::OnceWait { .. } => (usual, OpResult::Once(self.once(object))),
            Kind::IsComplete => {
                let done =
                    self.once(object) == OnceState::Done && !self.misses_completion(tid, object);
                (usual, if done { OpResult::Yes } else { OpResult::No })
            }
            Kind::IsFinished { thread } => {
                (usual, if self.threads[thread].returned { OpResult::Yes } else { OpResult::No })
            }
            _ => (usual, OpResult::Done),
        }
    }

    /// Updates the model.
    fn apply(&mut self, tid: Tid, op: &Op, result: OpResult) {
        let place = op.place;
        let at = op.object as usize;
        match (op.kind, result) {
            (Kind::Lock, _) | (Kind::TryLock, OpResult::Yes) => self.own(op.object, tid, place),
            (Kind::Read, _)
            | (Kind::TryRead | Kind::ReadStart | Kind::ReadQueued, OpResult::Yes) => {
                self.add_reader(op.object, tid, place);
            }
            (Kind::WriteStart, _) => self.holders_mut(op.object).waiting.insert(tid),
            (Kind::Write, _) | (Kind::TryWrite, OpResult::Yes) => {
                self.add_writer(op.object, tid, place);
            }
            (Kind::Unlock, _) => self.release_mutex(op.object),
            (Kind::ReadUnlock, _) => self.release_read(op.object),
            (Kind::WriteUnlock, _) => self.release_write(op.object),
            (Kind::Wait { mutex, .. }, OpResult::Woken(why)) => {
                let thread = &mut self.threads[tid];
                thread.woken = Some((why, Clock::from(*thread.clock.order())));
                self.release_mutex(mutex);
            }
            (Kind::Wait { mutex, .. }, _) => {
                self.waiting(op.object).insert(tid);
                self.release_mutex(mutex);
            }
            (Kind::Wake { mutex, .. }, _) => {
                self.waiting(op.object).remove(tid);
                self.own(mutex, tid, place);
            }
            (Kind::NotifyOne, _) => {
                let waiting = *self.waiting(op.object);
                if !waiting.is_empty() {
                    let chosen = match waiting.len() {
                        1 => 0,
                        several => self.variant(several, |way| {
                            Alternative::Wakes(waiting.nth(way).unwrap_or(tid))
                        }),
                    };
                    self.notify(tid, op.object, waiting.nth(chosen));
                }
            }
            (Kind::NotifyAll, _) => {
                let waiting = *self.waiting(op.object);
                for waiter in waiting.iter() {
                    self.notify(tid, op.object, Some(waiter));
                }
            }
            (Kind::Send | Kind::TrySend, OpResult::Ticket(_)) => {
                if let Some(room) = channel(&self.objects, op.object).room_made() {
                    self.threads[tid].clock.acquire(room);
                }
                let clock = self.threads[tid].clock.clone();
                let channel = self.channel_mut(op.object);
                channel.waiting.push_back(clock);
                channel.sent += 1;
            }
            (Kind::RecvStart, _) => self.channel_mut(op.object).receiver_waits = true,
            (Kind::Recv { .. } | Kind::TryRecv, OpResult::Ticket(_)) => {
                let channel = self.channel_mut(op.object);
                channel.receiver_waits = false;
                let message = channel.waiting.pop_front();
                self.threads[tid].clock.acquire(&message.expect("there is a message"));
                let clock = self.threads[tid].clock.clone();
                self.channel_mut(op.object).taken.push(clock);
            }
            (Kind::Recv { .. } | Kind::TryRecv, OpResult::Disconnected) => {
                let closed = &channel(&self.objects, op.object).closed;
                self.threads[tid].clock.acquire(closed);
            }
            (Kind::Recv { .. }, OpResult::Empty) => {
                self.channel_mut(op.object).receiver_waits = false;
                self.threads[tid].count_early_timeout();
            }
            (Kind::DropSender, _) => self.drop_sender(op.object),
            (Kind::DropReceiver, _) => {
                let clock = self.threads[tid].clock.clone();
                let channel = self.channel_mut(op.object);
                channel.receiver = false;
                channel.abandoned = clock;
            }
            (Kind::Arrive, _) => {
                let Model::Barrier { arrived, generation, .. } = &mut self.objects[at].model else {
                    unreachable!("the object is a barrier")
                };
                let complete = result == OpResult::Yes;
                *arrived = if complete { 0 } else { *arrived + 1 };
                *generation += u32::from(complete);
                self.arrive_at_barrier(tid, op.object, complete);
            }
            (Kind::Enter, OpResult::Once(OnceState::New | OnceState::Poisoned)) => {
                self.threads[tid].start_holding();
                self.objects[at].model = Model::Once(OnceState::Running(tid));
            }
            (Kind::ParkStart { .. } | Kind::Park { .. }, OpResult::Woken(WakeReason::Notified)) => {
                let object = &mut self.objects[at];
                object.model = Model::Thread { token: false };
                self.threads[tid].clock.acquire(&object.released);
            }
            (Kind::Unpark { .. }, _) => {
                let clock = &self.threads[tid].clock;
                if self.has_token(op.object) {
                    self.objects[at].released.acquire(clock);
                } else {
                    self.objects[at].released.clone_from(clock);
                }
                self.objects[at].model = Model::Thread { token: true };
            }
            _ => {}
        }
        if let Some(time) = waiting::time_out(op.kind, result) {
            self.advance_time(tid, time);
        }
    }

    /// When a barrier opens, every thread that arrived acquires what the others did before.
    fn arrive_at_barrier(&mut self, tid: Tid, barrier: ObjectId, complete: bool) {
        let object = &mut self.objects[barrier as usize];
        object.read_released.join(&self.threads[tid].clock);
        if complete {
            let released = std::mem::replace(&mut object.read_released, Clock::ZERO);
            self.threads[tid].clock.join(&released);
            for (pending, thread) in self.pending.iter().zip(self.threads.iter_mut()) {
                if pending.is_some_and(|op| op.object == barrier && op.kind.leaves()) {
                    thread.woken.get_or_insert_with(|| (WakeReason::Notified, released.clone()));
                }
            }
        }
    }
}

fn read(object: ObjectId) -> Footprint {
    Footprint::one(object, Access::Read)
}
