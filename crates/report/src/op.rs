//! The operations that a thread announces before it performs them.

use std::panic::Location;
use std::time::Duration;

use crate::thread_set::Tid;

/// Index of an object (a lock, an atomic, half of a channel …) within one execution.
pub type ObjectId = u32;

/// Where an operation is in the source.
pub type Place = &'static Location<'static>;

/// `exercises/cat.rs:41`, with slashes on every platform.
pub fn format_place(place: Place) -> String {
    format!("{}:{}", place.file().replace('\\', "/"), place.line())
}

/// How an operation accesses an object. Two accesses to one object commute unless one of them writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Read,
    Write,
}

/// A thread that waits for so long waits forever: the end of the wait is not a moment that std can
/// represent.
pub const FOREVER: Duration = Duration::from_secs(1 << 63);

/// How long a thread waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timeout {
    Never,
    After(Duration),
}

/// The two kinds of lock that can be poisoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    Mutex,
    RwLock,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    // mutex
    Lock,
    TryLock,
    Unlock,
    // mutex or rwlock
    IsPoisoned {
        of: Lock,
    },
    ClearPoison {
        of: Lock,
    },
    // rwlock: `object` is the lock, +1 the arrival of writers, +2 whether readers keep them waiting
    Read,
    TryRead,
    ReadUnlock,
    /// A reader arrives where readers may have to wait for a writer that waits; see `ReadQueued`.
    ReadStart,
    /// A reader waits until a writer that arrived earlier has had the lock.
    ReadQueued,
    /// A writer arrives, where readers may have to wait for it.
    WriteStart,
    Write,
    TryWrite,
    WriteUnlock,
    // condvar: `object` is the condvar
    Wait {
        mutex: ObjectId,
        timeout: Timeout,
    },
    Wake {
        mutex: ObjectId,
        timeout: Timeout,
    },
    NotifyOne,
    NotifyAll,
    // atomics
    Load,
    Store,
    Update,
    CompareExchange,
    Fence,
    // channel: `object` is the sending side, +1 the receiving side, +2 whether the receiver is alive
    Send,
    TrySend,
    SendTaken {
        ticket: u32,
    },
    /// A receiver arrives at a rendezvous channel, where another thread can observe it.
    RecvStart,
    Recv {
        timeout: Timeout,
    },
    TryRecv,
    DropSender,
    DropReceiver,
    // barrier
    Arrive,
    Leave {
        generation: u32,
    },
    // once
    Enter,
    Complete,
    IsComplete,
    /// Waits until another thread has run the initializer.
    OnceWait {
        /// Whether a panic of the initializer does not end the wait.
        force: bool,
    },
    // threads: `object` is the thread's own
    Join {
        thread: Tid,
    },
    JoinAll,
    IsFinished {
        thread: Tid,
    },
    Exit,
    /// A thread continues, or starts, with the code before its next operation.
    Continue,
    /// The start of `park`: it takes the token, wakes up spuriously, or begins to wait.
    ParkStart {
        timeout: Timeout,
    },
    Park {
        timeout: Timeout,
    },
    Unpark {
        thread: Tid,
    },
    Sleep {
        time: Duration,
    },
    Yield,
}

/// One operation on an object.
#[derive(Clone, Copy, Debug)]
pub struct Op {
    pub kind: Kind,
    pub object: ObjectId,
    pub place: Place,
}

/// The object of an operation that accesses none.
pub const NOTHING: ObjectId = ObjectId::MAX;

impl Op {
    /// The objects that the operation may access, before its result is known.
    #[inline]
    pub fn footprint(&self) -> Footprint {
        use Access::{Read as R, Write as W};
        let object = self.object;
        match self.kind {
            Kind::Lock | Kind::TryLock | Kind::Unlock => Footprint::one(object, W),
            Kind::Read => Footprint::one(object, R),
            Kind::ReadUnlock => Footprint::two((object, R), (object + 2, R)),
            Kind::ReadStart | Kind::ReadQueued | Kind::TryRead => {
                Footprint::three((object, R), (object + 1, R), (object + 2, W))
            }
            Kind::WriteStart => Footprint::one(object + 1, W),
            Kind::Write | Kind::TryWrite | Kind::WriteUnlock => Footprint::one(object, W),
            Kind::Wait { mutex, .. } => Footprint::two((object, R), (mutex, W)),
            Kind::Wake { mutex, .. } => Footprint::one(mutex, W),
            Kind::NotifyOne | Kind::NotifyAll => Footprint::one(object, W),
            Kind::Load => Footprint::one(object, R),
            Kind::Store | Kind::Update | Kind::CompareExchange => Footprint::one(object, W),
            // A fence only affects its own thread.
            Kind::Fence => Footprint::NONE,
            Kind::Send => Footprint::two((object, W), (object + 2, R)),
            Kind::TrySend => Footprint::three((object, W), (object + 1, R), (object + 2, R)),
            Kind::RecvStart | Kind::Recv { timeout: Timeout::Never } => {
                Footprint::one(object + 1, W)
            }
            Kind::Recv { .. } | Kind::TryRecv => Footprint::two((object + 1, W), (object, R)),
            Kind::DropSender => Footprint::one(object, W),
            Kind::DropReceiver => Footprint::one(object + 2, W),
            Kind::Arrive => Footprint::one(object, W),
            Kind::Enter | Kind::Complete => Footprint::one(object, W),
            Kind::IsComplete | Kind::OnceWait { .. } | Kind::IsPoisoned { .. } => {
                Footprint::one(object, R)
            }
            Kind::ClearPoison { .. } => Footprint::one(object, W),
            Kind::IsFinished { .. } => Footprint::one(object, R),
            Kind::Exit => Footprint::one(object, W),
            Kind::ParkStart { .. } | Kind::Park { .. } | Kind::Unpark { .. } => {
                Footprint::one(object, W)
            }
            Kind::SendTaken { .. } | Kind::Leave { .. } | Kind::Join { .. } | Kind::JoinAll => {
                Footprint::NONE
            }
            Kind::Continue | Kind::Sleep { .. } | Kind::Yield => Footprint::NONE,
        }
    }
}

/// The objects that an operation accesses: at most three, packed into two integers that fit into
/// registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Footprint(u64, u32);

/// No object.
const NO_TOUCH: u32 = u32::MAX;

/// An object, and in the lowest bit whether it is written.
#[inline]
fn touch((object, access): (ObjectId, Access)) -> u32 {
    object << 1 | u32::from(access == Access::Write)
}

impl Footprint {
    pub const NONE: Self = Self::of(NO_TOUCH, NO_TOUCH, NO_TOUCH);

    #[inline]
    const fn of(first: u32, second: u32, third: u32) -> Self {
        Self(first as u64 | (second as u64) << 32, third)
    }

    #[inline]
    pub fn one(object: ObjectId, access: Access) -> Self {
        Self::of(touch((object, access)), NO_TOUCH, NO_TOUCH)
    }

    #[inline]
    pub fn two(first: (ObjectId, Access), second: (ObjectId, Access)) -> Self {
        Self::of(touch(first), touch(second), NO_TOUCH)
    }

    #[inline]
    pub fn three(
        first: (ObjectId, Access),
        second: (ObjectId, Access),
        third: (ObjectId, Access),
    ) -> Self {
        Self::of(touch(first), touch(second), touch(third))
    }

    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = (ObjectId, Access)> {
        let touches = [self.0 as u32, (self.0 >> 32) as u32, self.1].into_iter();
        touches
            .take_while(|touch| *touch != NO_TOUCH)
            .map(|touch| (touch >> 1, if touch & 1 == 0 { Access::Read } else { Access::Write }))
    }

    /// The number after those of all objects.
    #[inline]
    pub fn end(&self) -> ObjectId {
        self.iter().map(|(object, _)| object + 1).max().unwrap_or(0)
    }

    /// Returns `true` if the operation changes an object.
    #[inline]
    pub fn writes(&self) -> bool {
        self.iter().any(|(_, access)| access == Access::Write)
    }

    /// The footprint of an operation that only reads the same objects.
    #[inline]
    pub fn as_read(&self) -> Self {
        let read = |touch: u32| if touch == NO_TOUCH { touch } else { touch & !1 };
        Self::of(read(self.0 as u32), read((self.0 >> 32) as u32), read(self.1))
    }

    /// Returns `true` if the order of the two operations can matter.
    #[inline]
    pub fn conflicts(&self, other: &Self) -> bool {
        self.iter().any(|(mine, my_access)| {
            other.iter().any(|(theirs, their_access)| {
                mine == theirs && (my_access == Access::Write || their_access == Access::Write)
            })
        })
    }
}

impl Kind {
    /// Returns `true` for an operation that only begins or ends a wait.
    #[inline]
    pub fn only_waits(self) -> bool {
        matches!(
            self,
            Self::Wait { .. } | Self::Wake { .. } | Self::ParkStart { .. } | Self::Park { .. }
        )
    }

    /// Returns `true` for an operation that waits for a barrier to open.
    #[inline]
    pub fn leaves(self) -> bool {
        matches!(self, Self::Leave { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_footprint_has_up_to_three_objects() {
        let all = [(4, Access::Write), (2, Access::Read), (7, Access::Write)];
        let [first, second, third] = all;
        let footprints = [
            Footprint::NONE,
            Footprint::one(4, Access::Write),
            Footprint::two(first, second),
            Footprint::three(first, second, third),
        ];
        for (count, footprint) in footprints.iter().enumerate() {
            assert_eq!(footprint.iter().collect::<Vec<_>>(), all[..count]);
        }
    }

    #[test]
    fn the_end_of_a_footprint_comes_after_its_last_object() {
        assert_eq!(Footprint::NONE.end(), 0);
        let footprint = Footprint::two((4, Access::Write), (2, Access::Read));
        assert_eq!((footprint.end(), Footprint::one(0, Access::Read).end()), (5, 1));
    }
}
