//! The next steps of a thread, and how it starts and ends.
use super::state::{Held, Next, Phase, State, Status, Steps};
use crate::program::{Op, Program, Style, ThreadOp, ThreadResult};

impl<'a> Steps<'a> {
    /// The states that a step of thread `me` leads to.
    pub(super) fn of(program: &'a Program, state: &'a State, me: usize) -> Vec<Next> {
        let mut steps = Steps { program, state, me, next: Vec::new() };
        let thread = steps.thread();
        match steps.statement() {
            _ if thread.status != Status::Running => {}
            None => steps.end(),
            Some(_) if thread.phase == Phase::Ending => steps.end(),
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
                self.result(self.state.threads[other].has_ended());
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
        let scope_joins = self.program.style == Style::Scoped && !self.program.panics();
        let is_running = |child: usize| self.state.threads[child].status == Status::Running;
        let blocked = match me {
            // The scope of main also joins the children of other threads.
            0 if scope_joins => (1..self.state.threads.len()).any(is_running),
            _ => thread.children.iter().copied().any(is_running),
        };
        if blocked {
            return;
        }
        let result = match thread.panicking {
            true => ThreadResult::Panicked,
            false => ThreadResult::Returned { registers: thread.registers, poison: thread.poison },
        };
        self.enter(Phase::Ending, |s| s.threads[me].status = Status::Ended(result));
    }
}
