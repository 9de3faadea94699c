//! What a thread can do next, and how it begins and ends.
use super::{
    End, Held, Kind, Life, MUTEXES, Op, Phase, Program, ROUNDS, RWLOCKS, State, Style, Thread,
};

/// Takes each possible next state.
pub(super) type Next<'a> = dyn FnMut(Kind, State) + 'a;

impl Thread {
    pub(super) fn is_over(&self) -> bool {
        matches!(self.life, Life::Over(_))
    }

    pub(super) fn set(&mut self, reg: u8, value: u8) {
        self.regs[usize::from(reg)] = value;
    }

    /// On to the next statement.
    pub(super) fn done(&mut self) {
        self.at += 1;
        self.phase = Phase::Ready;
    }
}

impl State {
    /// Calls `next` with every state that a step of thread `me` leads to.
    pub(super) fn steps(&self, program: &Program, me: usize, next: &mut Next<'_>) {
        let thread = &self.threads[me];
        if thread.life != Life::Running {
            return;
        }
        let Some(statement) = program.threads[me].get(thread.at) else {
            return self.leave(program, me, next);
        };
        if thread.phase == Phase::Leaving {
            return self.leave(program, me, next);
        }
        let runs = thread.phase != Phase::Ready
            || statement.when.is_none_or(|when| {
                (thread.regs[usize::from(when.reg)] == when.value) == when.equal
            });
        if runs {
            self.operate(program, me, statement.op, next);
        } else {
            self.then(me, next, |_| {});
        }
    }

    /// One step that finishes the statement.
    pub(super) fn then(&self, me: usize, next: &mut Next<'_>, change: impl FnOnce(&mut State)) {
        self.then_as(Kind::Step, me, next, change);
    }

    fn then_as(&self, kind: Kind, me: usize, next: &mut Next<'_>, change: impl FnOnce(&mut State)) {
        let mut state = self.clone();
        state.threads[me].done();
        change(&mut state);
        next(kind, state);
    }

    /// One step that leaves the statement in `phase`.
    pub(super) fn becomes(
        &self,
        me: usize,
        phase: Phase,
        next: &mut Next<'_>,
        change: impl FnOnce(&mut State),
    ) {
        let mut state = self.clone();
        state.threads[me].phase = phase;
        change(&mut state);
        next(Kind::Step, state);
    }

    fn operate(&self, program: &Program, me: usize, op: Op, next: &mut Next<'_>) {
        let thread = &self.threads[me];
        match op {
            Op::Load { atomic, reg } => self.then(me, next, |s| {
                s.threads[me].set(reg, s.atomics[usize::from(atomic)]);
            }),
            Op::Store { atomic, value } => {
                self.then(me, next, |s| s.atomics[usize::from(atomic)] = value);
            }
            Op::StoreReg { atomic, from } => self.then(me, next, |s| {
                s.atomics[usize::from(atomic)] = s.threads[me].regs[usize::from(from)];
            }),
            Op::FetchAdd { atomic, value, reg } => self.then(me, next, |s| {
                s.threads[me].set(reg, s.atomics[usize::from(atomic)]);
                s.atomics[usize::from(atomic)] += value;
            }),
            Op::CompareExchange { atomic, old, new, reg, weak } => {
                let seen = self.atomics[usize::from(atomic)];
                if seen != old || weak {
                    let kind = if seen == old { Kind::Spurious } else { Kind::Step };
                    self.then_as(kind, me, next, |s| s.threads[me].set(reg, seen + 10));
                }
                if seen == old {
                    self.then(me, next, |s| {
                        s.atomics[usize::from(atomic)] = new;
                        s.threads[me].set(reg, seen);
                    });
                }
            }
            Op::Look { atomic, reg, .. } => {
                let rounds = if let Phase::Looking(rounds) = thread.phase { rounds } else { 0 };
                if self.atomics[usize::from(atomic)] != 0 {
                    self.then(me, next, |s| s.threads[me].set(reg, rounds));
                } else if rounds + 1 == ROUNDS {
                    self.then(me, next, |s| s.threads[me].set(reg, ROUNDS));
                } else {
                    self.becomes(me, Phase::Looking(rounds + 1), next, |_| {});
                }
            }
            Op::Park | Op::ParkUntil { .. } => self.park(me, op, next),
            Op::ParkTimeout => self.then(me, next, |s| s.threads[me].token = false),
            Op::Sleep => self.then(me, next, |_| {}),
            Op::IsFinished { thread: child, reg } => {
                let child = usize::from(child);
                let finished = self.threads.get(child).is_some_and(Thread::is_over);
                let known = thread.children.contains(&child);
                self.then(me, next, |s| {
                    if known {
                        s.threads[me].set(reg, finished.into());
                    }
                });
            }
            Op::OnceSet { .. } | Op::OnceGet { .. } | Op::OnceInit { .. } => {
                self.operate_once(me, op, next);
            }
            Op::Unpark { thread: other } => {
                let other = usize::from(other);
                let known = other < self.threads.len() && thread.knows & (1 << other) != 0;
                self.then(me, next, |s| {
                    if known {
                        s.threads[other].token = true;
                    }
                });
            }
            Op::Barrier => self.barrier(program, me, None, next),
            Op::BarrierLeader { reg } => self.barrier(program, me, Some(reg), next),
            Op::Spawn { thread: child } => self.spawn(program, me, child.into(), next),
            Op::Join { thread: child, reg } => {
                let child = usize::from(child);
                if !thread.children.contains(&child) {
                    return self.then(me, next, |_| {});
                }
                if let Life::Over(end) = &self.threads[child].life {
                    let result = if *end == End::Panicked { 2 } else { 1 };
                    self.then(me, next, |s| {
                        s.threads[me].children.retain(|id| *id != child);
                        s.threads[me].set(reg, result);
                    });
                }
            }
            Op::Panic if me != 0 && thread.children.is_empty() => {
                self.becomes(me, Phase::Leaving, next, |s| s.threads[me].panicking = true);
            }
            Op::Panic => self.then(me, next, |_| {}),
            Op::Send { .. }
            | Op::TrySend { .. }
            | Op::Recv { .. }
            | Op::TryRecv { .. }
            | Op::RecvTimeout { .. }
            | Op::Hangup { .. } => self.operate_channel(me, op, next),
            _ => self.operate_lock(me, op, next),
        }
    }

    fn park(&self, me: usize, op: Op, next: &mut Next<'_>) {
        let thread = &self.threads[me];
        let wake = |state: &mut State| {
            state.threads[me].token = false;
            match op {
                Op::Park => state.threads[me].done(),
                _ => state.threads[me].phase = Phase::Ready,
            }
        };
        match (op, thread.phase) {
            (Op::ParkUntil { atomic }, Phase::Ready) => {
                if self.atomics[usize::from(atomic)] == 0 {
                    self.becomes(me, Phase::Parked, next, |_| {});
                } else {
                    self.then(me, next, |_| {});
                }
            }
            _ => {
                let mut state = self.clone();
                wake(&mut state);
                let kind = if thread.token { Kind::Step } else { Kind::Spurious };
                next(kind, state);
            }
        }
    }

    fn barrier(&self, program: &Program, me: usize, reg: Option<u8>, next: &mut Next<'_>) {
        let leads = |state: &mut State, leader: bool| {
            if let Some(reg) = reg {
                state.threads[me].set(reg, leader.into());
            }
        };
        match self.threads[me].phase {
            Phase::AtBarrier(generation) => {
                if generation != self.generation {
                    self.then(me, next, |s| leads(s, false));
                }
            }
            _ if self.arrived + 1 < program.barrier => {
                self.becomes(me, Phase::AtBarrier(self.generation), next, |s| s.arrived += 1);
            }
            _ => self.then(me, next, |s| {
                s.arrived = 0;
                s.generation += 1;
                leads(s, true);
            }),
        }
    }

    fn spawn(&self, program: &Program, me: usize, child: usize, next: &mut Next<'_>) {
        let allowed =
            program.parent(child) == Some(me) && !self.threads[me].spawned.contains(&child);
        self.then(me, next, |s| {
            if allowed {
                s.threads[child].life = Life::Running;
                s.threads[child].knows |= s.threads[me].knows;
                s.threads[me].knows |= 1 << child;
                s.threads[me].children.push(child);
                s.threads[me].spawned.push(child);
            }
        });
    }

    /// The end of a thread: guards, then senders, then receivers, then children, one a step.
    fn leave(&self, program: &Program, me: usize, next: &mut Next<'_>) {
        let thread = &self.threads[me];
        let panicking = thread.panicking;
        if let Some(at) = (0..MUTEXES).find(|&at| thread.mutexes[at]) {
            return self.becomes(me, Phase::Leaving, next, |s| s.unlock_mutex(me, at, panicking));
        }
        if let Some(at) = (0..RWLOCKS).find(|&at| thread.rwlocks[at] != Held::No) {
            return self.becomes(me, Phase::Leaving, next, |s| s.unlock_rwlock(me, at, panicking));
        }
        if let Some(at) = thread.senders.iter().position(|owned| *owned) {
            return self.becomes(me, Phase::Leaving, next, |s| s.drop_sender(me, at));
        }
        if let Some(at) = thread.receivers.iter().position(|owned| *owned) {
            return self.becomes(me, Phase::Leaving, next, |s| s.drop_receiver(me, at));
        }
        let scoped = program.style == Style::Scoped && !program.panics();
        let waits_for: Vec<usize> = match (me, scoped) {
            // The scope of main waits for everybody's children.
            (0, true) => (1..self.threads.len()).collect(),
            _ => thread.children.clone(),
        };
        if waits_for.iter().any(|&child| self.threads[child].life == Life::Running) {
            return;
        }
        let (regs, poison) = (thread.regs, thread.poison);
        let end = if panicking { End::Panicked } else { End::Returned { regs, poison } };
        self.becomes(me, Phase::Leaving, next, |s| s.threads[me].life = Life::Over(end));
    }
}
