//! Loops that wait by polling, and do not give up. What they do before they begin again has no effect.
use super::state::{Held, Phase, Steps};
use crate::program::{MUTEXES, MutexOp};

impl Steps<'_> {
    pub(super) fn poll_atomic(&mut self, at: usize) {
        if self.state.atomics[at] != 0 {
            self.skip();
        }
    }

    pub(super) fn poll_mutex(&mut self, at: usize, op: MutexOp) {
        let (me, next, thread) = (self.me, (at + 1) % MUTEXES, self.thread());
        let is_free = |at: usize| !self.state.locks[at].writer;
        let backs_off = matches!(op, MutexOp::BackOff(_));
        match self.phase() {
            Phase::Peeking if backs_off && is_free(next) => {
                self.finish(None, |s| s.lock(me, next, Held::Write));
            }
            Phase::Peeking if backs_off => self.enter(Phase::BackingOff, |_| {}),
            Phase::Peeking if self.state.locks[at].value != 0 => self.finish(None, |s| {
                s.locks[at].value -= u8::from(matches!(op, MutexOp::Pop(_)));
                s.unlock(me, at);
            }),
            Phase::Peeking | Phase::BackingOff => self.enter(Phase::Ready, |s| s.unlock(me, at)),
            _ if thread.held[at] != Held::No => self.skip(),
            _ if backs_off && thread.held[next] != Held::No => self.skip(),
            _ if is_free(at) => self.enter(Phase::Peeking, |s| s.lock(me, at, Held::Write)),
            _ => {}
        }
    }
}
