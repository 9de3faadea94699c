//! Channels: unbounded, bounded, and rendezvous.
use super::super::engine::gap;
use super::super::engine::sync::mpsc::{RecvTimeoutError, TryRecvError, TrySendError};
use super::{A_WHILE, DISCONNECTED, NOTHING, Op, Sender, Thread, WOULD_BLOCK};

impl Thread<'_, '_, '_> {
    pub(super) fn step_channel(&mut self, op: Op) {
        match op {
            Op::Send { channel, value, reg } => {
                let sent = match &self.bag.senders[usize::from(channel)] {
                    Some(Sender::Unbounded(sender)) => sender.send(value).is_ok(),
                    Some(Sender::Bounded(sender)) => sender.send(value).is_ok(),
                    None => return,
                };
                self.set(reg, if sent { 1 } else { DISCONNECTED });
            }
            Op::TrySend { channel, value, reg } => {
                let result = match &self.bag.senders[usize::from(channel)] {
                    Some(Sender::Bounded(sender)) => sender.try_send(value),
                    _ => return,
                };
                self.set(
                    reg,
                    match result {
                        Ok(()) => 1,
                        Err(TrySendError::Full(_)) => WOULD_BLOCK,
                        Err(TrySendError::Disconnected(_)) => DISCONNECTED,
                    },
                );
            }
            Op::Recv { channel, reg } => {
                if let Some(receiver) = &self.bag.receivers[usize::from(channel)] {
                    let value = receiver.recv().unwrap_or(DISCONNECTED);
                    self.set(reg, value);
                }
            }
            Op::TryRecv { channel, reg } => {
                if let Some(receiver) = &self.bag.receivers[usize::from(channel)] {
                    let value = receiver.try_recv().unwrap_or_else(|error| match error {
                        TryRecvError::Empty => WOULD_BLOCK,
                        TryRecvError::Disconnected => DISCONNECTED,
                    });
                    self.set(reg, value);
                }
            }
            Op::RecvTimeout { channel, reg } => {
                if let Some(receiver) = &self.bag.receivers[usize::from(channel)] {
                    let value =
                        receiver.recv_timeout(A_WHILE).unwrap_or_else(|error| match error {
                            RecvTimeoutError::Timeout => NOTHING,
                            RecvTimeoutError::Disconnected => DISCONNECTED,
                        });
                    self.set(reg, value);
                }
            }
            Op::Hangup { channel } => {
                let sender = &mut self.bag.senders[usize::from(channel)];
                if sender.is_some() {
                    gap();
                    *sender = None;
                }
            }
            _ => unreachable!("not about a channel: {op}"),
        }
    }
}
