//! One-time initialization.

use crate::objects::{Model, model};
use crate::op::ObjectId;
use crate::op_result::OnceState;
use crate::scheduler::State;

impl State {
    pub(crate) fn finish_once(&mut self, once: ObjectId, state: OnceState) {
        let object = &mut self.objects[once as usize];
        object.model = Model::Once(state);
        self.dirty = true;
        object.released.clone_from(&self.threads[self.current].clock);
        self.thread().stop_holding();
    }

    pub(crate) fn once(&self, object: ObjectId) -> OnceState {
        model!(self.objects[object as usize].model, Model::Once(state) => state)
    }
}
