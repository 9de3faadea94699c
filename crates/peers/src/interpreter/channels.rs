//! Channels, unbounded, bounded and rendezvous, and their endpoints.
use super::super::std_api::scheduling_point;
use super::super::std_api::sync::mpsc::{
    self, RecvTimeoutError, SyncSender, TryRecvError, TrySendError,
};
use super::threads::{TIMEOUT, Thread};
use crate::program::{ChannelOp, DISCONNECTED, NOTHING, Program, WOULD_BLOCK};

/// One thread's endpoints of each channel.
#[derive(Default)]
pub(super) struct Endpoints {
    senders: Vec<Option<Sender>>,
    receivers: Vec<Option<mpsc::Receiver<u8>>>,
}

#[derive(Clone)]
enum Sender {
    Unbounded(mpsc::Sender<u8>),
    Bounded(SyncSender<u8>),
}

impl Endpoints {
    /// Creates the channels of `program` and distributes their endpoints to its threads.
    pub(super) fn of(program: &Program) -> Vec<Self> {
        let mut all: Vec<Self> = program.threads.iter().map(|_| Self::default()).collect();
        for (number, channel) in program.channels.iter().enumerate() {
            let (sender, receiver) = match channel.capacity {
                None => {
                    let (sender, receiver) = mpsc::channel();
                    (Sender::Unbounded(sender), receiver)
                }
                Some(capacity) => {
                    let (sender, receiver) = mpsc::sync_channel(capacity);
                    (Sender::Bounded(sender), receiver)
                }
            };
            for (thread, endpoints) in all.iter_mut().enumerate() {
                endpoints.senders.push(program.sends(thread, number).then(|| sender.clone()));
                endpoints.receivers.push(None);
            }
            all[channel.receiver].receivers[number] = Some(receiver);
        }
        all
    }

    /// Drops the endpoints one after the other.
    pub(super) fn drop_in_order(&mut self) {
        self.senders.iter_mut().for_each(drop_endpoint);
        self.receivers.iter_mut().for_each(drop_endpoint);
    }
}

fn drop_endpoint<T>(endpoint: &mut Option<T>) {
    if endpoint.is_some() {
        scheduling_point();
        *endpoint = None;
    }
}

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
