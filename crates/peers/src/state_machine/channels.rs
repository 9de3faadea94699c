//! Channels: unbounded, bounded and rendezvous.
use super::state::{Phase, State, Steps};
use crate::program::{ChannelOp, DISCONNECTED, NOTHING, WOULD_BLOCK};

impl Steps<'_> {
    pub(super) fn channel(&mut self, at: usize, op: ChannelOp) {
        let (state, thread) = (self.state, self.thread());
        let owns = match op {
            ChannelOp::Send(_) | ChannelOp::DropSender => thread.senders[at],
            // `Sender` has no `try_send`; only `SyncSender` has.
            ChannelOp::TrySend(_) => thread.senders[at] && state.queues[at].capacity.is_some(),
            ChannelOp::Recv | ChannelOp::TryRecv | ChannelOp::RecvTimeout => thread.receivers[at],
        };
        match (op, thread.phase) {
            (_, Phase::Met(result)) => self.result(result),
            _ if !owns => self.skip(),
            (ChannelOp::DropSender, _) => {
                let me = self.me;
                self.finish(None, |s| s.threads[me].senders[at] = false);
            }
            (ChannelOp::Send(_), Phase::Sending) => {}
            (ChannelOp::Send(value), _) => self.send(at, value),
            (ChannelOp::TrySend(_), _) if state.has_receiver(at) && !state.has_room(at) => {
                self.result(WOULD_BLOCK);
            }
            (ChannelOp::TrySend(value), _) => self.send(at, value),
            (ChannelOp::TryRecv, _) if state.is_empty(at) && state.has_sender(at) => {
                self.result(WOULD_BLOCK);
            }
            (ChannelOp::Recv, Phase::Receiving(_)) if state.has_sender(at) => {}
            (ChannelOp::Recv | ChannelOp::TryRecv, _) => self.receive(at),
            (ChannelOp::RecvTimeout, phase) => {
                if phase == Phase::Ready || !state.has_sender(at) {
                    self.receive(at);
                }
                // A message that is there is received even if the time is over.
                if state.is_empty(at) && state.has_sender(at) {
                    self.result(NOTHING);
                }
            }
        }
    }

    fn send(&mut self, at: usize, value: u8) {
        let (me, state) = (self.me, self.state);
        let is_rendezvous = state.queues[at].capacity == Some(0);
        if !state.has_receiver(at) {
            self.result(DISCONNECTED);
        } else if state.has_room(at) {
            self.finish(Some(1), |s| match s.receiving(at) {
                Some(receiver) if is_rendezvous => s.threads[receiver].phase = Phase::Met(value),
                _ => s.queues[at].messages.push_back(value),
            });
        } else if is_rendezvous {
            self.enter(Phase::Sending, |s| s.queues[at].sending.push_back((me, value)));
        }
    }

    fn receive(&mut self, at: usize) {
        let queue = &self.state.queues[at];
        if let Some(&value) = queue.messages.front() {
            self.finish(Some(value), |s| _ = s.queues[at].messages.pop_front());
        } else if let Some(&(sender, value)) = queue.sending.front() {
            self.finish(Some(value), |s| {
                s.queues[at].sending.pop_front();
                s.threads[sender].phase = Phase::Met(1);
            });
        } else if !self.state.has_sender(at) {
            self.result(DISCONNECTED);
        } else if queue.capacity == Some(0) {
            self.enter(Phase::Receiving(at), |_| {});
        }
    }

    pub(super) fn drop_receiver(&mut self, at: usize) {
        let me = self.me;
        self.enter(Phase::Ending, |state| {
            state.threads[me].receivers[at] = false;
            for (sender, _) in std::mem::take(&mut state.queues[at].sending) {
                state.threads[sender].phase = Phase::Met(DISCONNECTED);
            }
        });
    }
}

impl State {
    fn is_empty(&self, at: usize) -> bool {
        self.queues[at].messages.is_empty() && self.queues[at].sending.is_empty()
    }

    fn has_sender(&self, at: usize) -> bool {
        self.threads.iter().any(|thread| thread.senders[at])
    }

    fn has_receiver(&self, at: usize) -> bool {
        self.threads.iter().any(|thread| thread.receivers[at])
    }

    /// The thread that is blocked in a rendezvous at channel `at` to receive.
    fn receiving(&self, at: usize) -> Option<usize> {
        self.threads.iter().position(|thread| thread.phase == Phase::Receiving(at))
    }

    fn has_room(&self, at: usize) -> bool {
        match self.queues[at].capacity {
            None => true,
            Some(0) => self.receiving(at).is_some(),
            Some(capacity) => self.queues[at].messages.len() < capacity,
        }
    }
}
