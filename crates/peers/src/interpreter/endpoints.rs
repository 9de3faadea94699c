//! The endpoints of a program's channels.
use super::super::std_api::scheduling_point;
use super::super::std_api::sync::mpsc::{self, SyncSender};
use crate::program::Program;

/// One thread's endpoints of each channel.
#[derive(Default)]
pub(super) struct Endpoints {
    pub(super) senders: Vec<Option<Sender>>,
    pub(super) receivers: Vec<Option<mpsc::Receiver<u8>>>,
}

#[derive(Clone)]
pub(super) enum Sender {
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

pub(super) fn drop_endpoint<T>(endpoint: &mut Option<T>) {
    if endpoint.is_some() {
        scheduling_point();
        *endpoint = None;
    }
}
