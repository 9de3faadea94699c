//! The synchronization primitives of std.

use std::fmt;

use crate::op::{Kind, Lock};

/// The primitive that an operation uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Primitive {
    /// A `Mutex`.
    Mutex,
    /// An `RwLock`.
    RwLock,
    /// A `Condvar`.
    Condvar,
    /// A `Barrier`.
    Barrier,
    /// A `Once`, a `OnceLock` or a `LazyLock`.
    Once,
    /// An atomic, or a fence.
    Atomic,
    /// A channel.
    Channel,
    /// A thread: spawning, joining, parking, unparking, sleeping and yielding.
    Thread,
}

impl Primitive {
    #[doc(hidden)]
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::Lock | Kind::TryLock | Kind::Unlock => Self::Mutex,
            Kind::IsPoisoned { of } | Kind::ClearPoison { of } => match of {
                Lock::Mutex => Self::Mutex,
                Lock::RwLock => Self::RwLock,
            },
            Kind::Read | Kind::TryRead | Kind::ReadUnlock => Self::RwLock,
            Kind::ReadStart | Kind::ReadQueued | Kind::WriteStart => Self::RwLock,
            Kind::Write | Kind::TryWrite | Kind::WriteUnlock => Self::RwLock,
            Kind::Wait { .. } | Kind::Wake { .. } => Self::Condvar,
            Kind::NotifyOne | Kind::NotifyAll => Self::Condvar,
            Kind::Arrive | Kind::Leave { .. } => Self::Barrier,
            Kind::Enter | Kind::Complete | Kind::IsComplete | Kind::OnceWait { .. } => Self::Once,
            Kind::Load | Kind::Store | Kind::Update | Kind::CompareExchange => Self::Atomic,
            Kind::Fence => Self::Atomic,
            Kind::Send | Kind::TrySend | Kind::SendTaken { .. } => Self::Channel,
            Kind::RecvStart | Kind::Recv { .. } | Kind::TryRecv => Self::Channel,
            Kind::DropSender | Kind::DropReceiver => Self::Channel,
            Kind::Join { .. } | Kind::JoinAll | Kind::IsFinished { .. } | Kind::Exit => {
                Self::Thread
            }
            Kind::ParkStart { .. } | Kind::Park { .. } | Kind::Unpark { .. } => Self::Thread,
            Kind::Continue | Kind::Sleep { .. } | Kind::Yield => Self::Thread,
        }
    }
}

impl fmt::Display for Primitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Mutex => "Mutex",
            Self::RwLock => "RwLock",
            Self::Condvar => "Condvar",
            Self::Barrier => "Barrier",
            Self::Once => "Once",
            Self::Atomic => "atomic",
            Self::Channel => "channel",
            Self::Thread => "thread",
        })
    }
}
