//! Channels: unbounded, bounded, and rendezvous.
use super::thread::Next;
use super::{DISCONNECTED, NOTHING, Op, Phase, State, WOULD_BLOCK};

impl State {
    pub(super) fn operate_channel(&self, me: usize, op: Op, next: &mut Next<'_>) {
        match op {
            Op::Send { channel, value, reg } => {
                let at = usize::from(channel);
                match self.threads[me].phase {
                    Phase::Met(result) => self.then(me, next, |s| s.threads[me].set(reg, result)),
                    Phase::Sending => {}
                    _ if !self.threads[me].senders[at] => self.then(me, next, |_| {}),
                    _ => self.send(me, at, value, reg, next),
                }
            }
            Op::TrySend { channel, value, reg } => {
                let at = usize::from(channel);
                // `Sender` has no `try_send`; only `SyncSender` has.
                if !self.threads[me].senders[at] || self.queues[at].capacity.is_none() {
                    return self.then(me, next, |_| {});
                }
                if self.has_receiver(at) && !self.has_room(at) {
                    return self.then(me, next, |s| s.threads[me].set(reg, WOULD_BLOCK));
                }
                self.send(me, at, value, reg, next);
            }
            Op::Recv { channel, reg } => {
                let at = usize::from(channel);
                match self.threads[me].phase {
                    Phase::Met(value) => self.then(me, next, |s| s.threads[me].set(reg, value)),
                    Phase::Receiving(_) if self.has_sender(at) => {}
                    _ if !self.threads[me].receivers[at] => self.then(me, next, |_| {}),
                    _ => self.receive(me, at, reg, false, next),
                }
            }
            Op::RecvTimeout { channel, reg } => {
                let at = usize::from(channel);
                match self.threads[me].phase {
                    Phase::Met(value) => self.then(me, next, |s| s.threads[me].set(reg, value)),
                    _ if !self.threads[me].receivers[at] => self.then(me, next, |_| {}),
                    phase => {
                        if phase == Phase::Ready || !self.has_sender(at) {
                            self.receive(me, at, reg, false, next);
                        }
                        // A message that is there is taken, also when the time is over.
                        if self.is_empty(at) && self.has_sender(at) {
                            self.then(me, next, |s| s.threads[me].set(reg, NOTHING));
                        }
                    }
                }
            }
            Op::TryRecv { channel, reg } => {
                let at = usize::from(channel);
                if self.threads[me].receivers[at] {
                    self.receive(me, at, reg, true, next);
                } else {
                    self.then(me, next, |_| {});
                }
            }
            Op::Hangup { channel } => {
                self.then(me, next, |s| s.drop_sender(me, channel.into()));
            }
            _ => unreachable!("not about a channel: {op}"),
        }
    }

    fn is_empty(&self, at: usize) -> bool {
        self.queues[at].messages.is_empty() && self.queues[at].sending.is_empty()
    }

    fn has_sender(&self, at: usize) -> bool {
        self.threads.iter().any(|thread| thread.senders[at])
    }

    fn has_receiver(&self, at: usize) -> bool {
        self.threads.iter().any(|thread| thread.receivers[at])
    }

    /// The thread that waits at a rendezvous to receive.
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

    fn send(&self, me: usize, at: usize, value: u8, reg: u8, next: &mut Next<'_>) {
        let rendezvous = self.queues[at].capacity == Some(0);
        if !self.has_receiver(at) {
            self.then(me, next, |s| s.threads[me].set(reg, DISCONNECTED));
        } else if self.has_room(at) {
            self.then(me, next, |s| {
                s.threads[me].set(reg, 1);
                match s.receiving(at) {
                    Some(receiver) if rendezvous => s.threads[receiver].phase = Phase::Met(value),
                    _ => s.queues[at].messages.push_back(value),
                }
            });
        } else if rendezvous {
            self.becomes(me, Phase::Sending, next, |s| s.queues[at].sending.push_back((me, value)));
        }
    }

    fn receive(&self, me: usize, at: usize, reg: u8, tries: bool, next: &mut Next<'_>) {
        let queue = &self.queues[at];
        if let Some(&value) = queue.messages.front() {
            self.then(me, next, |s| {
                s.queues[at].messages.pop_front();
                s.threads[me].set(reg, value);
            });
        } else if let Some(&(sender, value)) = queue.sending.front() {
            self.then(me, next, |s| {
                s.queues[at].sending.pop_front();
                s.threads[sender].phase = Phase::Met(1);
                s.threads[me].set(reg, value);
            });
        } else if !self.has_sender(at) {
            self.then(me, next, |s| s.threads[me].set(reg, DISCONNECTED));
        } else if tries {
            self.then(me, next, |s| s.threads[me].set(reg, WOULD_BLOCK));
        } else if queue.capacity == Some(0) {
            self.becomes(me, Phase::Receiving(at), next, |_| {});
        }
    }

    pub(super) fn drop_sender(&mut self, me: usize, at: usize) {
        self.threads[me].senders[at] = false;
    }

    /// Whoever waits at a rendezvous with this receiver learns that nobody will come.
    pub(super) fn drop_receiver(&mut self, me: usize, at: usize) {
        self.threads[me].receivers[at] = false;
        for (sender, _) in std::mem::take(&mut self.queues[at].sending) {
            self.threads[sender].phase = Phase::Met(DISCONNECTED);
        }
    }
}
