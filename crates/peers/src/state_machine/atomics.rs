//! Atomics, polling loops, parking, and `OnceLock`.
use super::state::{Once, Phase, Steps};
use crate::program::{AtomicOp, NOTHING, ONCE_LOCKS, OnceCall, OnceOp, POLLS};

impl Steps<'_> {
    pub(super) fn atomic(&mut self, at: usize, op: AtomicOp) {
        let value = self.state.atomics[at];
        match op {
            AtomicOp::Load => self.result(value),
            AtomicOp::Store(new) => self.store(at, new, None),
            AtomicOp::StoreRegister => {
                let register = self.statement().map_or(0, |statement| statement.register);
                self.store(at, self.thread().registers[register], None);
            }
            AtomicOp::FetchAdd(more) => self.store(at, value + more, Some(value)),
            AtomicOp::CompareExchange { old, new, weak } => {
                if value == old {
                    self.store(at, new, Some(value));
                }
                if value != old || weak {
                    self.result(value + 10);
                }
                if value == old && weak {
                    self.last_is_spurious();
                }
            }
            AtomicOp::Poll { .. } => {
                let polls = if let Phase::Polling(polls) = self.phase() { polls } else { 0 };
                if value != 0 {
                    self.result(polls);
                } else if polls + 1 == POLLS {
                    self.result(POLLS);
                } else {
                    self.enter(Phase::Polling(polls + 1), |_| {});
                }
            }
            AtomicOp::PollWhileZero(_) => self.poll_atomic(at),
            AtomicOp::ParkWhileZero => match self.phase() {
                Phase::Parked => self.unpark(Phase::Parked),
                _ if value == 0 => self.enter(Phase::Parked, |_| {}),
                _ => self.skip(),
            },
        }
    }

    fn store(&mut self, at: usize, value: u8, result: Option<u8>) {
        self.finish(result, |s| s.atomics[at] = value);
    }

    /// Returns from `park`: into the loop of `ParkWhileZero` if it is `Parked`, or else for good.
    pub(super) fn unpark(&mut self, phase: Phase) {
        let me = self.me;
        match phase {
            Phase::Parked => self.enter(Phase::Ready, |s| s.threads[me].park_token = false),
            _ => self.finish(None, |s| s.threads[me].park_token = false),
        }
        if !self.thread().park_token {
            self.last_is_spurious();
        }
    }

    pub(super) fn once_lock(&mut self, at: usize, op: OnceOp) {
        match (op, self.state.once_locks[at]) {
            (OnceOp::Get | OnceOp::GetOrInit(_), Once::Set(value)) => self.result(value),
            (OnceOp::Get, _) => self.result(NOTHING),
            (OnceOp::Set(_), Once::Set(_)) => self.result(0),
            (OnceOp::Set(value), Once::Empty) => {
                self.finish(Some(1), |s| s.once_locks[at] = Once::Set(value));
            }
            (OnceOp::GetOrInit(value), _) => self.initialize(at, value, Some(value)),
            (OnceOp::Wait, Once::Set(_)) => self.skip(),
            (OnceOp::Set(_), Once::Running) | (OnceOp::Wait, _) => {}
        }
    }

    pub(super) fn once(&mut self, op: OnceCall) {
        let is_completed = matches!(self.state.once_locks[ONCE_LOCKS], Once::Set(_));
        match op {
            OnceCall::IsCompleted => self.result(is_completed),
            OnceCall::CallOnce if is_completed => self.skip(),
            OnceCall::CallOnce => self.initialize(ONCE_LOCKS, 1, None),
            OnceCall::Wait => self.once_lock(ONCE_LOCKS, OnceOp::Wait),
        }
    }

    /// Runs the closure, unless another thread does.
    fn initialize(&mut self, at: usize, value: u8, result: Option<u8>) {
        match (self.state.once_locks[at], self.phase()) {
            (Once::Empty, _) => {
                self.enter(Phase::Initializing, |s| s.once_locks[at] = Once::Running);
            }
            (_, Phase::Initializing) => self.enter(Phase::Initialized, |s| s.atomics[0] += 1),
            (_, Phase::Initialized) => self.finish(result, |s| s.once_locks[at] = Once::Set(value)),
            _ => {}
        }
    }
}
