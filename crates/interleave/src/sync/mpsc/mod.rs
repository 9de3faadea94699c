//! `std::sync::mpsc`: unbounded, bounded and rendezvous channels.

mod iter;
mod shared;

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;
use std::sync::mpsc as real;
use std::time::Duration;

pub use iter::{IntoIter, Iter, TryIter};
pub use std::sync::mpsc::{RecvError, RecvTimeoutError, SendError, TryRecvError, TrySendError};

use shared::Shared;

use crate::context;
use crate::messages;
use crate::op::{Kind, Place, Timeout};
use crate::time::timeout;

/// See [`std::sync::mpsc::channel`].
#[track_caller]
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    if let Some((sender, receiver)) = simulated(None, Location::caller()) {
        return (Sender(Endpoint::Simulated(sender), Location::caller()), receiver);
    }
    let (sender, receiver) = real::channel();
    (
        Sender(Endpoint::Real(sender), Location::caller()),
        Receiver(Endpoint::Real(receiver), PhantomData),
    )
}

/// See [`std::sync::mpsc::sync_channel`].
#[track_caller]
pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {
    if let Some((sender, receiver)) = simulated(Some(bound), Location::caller()) {
        return (SyncSender(Endpoint::Simulated(sender), Location::caller()), receiver);
    }
    let (sender, receiver) = real::sync_channel(bound);
    (
        SyncSender(Endpoint::Real(sender), Location::caller()),
        Receiver(Endpoint::Real(receiver), PhantomData),
    )
}

fn simulated<T>(bound: Option<usize>, created: Place) -> Option<(Arc<Shared<T>>, Receiver<T>)> {
    let shared = Arc::new(Shared::new(bound, created)?);
    Some((Arc::clone(&shared), Receiver(Endpoint::Simulated(shared), PhantomData)))
}

/// One end of a channel.
enum Endpoint<R, T> {
    Real(R),
    Simulated(Arc<Shared<T>>),
}

impl<R, T> Endpoint<R, T> {
    /// The real end, which must not be used inside an exploration: it would block all simulated
    /// threads.
    fn real(&self) -> Option<&R> {
        match self {
            Self::Real(real) => {
                context::with(|runtime| -> () {
                    runtime.reject(messages::created_outside("channel"))
                });
                Some(real)
            }
            Self::Simulated(_) => None,
        }
    }

    fn shared(&self) -> &Shared<T> {
        match self {
            Self::Simulated(shared) => shared,
            Self::Real(_) => unreachable!("the caller handles the real end"),
        }
    }
}

/// See [`std::sync::mpsc::Receiver`].
pub struct Receiver<T>(Endpoint<real::Receiver<T>, T>, PhantomData<std::cell::Cell<()>>);

impl<T> SyncSender<T> {
    /// See [`std::sync::mpsc::SyncSender::try_send`].
    #[track_caller]
    pub fn try_send(&self, item: T) -> Result<(), TrySendError<T>> {
        if let Some(real) = self.0.real() {
            return real.try_send(item);
        }
        self.0.shared().send(Kind::TrySend, item, Location::caller())
    }
}

impl<T> Receiver<T> {
    /// See [`std::sync::mpsc::Receiver::recv`].
    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        self.recv_at(Location::caller())
    }

    fn recv_at(&self, place: Place) -> Result<T, RecvError> {
        match self.0.real() {
            Some(real) => real.recv(),
            None => {
                let kind = Kind::Recv { timeout: Timeout::Never };
                self.0.shared().receive(kind, place).map_err(|_| RecvError)
            }
        }
    }

    /// See [`std::sync::mpsc::Receiver::try_recv`].
    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        match self.0.real() {
            Some(real) => real.try_recv(),
            None => self.0.shared().receive(Kind::TryRecv, Location::caller()),
        }
    }

    /// See [`std::sync::mpsc::Receiver::recv_timeout`].
    #[track_caller]
    pub fn recv_timeout(&self, time: Duration) -> Result<T, RecvTimeoutError> {
        match self.0.real() {
            Some(real) => real.recv_timeout(time),
            None => {
                let kind = Kind::Recv { timeout: timeout(time) };
                self.0.shared().receive(kind, Location::caller()).map_err(|error| match error {
                    TryRecvError::Empty => RecvTimeoutError::Timeout,
                    TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
                })
            }
        }
    }
}

/// Defines a kind of sender.
macro_rules! sender {
    ($name:ident) => {
        #[doc = concat!("See [`std::sync::mpsc::", stringify!($name), "`].")]
        // With the place where it was created or cloned.
        pub struct $name<T>(Endpoint<real::$name<T>, T>, Place);

        impl<T> $name<T> {
            #[doc = concat!("See [`std::sync::mpsc::", stringify!($name), "::send`].")]
            #[track_caller]
            pub fn send(&self, item: T) -> Result<(), SendError<T>> {
                if let Some(real) = self.0.real() {
                    return real.send(item);
                }
                let sent = self.0.shared().send(Kind::Send, item, Location::caller());
                sent.map_err(|error| match error {
                    // `send` waits for a free slot, so it fails only if the receiver is gone.
                    TrySendError::Disconnected(item) | TrySendError::Full(item) => SendError(item),
                })
            }
        }

        impl<T> Clone for $name<T> {
            #[track_caller]
            fn clone(&self) -> Self {
                let origin = Location::caller();
                let endpoint = match &self.0 {
                    Endpoint::Real(real) => Endpoint::Real(real.clone()),
                    Endpoint::Simulated(shared) => {
                        shared.add_sender(origin);
                        Endpoint::Simulated(Arc::clone(shared))
                    }
                };
                Self(endpoint, origin)
            }
        }

        impl<T> Drop for $name<T> {
            fn drop(&mut self) {
                if let Endpoint::Simulated(shared) = &self.0 {
                    shared.drop_sender(self.1);
                }
            }
        }

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}

sender!(Sender);
sender!(SyncSender);

impl<T> std::panic::RefUnwindSafe for Receiver<T> {}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        if let Endpoint::Simulated(shared) = &self.0 {
            shared.drop_receiver();
        }
    }
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").finish_non_exhaustive()
    }
}
