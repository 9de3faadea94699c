//! Who waits for whom, when no one can go on.

use super::State;
use crate::objects::{Model, OnceState};
use crate::op::{Kind, ObjectId, Place};
use crate::thread_set::Tid;
use crate::trace::Wait;

impl State {
    /// Keeps what each thread waits for, before they unwind.
    pub(crate) fn remember_waits(&mut self) {
        let waits = self.threads.iter().enumerate().filter_map(|(thread, state)| {
            let op = self.pending[thread]?;
            let mut held_up_by = Vec::new();
            match op.kind {
                Kind::Lock | Kind::Read | Kind::Write | Kind::Enter => {
                    self.holders_of(op.object, &mut held_up_by)
                }
                Kind::Wake { mutex, .. } if state.woken.is_some() => {
                    self.holders_of(mutex, &mut held_up_by);
                }
                Kind::Join { thread } => held_up_by.push((thread, None)),
                Kind::JoinAll => held_up_by.extend(
                    self.scope_children(op.object)
                        .iter()
                        .filter(|child| !self.threads[**child].finished)
                        .map(|child| (*child, None)),
                ),
                _ => {}
            }
            Some(Wait { thread, op, held_up_by })
        });
        self.waits = waits.collect();
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
