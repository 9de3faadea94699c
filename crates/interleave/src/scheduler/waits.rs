//! What blocked threads wait for.

use super::State;
use crate::call_stack::CallStack;
use crate::objects::Model;
use crate::op::{Kind, ObjectId, Op, Place};
use crate::op_result::OnceState;
use crate::thread_set::Tid;
use crate::trace::Wait;

impl State {
    /// Records what each thread waits for at the end of an execution.
    pub(crate) fn record_waits(&mut self) {
        let waits = self.threads.iter().enumerate().filter_map(|(thread, state)| {
            let op = self.pending[thread]?;
            let mut blocked_by = Vec::new();
            match op.kind {
                Kind::ReadQueued if self.holders(op.object).writer.is_none() => {
                    let writers = self.holders(op.object).waiting.iter();
                    blocked_by.extend(writers.map(|writer| (writer, None)));
                }
                Kind::ReadStart | Kind::ReadQueued => self.holders_of(op.object, &mut blocked_by),
                Kind::Lock | Kind::Read | Kind::Write | Kind::Enter | Kind::OnceWait { .. } => {
                    self.holders_of(op.object, &mut blocked_by)
                }
                Kind::Wake { mutex, .. } if state.woken.is_some() => {
                    self.holders_of(mutex, &mut blocked_by);
                }
                // It only had no turn.
                Kind::Send if self.can_proceed(thread, &op) => return None,
                Kind::Join { thread } => blocked_by.push((thread, None)),
                Kind::JoinAll => blocked_by.extend(
                    self.scope_children(op.object)
                        .iter()
                        .filter(|child| !self.threads[**child].returned)
                        .map(|child| (*child, None)),
                ),
                _ => {}
            }
            let op = match op.kind {
                Kind::ReadStart => Op { kind: Kind::Read, ..op },
                Kind::ReadQueued if self.holders(op.object).writer.is_some() => {
                    Op { kind: Kind::Read, ..op }
                }
                _ => op,
            };
            let senders = match op.kind {
                Kind::Recv { .. } => self.channel(op.object).origins.clone(),
                _ => Vec::new(),
            };
            let (unwinding, stack) = (state.unwinding.is_some(), CallStack::default());
            Some(Wait { thread, op, blocked_by, senders, unwinding, stack })
        });
        self.waits = waits.collect();
        self.trace_waiting_panics();
    }

    /// A panic of the owner of a scope is in the trace only if it never leaves the scope.
    fn trace_waiting_panics(&mut self) {
        let panics: Vec<_> = self
            .waits
            .iter()
            .filter_map(|wait| Some((wait.thread, self.threads[wait.thread].unwinding.clone()?)))
            .collect();
        if let Some(trace) = self.trace() {
            panics.iter().for_each(|(thread, panic)| trace.record_panic(*thread, panic));
        }
    }

    /// Records the functions in which the current thread is blocked, if the execution has a trace. Only
    /// the thread itself can do that, when it is resumed for it at the end.
    #[cold]
    pub(crate) fn record_blocked_stack(&mut self) {
        let thread = self.current;
        if self.is_traced()
            && let Some(wait) = self.waits.iter_mut().find(|wait| wait.thread == thread)
        {
            wait.stack = CallStack::capture();
        }
    }

    /// Records which threads were not joined when the body returned. The answer depends on what the
    /// body has observed, not on what is over, so it is the same in every order of independent
    /// operations.
    pub(crate) fn record_unjoined(&mut self) {
        let threads = self.threads.iter().enumerate().skip(1);
        let unjoined = threads.filter(|(_, thread)| !thread.joined && !thread.seen_finished);
        self.unjoined = unjoined.map(|(tid, _)| tid).collect();
    }

    fn holders_of(&self, object: ObjectId, found: &mut Vec<(Tid, Option<Place>)>) {
        match &self.objects[object as usize].model {
            Model::Mutex { owner } => found.extend(owner.map(|(tid, place)| (tid, Some(place)))),
            Model::RwLock(holders) => found.extend(
                holders
                    .writer
                    .iter()
                    .chain(&holders.readers)
                    .map(|(tid, place)| (*tid, Some(*place))),
            ),
            Model::Once(OnceState::Running(tid)) => found.push((*tid, None)),
            _ => {}
        }
    }
}
