//! References to counted objects. Each change is one step, and so is the destructor of a value.
use super::state::{Phase, State, Steps};
use crate::program::ArcOp;

impl Steps<'_> {
    pub(super) fn reference(&mut self, at: usize, op: ArcOp) {
        let (me, state, thread) = (self.me, self.state, self.thread());
        let (strong, weak) = (state.strong(at), state.weak(at));
        match op {
            _ if self.phase() == Phase::Destroying => {
                // The result is in the register.
                self.finish(None, |s| s.atomics[1] += 1);
            }
            ArcOp::Upgrade if thread.strong[at] || !thread.weak[at] => self.skip(),
            ArcOp::Upgrade => {
                self.finish(Some((strong > 0).into()), |s| s.threads[me].strong[at] = strong > 0);
            }
            ArcOp::DropWeak => self.finish(None, |s| s.threads[me].weak[at] = false),
            _ if !thread.strong[at] => self.skip(),
            ArcOp::Downgrade => self.finish(None, |s| s.threads[me].weak[at] = true),
            ArcOp::StrongCount => self.result(strong),
            ArcOp::WeakCount => self.result(weak),
            ArcOp::GetMut => self.result(strong == 1 && weak == 0),
            ArcOp::TryUnwrap if strong > 1 => self.result(0),
            ArcOp::Drop | ArcOp::TryUnwrap | ArcOp::IntoInner => {
                let result = (op != ArcOp::Drop).then_some((strong == 1).into());
                let drop = |s: &mut State| s.threads[me].strong[at] = false;
                match strong {
                    1 => self.destroy(result, drop),
                    _ => self.finish(result, drop),
                }
            }
        }
    }

    /// Records the result, and runs the destructor next.
    fn destroy(&mut self, result: Option<u8>, change: impl FnOnce(&mut State)) {
        let (me, register) = (self.me, self.statement().map(|statement| statement.register));
        self.enter(Phase::Destroying, |state| {
            if let (Some(result), Some(register)) = (result, register) {
                state.threads[me].registers[register] = result;
            }
            change(state);
        });
    }

    /// Drops the next reference of a thread that ends; `false` if it has none.
    pub(super) fn drop_reference(&mut self) -> bool {
        let (me, thread) = (self.me, self.thread());
        let position = |owned: &[bool]| owned.iter().position(|owned| *owned);
        if self.phase() == Phase::EndingWithObject {
            self.enter(Phase::Ending, |s| s.atomics[1] += 1);
        } else if let Some(at) = position(&thread.strong) {
            let is_last = self.state.strong(at) == 1;
            let phase = if is_last { Phase::EndingWithObject } else { Phase::Ending };
            self.enter(phase, |s| s.threads[me].strong[at] = false);
        } else if let Some(at) = position(&thread.weak) {
            self.enter(Phase::Ending, |s| s.threads[me].weak[at] = false);
        } else {
            return false;
        }
        true
    }
}

impl State {
    /// The references to an object. A thread that has not been spawned has its own already.
    fn strong(&self, at: usize) -> u8 {
        self.threads.iter().map(|thread| u8::from(thread.strong[at])).sum()
    }

    fn weak(&self, at: usize) -> u8 {
        self.threads.iter().map(|thread| u8::from(thread.weak[at])).sum()
    }
}
