//! What each operation does to the objects, and what it answers to its thread.

mod channels;
mod locks;
mod once;
mod waiting;

use super::State;
use crate::answer::{Answer, Woken};
use crate::clock::Clock;
use crate::objects::{Model, OnceState};
use crate::op::{Access, Footprint, Kind, ObjectId, Op, Patience};
use crate::thread_set::Tid;

impl State {
    /// Carries out an operation of the current thread whose result the model itself knows.
    pub(crate) fn carry_out(&mut self) -> Answer {
        let tid = self.current;
        let op = self.pending[tid].take().expect("the thread has announced an operation");
        let mut before = self.before(tid, &op);
        let (footprint, answer) = self.decide(tid, &op, &mut before);
        let failed = matches!(answer, Answer::No | Answer::Full);
        self.push_event(tid, op, footprint, before, !failed);
        self.apply(tid, &op, answer);
        let body_changed = self.body_changed;
        self.look_or_progress(tid, &op, footprint, answer);
        if op.kind.only_waits() {
            self.body_changed = body_changed;
        }
        answer
    }

    /// What happened before an operation besides what it races with: what made it possible.
    pub(super) fn before(&mut self, tid: Tid, op: &Op) -> Clock {
        let mut before = self.threads[tid].clock.clone();
        if self.went_last(tid) {
            if !self.is_due_alone(op) {
                // Where nobody else is left, nothing was kept from coming between.
                self.bounded |= self.has_others(tid);
                self.looks_in_vain += 1;
            }
            for thread in &self.threads {
                before.join(&thread.clock.order_only());
            }
            self.threads[tid].spin.release();
        } else if self.threads[tid].spin.is_waiting() {
            self.join_what_changed(tid, &mut before);
            self.threads[tid].spin.release();
        }
        match op.kind {
            Kind::Join { thread } => {
                before.join(&self.threads[thread].clock);
            }
            Kind::JoinAll => {
                for child in self.scope_children(op.object) {
                    before.join(&self.threads[*child].clock);
                }
            }
            // The release of its own generation: later ones are not what let it go.
            Kind::Leave { .. } => {
                if let Some((_, released)) = self.threads[tid].woken.take() {
                    before.join(&released);
                }
            }
            Kind::Sleep { time } => before.pass(time),
            _ => {}
        }
        before
    }

    /// Whether a thread besides this one has not finished.
    fn has_others(&self, tid: Tid) -> bool {
        self.threads.iter().enumerate().any(|(other, thread)| other != tid && !thread.finished)
    }

    /// Whether a timeout is all that made the operation possible: that it comes last is then no
    /// bound, for std does not say how long the others take.
    fn is_due_alone(&self, op: &Op) -> bool {
        matches!(
            op.kind,
            Kind::Wake { patience: Patience::Until(_), .. }
                | Kind::Recv { patience: Patience::Until(_) }
                | Kind::Park { patience: Patience::Until(_) }
        )
    }

    fn join_what_changed(&self, tid: Tid, before: &mut Clock) {
        for (object, version) in self.threads[tid].spin.watched() {
            let object = &self.objects[object as usize];
            if object.version != version {
                before.join(&object.changed);
            }
        }
    }

    /// What the operation answers and touches, as things stand.
    fn decide(&mut self, tid: Tid, op: &Op, before: &mut Clock) -> (Footprint, Answer) {
        let object = op.object;
        let usual = op.footprint();
        match op.kind {
            Kind::TryLock if !self.is_unlocked(object) => (read(object), Answer::No),
            Kind::TryRead if !self.holders(object).can_read() => (read(object), Answer::No),
            Kind::TryWrite if !self.holders(object).can_write() => (usual, Answer::No),
            Kind::TryLock | Kind::TryRead | Kind::TryWrite => (usual, Answer::Yes),
            Kind::Wait { patience, .. } => {
                (usual, self.goes_on_by_itself(tid, patience).map_or(Answer::Done, Answer::Woken))
            }
            Kind::Wake { .. } => (usual, Answer::Woken(self.wake(tid, before))),
            Kind::ParkStart { .. } if self.has_token(object) => {
                (usual, Answer::Woken(Woken::Notified))
            }
            Kind::ParkStart { patience } => {
                let woken = self.goes_on_by_itself(tid, patience);
                (read(object), woken.map_or(Answer::Done, Answer::Woken))
            }
            Kind::Park { .. } if self.has_token(object) => {
                // Not a race with the unpark: without it the thread would still wait.
                before.join(&self.objects[object as usize].released);
                (usual, Answer::Woken(Woken::Notified))
            }
            Kind::Park { .. } => (usual, Answer::Woken(Woken::TimedOut)),
            Kind::Send | Kind::TrySend => self.offer(op),
            Kind::Recv { .. } | Kind::TryRecv => self.take(op, before),
            Kind::SendTaken { ticket } => {
                let channel = self.channel(object);
                match channel.taken.get(ticket as usize) {
                    Some(taken) => {
                        before.join(taken);
                        (usual, Answer::Done)
                    }
                    None => {
                        before.join(&channel.abandoned);
                        (usual, Answer::Disconnected)
                    }
                }
            }
            Kind::Arrive => {
                let Model::Barrier { size, arrived, generation } =
                    self.objects[object as usize].model
                else {
                    unreachable!("a barrier stays a barrier")
                };
                let last = arrived + 1 >= size;
                (usual, if last { Answer::Yes } else { Answer::Generation(generation) })
            }
            Kind::Enter => {
                let state = self.once(object);
                match state {
                    OnceState::Done => (read(object), Answer::Once(state)),
                    _ => (usual, Answer::Once(state)),
                }
            }
            Kind::IsComplete => {
                let done = self.once(object) == OnceState::Done;
                (usual, if done { Answer::Yes } else { Answer::No })
            }
            Kind::IsFinished { thread } => {
                (usual, if self.threads[thread].finished { Answer::Yes } else { Answer::No })
            }
            _ => (usual, Answer::Done),
        }
    }

    /// Changes the model.
    fn apply(&mut self, tid: Tid, op: &Op, answer: Answer) {
        let place = op.place;
        let clock = self.threads[tid].clock.clone();
        let at = op.object as usize;
        match (op.kind, answer) {
            (Kind::Lock, _) | (Kind::TryLock, Answer::Yes) => self.own(op.object, tid, place),
            (Kind::Read, _) | (Kind::TryRead, Answer::Yes) => {
                self.holders_mut(op.object).readers.push((tid, place));
            }
            (Kind::Write, _) | (Kind::TryWrite, Answer::Yes) => {
                self.holders_mut(op.object).writer = Some((tid, place));
            }
            (Kind::Unlock, _) => self.release_mutex(op.object),
            (Kind::ReadUnlock, _) => self.release_read(op.object),
            (Kind::WriteUnlock, _) => self.release_write(op.object),
            (Kind::Wait { mutex, .. }, Answer::Woken(why)) => {
                self.threads[tid].woken = Some((why, clock.order_only()));
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
                        several => self.variant(several),
                    };
                    self.notify(op.object, waiting.nth(chosen), &clock);
                }
            }
            (Kind::NotifyAll, _) => {
                let waiting = *self.waiting(op.object);
                for waiter in waiting.iter() {
                    self.notify(op.object, Some(waiter), &clock);
                }
            }
            (Kind::Send | Kind::TrySend, Answer::Ticket(_)) => {
                let channel = self.channel_mut(op.object);
                channel.waiting.push_back(clock);
                channel.sent += 1;
            }
            (Kind::Recv { .. } | Kind::TryRecv, Answer::Ticket(_)) => {
                let channel = self.channel_mut(op.object);
                channel.waiting.pop_front();
                channel.taken.push(clock);
            }
            (Kind::Recv { .. }, Answer::Empty) => {
                let thread = &mut self.threads[tid];
                thread.timeouts_left = thread.timeouts_left.saturating_sub(1);
            }
            (Kind::DropSender, _) => self.lose_sender(op.object),
            (Kind::DropReceiver, _) => {
                let channel = self.channel_mut(op.object);
                channel.receiver = false;
                channel.abandoned = clock;
            }
            (Kind::Arrive, _) => {
                let Model::Barrier { arrived, generation, .. } = &mut self.objects[at].model else {
                    unreachable!("a barrier stays a barrier")
                };
                let complete = answer == Answer::Yes;
                *arrived = if complete { 0 } else { *arrived + 1 };
                *generation += u32::from(complete);
                self.gather(tid, op.object, complete);
            }
            (Kind::Enter, Answer::Once(OnceState::New | OnceState::Poisoned)) => {
                self.objects[at].model = Model::Once(OnceState::Running(tid));
            }
            (Kind::Exit, _) => self.threads[tid].finished = true,
            (Kind::ParkStart { .. } | Kind::Park { .. }, Answer::Woken(Woken::Notified)) => {
                let object = &mut self.objects[at];
                object.model = Model::Thread { token: false };
                self.threads[tid].clock.learn(&object.released);
            }
            (Kind::Unpark { .. }, _) => {
                if self.has_token(op.object) {
                    self.objects[at].released.learn(&clock);
                } else {
                    self.objects[at].released = clock;
                }
                self.objects[at].model = Model::Thread { token: true };
            }
            _ => {}
        }
        if let Some(time) = op.kind.time_out(answer) {
            self.threads[tid].clock.pass(time);
        }
    }

    /// Whoever arrives at a barrier learns, when it opens, what all the others did before.
    fn gather(&mut self, tid: Tid, barrier: ObjectId, complete: bool) {
        let object = &mut self.objects[barrier as usize];
        object.read_released.join(&self.threads[tid].clock);
        if complete {
            let released = std::mem::replace(&mut object.read_released, Clock::ZERO);
            self.threads[tid].clock.join(&released);
            for (pending, thread) in self.pending.iter().zip(&mut self.threads) {
                if pending.is_some_and(|op| op.object == barrier && op.kind.leaves()) {
                    thread.woken.get_or_insert_with(|| (Woken::Notified, released.clone()));
                }
            }
        }
    }

    /// Keeps account of who only looks: see `spin`.
    fn look_or_progress(&mut self, tid: Tid, op: &Op, footprint: Footprint, answer: Answer) {
        match (op.kind, answer) {
            (Kind::Sleep { .. } | Kind::Yield, _) => self.threads[tid].spin.pause(),
            (Kind::Lock | Kind::Read | Kind::Write, _)
                if self.objects[op.object as usize].blank => {}
            // What a lock guards is seen by whoever holds it, and changed by whoever says so when it
            // lets go.
            (
                Kind::Lock | Kind::Read | Kind::Write | Kind::IsComplete | Kind::IsFinished { .. },
                _,
            )
            | (Kind::TryLock | Kind::TryRead | Kind::TryWrite | Kind::IsPoisoned { .. }, _)
            | (Kind::Recv { .. } | Kind::TryRecv, Answer::Empty)
            | (Kind::TrySend, Answer::Full)
            | (Kind::Enter, Answer::Once(OnceState::Done)) => {
                let version = self.objects[op.object as usize].version;
                self.threads[tid].spin.look(op.object, version);
            }
            (Kind::Unlock | Kind::ReadUnlock | Kind::WriteUnlock, _) => {}
            _ => {
                for (object, access) in footprint.iter() {
                    if access == Access::Write {
                        self.changed(tid, object);
                    }
                }
                self.threads[tid].spin.progress();
            }
        }
    }

    /// The current thread changed `object`: whoever waits for that goes on.
    pub(crate) fn changed(&mut self, tid: Tid, object: ObjectId) {
        let clock = self.threads[tid].clock.order_only();
        let object = &mut self.objects[object as usize];
        object.version += 1;
        object.changed = clock;
        self.looks_in_vain = 0;
        if tid == 0 {
            self.body_changed = self.events.len();
        }
        self.threads[tid].spin.progress();
    }
}

fn read(object: ObjectId) -> Footprint {
    Footprint::one(object, Access::Read)
}
