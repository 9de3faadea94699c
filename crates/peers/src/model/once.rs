//! Values that are set once.
use super::thread::Next;
use super::{NOTHING, Once, Op, Phase, State};

impl State {
    pub(super) fn operate_once(&self, me: usize, op: Op, next: &mut Next<'_>) {
        let (Op::OnceSet { once, reg, .. }
        | Op::OnceGet { once, reg }
        | Op::OnceInit { once, reg, .. }) = op
        else {
            unreachable!("not about a value that is set once: {op}")
        };
        let at = usize::from(once);
        let mut sets = |result| self.then(me, next, |s| s.threads[me].set(reg, result));
        match (op, self.onces[at]) {
            (Op::OnceGet { .. } | Op::OnceInit { .. }, Once::Full(value)) => sets(value),
            (Op::OnceGet { .. }, _) => sets(NOTHING),
            (Op::OnceSet { .. }, Once::Full(_)) => sets(0),
            (Op::OnceSet { value, .. }, Once::Empty) => self.then(me, next, |s| {
                s.onces[at] = Once::Full(value);
                s.threads[me].set(reg, 1);
            }),
            (Op::OnceInit { .. }, Once::Empty) => {
                self.becomes(me, Phase::Making, next, |s| s.onces[at] = Once::Running);
            }
            (Op::OnceInit { value, .. }, Once::Running) => match self.threads[me].phase {
                Phase::Making => self.becomes(me, Phase::Made, next, |s| s.atomics[0] += 1),
                Phase::Made => self.then(me, next, |s| {
                    s.onces[at] = Once::Full(value);
                    s.threads[me].set(reg, value);
                }),
                _ => {}
            },
            _ => {}
        }
    }
}
