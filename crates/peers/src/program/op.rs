//! The operations of the language.
/// One operation on the object with the given index.
///
/// An operation that does not apply (unlocking a lock that is not held, locking one that is,
/// spawning a thread twice) does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// On a mutex or its condvar.
    Mutex(usize, MutexOp),
    /// On a reader-writer lock.
    RwLock(usize, RwLockOp),
    /// On an atomic.
    Atomic(usize, AtomicOp),
    /// On a channel.
    Channel(usize, ChannelOp),
    /// On a `OnceLock`.
    OnceLock(usize, OnceOp),
    /// On the `Once`.
    Once(OnceCall),
    /// On this thread's references to an object that is counted.
    Arc(usize, ArcOp),
    /// Uses a thread-local value, whose destructor changes an atomic. Does nothing in main, whose
    /// values std drops only if the process does not end first.
    Local(usize),
    /// The first key of a `HashMap` with this many.
    FirstKey(u8),
    /// On another thread.
    Thread(usize, ThreadOp),
    /// `park()`
    Park,
    /// `park_timeout()`
    ParkTimeout,
    /// `sleep()`
    Sleep,
    /// `barrier.wait()`, whose result is `is_leader()` if asked for.
    Barrier {
        /// Whether the result is recorded.
        leader: bool,
    },
    /// Unwinds out of the thread; guards on its stack poison their locks.
    Panic,
}

/// What to do with a mutex or its condvar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the std call of its name")]
pub enum MutexOp {
    Lock,
    TryLock,
    Unlock,
    /// `*guard += value`
    Add(u8),
    /// `*guard`
    Get,
    /// `while *guard == value { guard = condvar.wait(guard) }`
    WaitWhile(u8),
    /// `if *guard == value { guard = condvar.wait(guard) }`
    WaitOnce(u8),
    /// `if *guard == value { (guard, result) = condvar.wait_timeout(guard) }`
    WaitTimeout(u8),
    NotifyOne,
    NotifyAll,
    /// Until it is not 0: `try_lock`, and if it is 0 or held, pause.
    Poll(Pause),
    /// Until it is not 0: `lock`, and if it is 0, unlock and pause. Then subtracts 1.
    Pop(Pause),
    /// Until both are held: `lock`, `try_lock` the next mutex, and if it is held, unlock and pause.
    BackOff(Pause),
}

/// What a polling loop does before it begins again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the std call of its name")]
pub enum Pause {
    Spin,
    Yield,
    Sleep,
}

/// What to do with a reader-writer lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the std call of its name")]
pub enum RwLockOp {
    Read,
    TryRead,
    Write,
    TryWrite,
    Unlock,
    /// `*guard += value`
    Add(u8),
    /// `*guard`
    Get,
}

/// What to do with an atomic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the std call of its name")]
pub enum AtomicOp {
    Load,
    /// Loads until the value is not 0, at most [`POLLS`](super::POLLS) times; the result is how often it was 0.
    Poll {
        /// Whether each iteration yields.
        yields: bool,
    },
    Store(u8),
    /// Stores the statement's register.
    StoreRegister,
    FetchAdd(u8),
    CompareExchange {
        old: u8,
        new: u8,
        /// Whether it may fail spuriously.
        weak: bool,
    },
    /// `while atomic.load() == 0 { park() }`
    ParkWhileZero,
    /// `while atomic.load() == 0 { pause }`
    PollWhileZero(Pause),
}

/// What to do with a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the std call of its name")]
pub enum ChannelOp {
    Send(u8),
    TrySend(u8),
    Recv,
    TryRecv,
    RecvTimeout,
    /// Drops this thread's sender.
    DropSender,
}

/// What to do with a `OnceLock`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the std call of its name")]
pub enum OnceOp {
    Set(u8),
    Get,
    /// The closure adds 1 to the first atomic.
    GetOrInit(u8),
    Wait,
}

/// What to do with the `Once`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the std call of its name")]
pub enum OnceCall {
    /// The closure adds 1 to the first atomic.
    CallOnce,
    IsCompleted,
    Wait,
}

/// What to do with an `Arc`, if this thread owns a reference, or with a `Weak`, if it has one.
///
/// The destructor of the value changes the second atomic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the std call of its name")]
pub enum ArcOp {
    Drop,
    StrongCount,
    WeakCount,
    /// Whether it is the only reference.
    GetMut,
    /// Keeps the reference if there are others.
    TryUnwrap,
    IntoInner,
    /// Keeps the reference, if this thread owns none.
    Upgrade,
    Downgrade,
    DropWeak,
}

/// What to do with another thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the std call of its name")]
pub enum ThreadOp {
    Spawn,
    Join,
    /// Applies to a child that has not been joined.
    IsFinished,
    Unpark,
}

impl ArcOp {
    fn has_no_result(self) -> bool {
        matches!(self, ArcOp::Drop | ArcOp::Downgrade | ArcOp::DropWeak)
    }

    /// Whether it needs a strong reference.
    pub(super) fn needs_owner(self) -> bool {
        !matches!(self, ArcOp::Upgrade | ArcOp::DropWeak)
    }
}

impl Op {
    /// Whether it can block on another thread, other than by joining it.
    pub(super) fn can_block(self) -> bool {
        use {ChannelOp as C, MutexOp as M, RwLockOp as R};
        matches!(
            self,
            Op::Mutex(_, M::Lock | M::WaitWhile(_) | M::WaitOnce(_))
                | Op::RwLock(_, R::Read | R::Write)
                | Op::Channel(_, C::Send(_) | C::Recv)
                | Op::Atomic(_, AtomicOp::ParkWhileZero)
                | Op::OnceLock(_, OnceOp::Wait)
                | Op::Once(OnceCall::Wait)
                | Op::Park
                | Op::Barrier { .. }
        ) || self.polls()
    }

    /// Whether it polls without giving up.
    pub(super) fn polls(self) -> bool {
        use MutexOp::{BackOff, Poll, Pop};
        matches!(
            self,
            Op::Mutex(_, Poll(_) | Pop(_) | BackOff(_)) | Op::Atomic(_, AtomicOp::PollWhileZero(_))
        )
    }

    /// Whether shuttle does not model it, or does not end, because it polls.
    pub(super) fn is_missing_in_shuttle(self) -> bool {
        matches!(
            self,
            Op::Mutex(_, MutexOp::WaitTimeout(_))
                | Op::Channel(_, ChannelOp::RecvTimeout)
                | Op::Thread(_, ThreadOp::IsFinished)
                | Op::OnceLock(..)
                | Op::Once(_)
                | Op::Arc(..)
                | Op::Local(_)
                | Op::ParkTimeout
                | Op::Sleep
        ) || self.polls()
    }

    /// Whether it stores a result in the statement's register.
    pub fn has_result(self) -> bool {
        use {AtomicOp as A, ChannelOp as C, MutexOp as M, RwLockOp as R, ThreadOp as T};
        matches!(
            self,
            Op::Mutex(_, M::TryLock | M::Get | M::WaitTimeout(_))
                | Op::RwLock(_, R::TryRead | R::TryWrite | R::Get)
                | Op::Atomic(
                    _,
                    A::Load | A::Poll { .. } | A::FetchAdd(_) | A::CompareExchange { .. }
                )
                | Op::Once(OnceCall::IsCompleted)
                | Op::FirstKey(_)
                | Op::Thread(_, T::Join | T::IsFinished)
                | Op::Barrier { leader: true }
        ) || matches!(self, Op::Channel(_, op) if op != C::DropSender)
            || matches!(self, Op::OnceLock(_, op) if op != OnceOp::Wait)
            || matches!(self, Op::Arc(_, op) if !op.has_no_result())
    }
}
