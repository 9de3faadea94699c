//! Channels: unbounded, bounded and rendezvous.
use super::super::std_api::sync::mpsc::{RecvTimeoutError, TryRecvError, TrySendError};
use super::endpoints::{Endpoints, Sender, drop_endpoint};
use super::thread::{TIMEOUT, Thread};
use crate::program::{ChannelOp, DISCONNECTED, NOTHING, WOULD_BLOCK};

impl Thread<'_, '_, '_> {
    pub(super) fn channel(&mut self, at: usize, op: ChannelOp) -> Option<u8> {
        let Endpoints { senders, receivers } = &mut self.endpoints;
        Some(match op {
            ChannelOp::Send(value) => {
                let is_sent = match senders[at].as_ref()? {
                    Sender::Unbounded(sender) => sender.send(value).is_ok(),
                    Sender::Bounded(sender) => sender.send(value).is_ok(),
                };
                if is_sent { 1 } else { DISCONNECTED }
            }
            ChannelOp::TrySend(value) => match senders[at].as_ref()? {
                Sender::Unbounded(_) => return None,
                Sender::Bounded(sender) => match sender.try_send(value) {
                    Ok(()) => 1,
                    Err(TrySendError::Full(_)) => WOULD_BLOCK,
                    Err(TrySendError::Disconnected(_)) => DISCONNECTED,
                },
            },
            ChannelOp::Recv => receivers[at].as_ref()?.recv().unwrap_or(DISCONNECTED),
            ChannelOp::TryRecv => match receivers[at].as_ref()?.try_recv() {
                Ok(value) => value,
                Err(TryRecvError::Empty) => WOULD_BLOCK,
                Err(TryRecvError::Disconnected) => DISCONNECTED,
            },
            ChannelOp::RecvTimeout => match receivers[at].as_ref()?.recv_timeout(TIMEOUT) {
                Ok(value) => value,
                Err(RecvTimeoutError::Timeout) => NOTHING,
                Err(RecvTimeoutError::Disconnected) => DISCONNECTED,
            },
            ChannelOp::DropSender => {
                drop_endpoint(&mut senders[at]);
                return None;
            }
        })
    }
}
