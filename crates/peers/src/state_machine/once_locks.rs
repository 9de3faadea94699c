//! `OnceLock`.
use super::state::{Once, Phase, Steps};
use crate::program::{NOTHING, OnceOp};

impl Steps<'_> {
    pub(super) fn once_lock(&mut self, at: usize, op: OnceOp) {
        match (op, self.state.once_locks[at]) {
            (OnceOp::Get | OnceOp::GetOrInit(_), Once::Set(value)) => self.result(value),
            (OnceOp::Get, _) => self.result(NOTHING),
            (OnceOp::Set(_), Once::Set(_)) => self.result(0),
            (OnceOp::Set(value), Once::Empty) => {
                self.finish(Some(1), |s| s.once_locks[at] = Once::Set(value));
            }
            (OnceOp::GetOrInit(_), Once::Empty) => {
                self.enter(Phase::Initializing, |s| s.once_locks[at] = Once::Running);
            }
            (OnceOp::GetOrInit(value), Once::Running) => match self.phase() {
                Phase::Initializing => self.enter(Phase::Initialized, |s| s.atomics[0] += 1),
                Phase::Initialized => {
                    self.finish(Some(value), |s| s.once_locks[at] = Once::Set(value));
                }
                _ => {}
            },
            (OnceOp::Set(_), Once::Running) => {}
        }
    }
}
