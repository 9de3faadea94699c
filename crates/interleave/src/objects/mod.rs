//! The model of each object: the state that determines which threads are enabled, and the accesses
//! that determine which operations depend on each other.

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

/// The content of a model whose variant is known.
macro_rules! model {
    ($model:expr, $pattern:pat => $content:expr) => {
        match $model {
            $pattern => $content,
            _ => unreachable!("the object has another type"),
        }
    };
}
pub(crate) use model;

/// An object of one execution.
#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) model: Model,
    /// Where it was created.
    pub(crate) created: Place,
    /// Every access; a new access conflicts with these.
    pub(crate) accesses: LastAccesses,
    /// The acquisitions of a lock. A thread that waits for a lock races with the acquisition, not
    /// with the release, which it cannot precede.
    pub(crate) acquisitions: LastAccesses,
    /// Failed attempts to acquire the lock, and accesses to its poison.
    pub(crate) attempts: LastAccesses,
    /// Whether it is a lock around a zero-sized type: acquiring it reads no data.
    pub(crate) zero_sized: bool,
    /// Incremented on every change, which wakes threads that spin on the object.
    pub(crate) version: u32,
    /// How often the lock was released, which wakes threads that try to acquire it.
    pub(crate) releases: u32,
    /// What happened before the last change.
    pub(crate) changed: VectorClock,
    /// What a mutex or a writer published on release.
    pub(crate) released: Clock,
    /// What readers published on release; only writers acquire it.
    pub(crate) read_released: Clock,
}

impl Object {
    pub(crate) fn new(model: Model, created: Place) -> Self {
        Self {
            model,
            created,
            zero_sized: false,
            version: 0,
            releases: 0,
            changed: VectorClock::ZERO,
            accesses: LastAccesses::default(),
            acquisitions: LastAccesses::default(),
            attempts: LastAccesses::default(),
            released: Clock::ZERO,
            read_released: Clock::ZERO,
        }
    }

    /// Resets the object, except for its model. `used` is whether it may contain clocks.
    #[inline]
    pub(crate) fn reset(&mut self, created: Place, used: bool) {
        self.created = created;
        self.zero_sized = false;
        self.version = 0;
        self.releases = 0;
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
    /// The waiting writers of a read-write lock, or the readers that keep them waiting, following the
    /// lock itself.
    RwLockQueue,
    Condvar {
        waiting: ThreadSet,
    },
    /// `None` before its first operation under weak memory.
    Atomic(Option<Location>),
    Channel(Box<Channel>),
    /// The side of the receiver or of the senders, following the channel itself.
    ChannelSide,
    Barrier {
        size: usize,
        arrived: usize,
        generation: u32,
    },
    Once(OnceState),
    /// The park token of a thread.
    Thread {
        token: bool,
    },
}

impl Model {
    /// Its name in std.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Mutex { .. } => "Mutex",
            Self::RwLock(_) | Self::RwLockQueue => "RwLock",
            Self::Condvar { .. } => "Condvar",
            Self::Atomic(_) => "atomic",
            Self::Channel(_) | Self::ChannelSide => "channel",
            Self::Barrier { .. } => "Barrier",
            Self::Once(_) => "Once",
            Self::Thread { .. } => "thread",
        }
    }
}
