//! A simulated channel: a queue of items; everything else is in the model.

use std::collections::VecDeque;
use std::sync::mpsc::{TryRecvError, TrySendError};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::context;
use crate::messages;
use crate::objects::{Channel, Model};
use crate::op::{Kind, ObjectId, Op, Place};
use crate::op_result::OpResult;
use crate::runtime::Runtime;

/// A channel of one execution.
pub(super) struct Shared<T> {
    object: ObjectId,
    epoch: u64,
    created: Place,
    bound: Option<usize>,
    queue: Mutex<VecDeque<T>>,
}

impl<T> Shared<T> {
    /// A channel of the current execution; `None` outside an exploration.
    pub(super) fn new(bound: Option<usize>, created: Place) -> Option<Self> {
        context::with(|runtime| {
            runtime.state(|state| {
                let object =
                    state.new_object(Model::Channel(Box::new(Channel::new(bound))), created);
                state.new_object(Model::ChannelSide, created);
                state.new_object(Model::ChannelSide, created);
                state.trace_sender(object, created);
                Self { object, epoch: state.epoch, created, bound, queue: Mutex::default() }
            })
        })
    }

    fn queue(&self) -> MutexGuard<'_, VecDeque<T>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn perform(&self, kind: Kind, place: Place) -> OpResult {
        let result = context::with(|runtime| {
            self.check_epoch(runtime);
            runtime.perform(Op { kind, object: self.object, place })
        });
        result.unwrap_or(OpResult::Disconnected)
    }

    fn check_epoch(&self, runtime: &Runtime) {
        if runtime.state(|state| state.epoch) != self.epoch {
            runtime.reject(messages::surviving_state("channel", self.created));
        }
    }

    pub(super) fn send(&self, kind: Kind, item: T, place: Place) -> Result<(), TrySendError<T>> {
        let sent = self.try_to_send(kind, item, place);
        context::with(|runtime| runtime.pause(place));
        sent
    }

    fn try_to_send(&self, kind: Kind, item: T, place: Place) -> Result<(), TrySendError<T>> {
        match self.perform(kind, place) {
            OpResult::Ticket(ticket) => {
                self.queue().push_back(item);
                if kind == Kind::TrySend {
                    // In a rendezvous channel, it has met the receiver, which will take it.
                    return Ok(());
                }
                self.wait_until_taken(ticket, place)
                    .map_or(Ok(()), |item| Err(TrySendError::Disconnected(item)))
            }
            OpResult::Full => Err(TrySendError::Full(item)),
            _ => Err(TrySendError::Disconnected(item)),
        }
    }

    /// In a rendezvous channel, waits for the receiver; returns the item if the receiver is gone.
    fn wait_until_taken(&self, ticket: u32, place: Place) -> Option<T> {
        if self.bound != Some(0) {
            return None;
        }
        match self.perform(Kind::SendTaken { ticket }, place) {
            // The receiver took all earlier items, so the next sender in line owns the first one.
            OpResult::Disconnected => self.queue().pop_front(),
            _ => None,
        }
    }

    pub(super) fn receive(&self, kind: Kind, place: Place) -> Result<T, TryRecvError> {
        let is_seen =
            || context::with(|runtime| runtime.state(|state| state.fine_grained)) == Some(true);
        if self.bound == Some(0) && kind != Kind::TryRecv && is_seen() {
            self.perform(Kind::RecvStart, place);
        }
        let received = match self.perform(kind, place) {
            OpResult::Ticket(_) => self.queue().pop_front().ok_or(TryRecvError::Disconnected),
            OpResult::Empty => Err(TryRecvError::Empty),
            _ => Err(TryRecvError::Disconnected),
        };
        context::with(|runtime| runtime.pause(place));
        received
    }

    /// Adds a sender; no thread can observe that before it is used.
    pub(super) fn add_sender(&self, origin: Place) {
        context::with(|runtime| {
            self.check_epoch(runtime);
            runtime.state(|state| {
                state.channel_mut(self.object).senders += 1;
                state.trace_sender(self.object, origin);
            });
        });
    }

    pub(super) fn drop_sender(&self, origin: Place) {
        context::with(|runtime| {
            if runtime.state(|state| state.epoch == self.epoch) {
                runtime.state(|state| state.channel_mut(self.object).forget_origin(origin));
                let place = self.created;
                runtime.drop_sender(Op { kind: Kind::DropSender, object: self.object, place });
            }
        });
    }

    pub(super) fn drop_receiver(&self) {
        let alive = context::with(|runtime| runtime.state(|state| state.epoch == self.epoch));
        if alive == Some(true) {
            self.perform(Kind::DropReceiver, self.created);
        }
        if self.bound != Some(0) {
            let left = std::mem::take(&mut *self.queue());
            drop(left);
        }
    }
}
