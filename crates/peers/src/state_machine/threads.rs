//! The next steps of a thread, and how it starts and ends.
use super::state::{Held, Next, Phase, State, Status, Steps};
use crate::program::{LOCALS, Op, Program, Style, ThreadOp, ThreadResult};
use interleave::collections::HashMap;

impl<'a> Steps<'a> {
    /// The states that a step of thread `me` leads to.
    pub(super) fn of(program: &'a Program, state: &'a State, me: usize) -> Vec<Next> {
        let mut steps = Steps { program, state, me, next: Vec::new() };
        let thread = steps.thread();
        match steps.statement() {
            _ if matches!(thread.status, Status::Returned(_)) => steps.drop_local(),
            _ if thread.status != Status::Running => {}
            None => steps.end(),
            Some(_) if matches!(thread.phase, Phase::Ending | Phase::EndingWithObject) => {
                steps.end()
            }
            Some(statement)
                if thread.phase == Phase::Ready && !statement.runs(&thread.registers) =>
            {
                steps.skip();
            }
            Some(statement) => steps.op(statement.op),
        }
        steps.next
    }

    fn op(&mut self, op: Op) {
        let (me, thread) = (self.me, self.thread());
        match op {
            Op::Mutex(at, op) => self.mutex(at, op),
            Op::RwLock(at, op) => self.rwlock(at, op),
            Op::Atomic(at, op) => self.atomic(at, op),
            Op::Channel(at, op) => self.channel(at, op),
            Op::OnceLock(at, op) => self.once_lock(at, op),
            Op::Once(op) => self.once(op),
            Op::Arc(at, op) => self.reference(at, op),
            Op::Local(key) => self.finish(None, |s| {
                let locals = &mut s.threads[me].locals;
                if me != 0 && !locals.contains(&key) {
                    locals.push(key);
                }
            }),
            Op::FirstKey(keys) => {
                let map: HashMap<u8, ()> = (0..keys).map(|key| (key, ())).collect();
                self.finish(map.into_keys().next(), |_| {});
            }
            Op::Thread(other, op) => self.other_thread(other, op),
            Op::Park => self.unpark(Phase::Ready),
            Op::ParkTimeout => self.finish(None, |s| s.threads[me].park_token = false),
            Op::Sleep => self.skip(),
            Op::Barrier { leader } => self.barrier(leader),
            Op::Panic if me != 0 && thread.children.is_empty() => {
                self.enter(Phase::Ending, |s| s.threads[me].panicking = true);
            }
            Op::Panic => self.skip(),
        }
    }

    fn barrier(&mut self, leader: bool) {
        match self.phase() {
            Phase::AtBarrier(generation) if generation == self.state.generation => {}
            Phase::AtBarrier(_) => self.finish(leader.then_some(0), |_| {}),
            _ if self.state.arrived + 1 < self.program.barrier => {
                self.enter(Phase::AtBarrier(self.state.generation), |s| s.arrived += 1);
            }
            _ => self.finish(leader.then_some(1), |s| {
                s.arrived = 0;
                s.generation += 1;
            }),
        }
    }

    fn other_thread(&mut self, other: usize, op: ThreadOp) {
        let (me, thread) = (self.me, self.thread());
        let is_child = thread.children.contains(&other);
        match op {
            ThreadOp::Spawn
                if self.program.parent(other) == Some(me) && thread.spawned & (1 << other) == 0 =>
            {
                self.finish(None, |s| {
                    s.threads[other].status = Status::Running;
                    s.threads[other].known |= s.threads[me].known;
                    s.threads[me].known |= 1 << other;
                    s.threads[me].children.push(other);
                    s.threads[me].spawned |= 1 << other;
                });
            }
            ThreadOp::Join if is_child => {
                if let Status::Ended(result) = &self.state.threads[other].status {
                    let result = if *result == ThreadResult::Panicked { 2 } else { 1 };
                    self.finish(Some(result), |s| {
                        s.threads[me].children.retain(|child| *child != other);
                    });
                }
            }
            ThreadOp::IsFinished if is_child => {
                self.result(self.state.threads[other].has_returned());
            }
            ThreadOp::Unpark
                if other < self.state.threads.len() && thread.known & (1 << other) != 0 =>
            {
                self.finish(None, |s| s.threads[other].park_token = true);
            }
            _ => self.skip(),
        }
    }

    /// Ends the thread: it drops guards, then senders, then receivers, then joins its children.
    fn end(&mut self) {
        let (me, thread) = (self.me, self.thread());
        if let Some(at) = thread.held.iter().position(|held| *held != Held::No) {
            return self.enter(Phase::Ending, |s| s.unlock(me, at));
        }
        if let Some(at) = thread.senders.iter().position(|owned| *owned) {
            return self.enter(Phase::Ending, |s| s.threads[me].senders[at] = false);
        }
        if let Some(at) = thread.receivers.iter().position(|owned| *owned) {
            return self.drop_receiver(at);
        }
        if self.drop_reference() {
            return;
        }
        let scope_joins = self.program.style == Style::Scoped && !self.program.panics();
        let threads = &self.state.threads;
        let blocked = match me {
            // The scope of main also waits for the children of other threads, but not for the
            // destructors of their thread-local values.
            0 if scope_joins => threads[1..].iter().any(|thread| thread.status == Status::Running),
            _ => thread.children.iter().any(|child| !threads[*child].has_ended()),
        };
        if blocked {
            return;
        }
        let result = match thread.panicking {
            true => ThreadResult::Panicked,
            false => ThreadResult::Returned { registers: thread.registers, poison: thread.poison },
        };
        let status = match thread.locals.is_empty() {
            true => Status::Ended(result),
            false => Status::Returned(result),
        };
        self.enter(Phase::Ending, |s| s.threads[me].status = status);
    }

    /// Drops the newest thread-local value. The destructor of the first one initializes the other
    /// one, if it has never been; that of the second one finds the first one gone.
    fn drop_local(&mut self) {
        let (me, thread) = (self.me, self.thread());
        let Some(&key) = thread.locals.last() else {
            let Status::Returned(result) = thread.status.clone() else { return };
            return self.enter(Phase::Ending, |s| s.threads[me].status = Status::Ended(result));
        };
        let is_first = thread.phase != Phase::SecondLocal;
        let phase = if is_first { Phase::SecondLocal } else { Phase::Ending };
        self.enter(phase, |s| {
            let other = (key + 1) % LOCALS;
            s.threads[me].locals = if is_first { vec![other] } else { Vec::new() };
            s.atomics[0] += key as u8 + 1 + if is_first { 0 } else { 4 };
        });
    }
}
