//! What the scheduler knows of each object: enough to say who may go on, and what depends on what.

mod channel;
mod last_accesses;
mod location;
mod rwlock;

pub(crate) use channel::Channel;
pub(crate) use last_accesses::LastAccesses;
pub(crate) use location::{AtomicAccess, Location, Rank, Store};
pub(crate) use rwlock::Holders;

use crate::clock::{Clock, VectorClock};
use crate::op::Place;
use crate::op_result::OnceState;
use crate::thread_set::{ThreadSet, Tid};

/// One object of an execution.
#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) model: Model,
    /// Where it was created.
    pub(crate) created: Place,
    /// Every access: what a new access conflicts with.
    pub(crate) accesses: LastAccesses,
    /// Of a lock, the acquisitions alone: a thread that waits for a lock races with the thread that
    /// took it, and not with the release, which it cannot precede.
    pub(crate) acquisitions: LastAccesses,
    /// Attempts on a lock that failed, and what concerns its poison.
    pub(crate) attempts: LastAccesses,
    /// A lock that guards no data: to take it shows nothing.
    pub(crate) zero_sized: bool,
    /// How often it changed: tells a thread that waits by looking that there is something new.
    pub(crate) version: u32,
    /// What happened before the last change.
    pub(crate) changed: VectorClock,
    /// What a writer, or a mutex, published when it let go.
    pub(crate) released: Clock,
    /// What readers published when they let go: only a writer waits for them.
    pub(crate) read_released: Clock,
}

impl Object {
    pub(crate) fn new(model: Model, created: Place) -> Self {
        Self {
            model,
            created,
            zero_sized: false,
            version: 0,
            changed: VectorClock::ZERO,
            accesses: LastAccesses::default(),
            acquisitions: LastAccesses::default(),
            attempts: LastAccesses::default(),
            released: Clock::ZERO,
            read_released: Clock::ZERO,
        }
    }

    /// Makes the object like new, but for its model. `used` is whether it may have something to forget.
    #[inline]
    pub(crate) fn renew(&mut self, created: Place, used: bool) {
        self.created = created;
        self.zero_sized = false;
        self.version = 0;
        if used {
            self.forget();
        }
    }

    fn forget(&mut self) {
        self.changed = VectorClock::ZERO;
        self.released = Clock::ZERO;
        self.read_released = Clock::ZERO;
        for accesses in [&mut self.accesses, &mut self.acquisitions, &mut self.attempts] {
            accesses.clear();
        }
    }
}

#[derive(Debug)]
pub(crate) enum Model {
    Mutex {
        owner: Option<(Tid, Place)>,
    },
    RwLock(Holders),
    Condvar {
        waiting: ThreadSet,
    },
    /// `None` until its first operation under the C11 memory model.
    Atomic(Option<Location>),
    Channel(Box<Channel>),
    /// The receiving side of the channel before it, and whether its receiver is alive.
    ChannelSide,
    Barrier {
        size: usize,
        arrived: usize,
        generation: u32,
    },
    Once(OnceState),
    /// A thread, as others see it: its park token.
    Thread {
        token: bool,
    },
}

impl Model {
    /// What std calls it.
    pub(crate) fn sort(&self) -> &'static str {
        match self {
            Self::Mutex { .. } => "Mutex",
            Self::RwLock(_) => "RwLock",
            Self::Condvar { .. } => "Condvar",
            Self::Atomic(_) => "atomic",
            Self::Channel(_) | Self::ChannelSide => "channel",
            Self::Barrier { .. } => "Barrier",
            Self::Once(_) => "Once",
            Self::Thread { .. } => "thread",
        }
    }
}
