//! Channels.

use crate::objects::{Channel, Model, Object, model};
use crate::op::{Access, Footprint, Kind, ObjectId, Op, Place, Timeout};
use crate::op_result::OpResult;
use crate::scheduler::State;
use crate::thread_set::Tid;

impl State {
    pub(super) fn send(&mut self, op: &Op) -> (Footprint, OpResult) {
        let channel = self.channel(op.object);
        let footprint = op.footprint();
        if !channel.receiver {
            return (footprint, OpResult::Disconnected);
        }
        if op.kind == Kind::TrySend && !channel.takes_at_once() {
            let full = Footprint::three(
                (op.object, Access::Read),
                (op.object + 1, Access::Read),
                (op.object + 2, Access::Read),
            );
            return (full, OpResult::Full);
        }
        (footprint, OpResult::Ticket(channel.sent as u32))
    }

    pub(super) fn receive(&mut self, tid: Tid, op: &Op) -> (Footprint, OpResult) {
        let footprint = op.footprint();
        let channel = channel(&self.objects, op.object);
        let clock = &mut self.threads[tid].clock;
        if let Some(message) = channel.waiting.front() {
            if matches!(op.kind, Kind::Recv { timeout: Timeout::Never }) {
                clock.join(message);
            }
            return (footprint, OpResult::Ticket(channel.taken.len() as u32));
        }
        if channel.senders == 0 {
            if matches!(op.kind, Kind::Recv { timeout: Timeout::Never }) {
                clock.join(&channel.closed);
            }
            return (footprint, OpResult::Disconnected);
        }
        (footprint, OpResult::Empty)
    }

    /// Remembers where a new sender comes from, if the execution has a trace.
    pub(crate) fn trace_sender(&mut self, channel: ObjectId, origin: Place) {
        if self.is_traced() {
            self.channel_mut(channel).origins.push(origin);
        }
    }

    pub(crate) fn drop_sender(&mut self, channel: ObjectId) {
        let clock = self.threads[self.current].clock.clone();
        self.dirty = true;
        let channel = self.channel_mut(channel);
        channel.senders -= 1;
        channel.closed.join(&clock);
    }

    pub(in crate::scheduler) fn channel(&self, object: ObjectId) -> &Channel {
        channel(&self.objects, object)
    }

    pub(crate) fn channel_mut(&mut self, object: ObjectId) -> &mut Channel {
        model!(&mut self.objects[object as usize].model, Model::Channel(channel) => channel)
    }
}

pub(in crate::scheduler) fn channel(objects: &[Object], object: ObjectId) -> &Channel {
    model!(&objects[object as usize].model, Model::Channel(channel) => channel)
}
