//! A tiny language of concurrent programs: every list of statements is valid, so shrinking is easy.

/// Registers of each thread.
pub const REGISTERS: usize = 3;
/// Mutexes of each program, each around a counter and with a condvar of its own.
pub const MUTEXES: usize = 3;
/// Reader-writer locks of each program, each around a counter.
pub const RWLOCKS: usize = 2;
/// Atomics of each program.
pub const ATOMICS: usize = 3;
/// `OnceLock`s of each program.
pub const ONCES: usize = 2;
/// How often a loop looks that gives up: more often than one that waits is let look in vain.
pub const ROUNDS: u8 = 26;
/// What `recv` and `try_recv` leave in a register when every sender is gone.
pub const DISCONNECTED: u8 = 99;
/// What `try_recv` and `try_send` leave in a register when they would have to wait.
pub const WOULD_BLOCK: u8 = 98;
/// What `recv_timeout` leaves in a register when its time is over, and `get` where there is nothing.
pub const NOTHING: u8 = 97;

/// How a channel is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Capacity {
    /// `channel()`
    Unbounded,
    /// `sync_channel(n)`; 0 is a rendezvous.
    Bounded(u8),
}

/// A channel, and the one thread that owns its receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Channel {
    /// How it is made.
    pub capacity: Capacity,
    /// The thread that owns the receiver.
    pub receiver: u8,
}

/// How threads are spawned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `thread::spawn`; whoever spawned a thread joins it in the end.
    Free,
    /// `thread::scope` around main; what main does not join, the scope waits for.
    Scoped,
}

/// One operation. The last field, where it is named `reg`, is the register for the result.
///
/// An operation that makes no sense where it stands (unlocking what is not held, locking what is
/// held, spawning a thread twice) does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each variant is the std call of its name; see `Display`")]
pub enum Op {
    Lock {
        mutex: u8,
    },
    TryLock {
        mutex: u8,
        reg: u8,
    },
    Unlock {
        mutex: u8,
    },
    Add {
        mutex: u8,
        value: u8,
    },
    Get {
        mutex: u8,
        reg: u8,
    },
    /// `while *guard == value { guard = condvar.wait(guard) }`
    WaitWhile {
        mutex: u8,
        value: u8,
    },
    /// `if *guard == value { guard = condvar.wait(guard) }`
    WaitOnce {
        mutex: u8,
        value: u8,
    },
    /// `if *guard == value { (guard, result) = condvar.wait_timeout(guard) }`
    WaitTimeout {
        mutex: u8,
        value: u8,
        reg: u8,
    },
    NotifyOne {
        mutex: u8,
    },
    NotifyAll {
        mutex: u8,
    },
    Read {
        rwlock: u8,
    },
    TryRead {
        rwlock: u8,
        reg: u8,
    },
    Write {
        rwlock: u8,
    },
    TryWrite {
        rwlock: u8,
        reg: u8,
    },
    Release {
        rwlock: u8,
    },
    AddWritten {
        rwlock: u8,
        value: u8,
    },
    GetRead {
        rwlock: u8,
        reg: u8,
    },
    Load {
        atomic: u8,
        reg: u8,
    },
    /// Looks [`ROUNDS`] times, at most, until there is anything, and may pause after each; how often it
    /// was nothing.
    Look {
        atomic: u8,
        pauses: bool,
        reg: u8,
    },
    Store {
        atomic: u8,
        value: u8,
    },
    StoreReg {
        atomic: u8,
        from: u8,
    },
    FetchAdd {
        atomic: u8,
        value: u8,
        reg: u8,
    },
    CompareExchange {
        atomic: u8,
        old: u8,
        new: u8,
        reg: u8,
        /// Whether it may fail for no reason.
        weak: bool,
    },
    Send {
        channel: u8,
        value: u8,
        reg: u8,
    },
    TrySend {
        channel: u8,
        value: u8,
        reg: u8,
    },
    Recv {
        channel: u8,
        reg: u8,
    },
    TryRecv {
        channel: u8,
        reg: u8,
    },
    RecvTimeout {
        channel: u8,
        reg: u8,
    },
    /// Drops this thread's sender.
    Hangup {
        channel: u8,
    },
    Park,
    ParkTimeout,
    Sleep,
    /// `while atomic.load() == 0 { park() }`
    ParkUntil {
        atomic: u8,
    },
    Unpark {
        thread: u8,
    },
    Barrier,
    /// As `Barrier`, and remembers who was the leader.
    BarrierLeader {
        reg: u8,
    },
    Spawn {
        thread: u8,
    },
    Join {
        thread: u8,
        reg: u8,
    },
    /// Of a child that is not joined yet.
    IsFinished {
        thread: u8,
        reg: u8,
    },
    OnceSet {
        once: u8,
        value: u8,
        reg: u8,
    },
    OnceGet {
        once: u8,
        reg: u8,
    },
    /// `get_or_init`; the first atomic counts how often the value is made.
    OnceInit {
        once: u8,
        value: u8,
        reg: u8,
    },
    /// Unwinds out of the thread; guards on its stack poison their locks.
    Panic,
}

impl Op {
    /// Whether it can wait for another thread, other than for its end.
    pub fn can_wait(self) -> bool {
        matches!(
            self,
            Op::Lock { .. }
                | Op::WaitWhile { .. }
                | Op::WaitOnce { .. }
                | Op::Read { .. }
                | Op::Write { .. }
                | Op::Send { .. }
                | Op::Recv { .. }
                | Op::Park
                | Op::ParkUntil { .. }
                | Op::Barrier
                | Op::BarrierLeader { .. }
        )
    }

    /// Whether it hangs on time or on what shuttle does not have.
    fn is_unknown_to_shuttle(self) -> bool {
        matches!(
            self,
            Op::WaitTimeout { .. }
                | Op::RecvTimeout { .. }
                | Op::ParkTimeout
                | Op::Sleep
                | Op::IsFinished { .. }
                | Op::OnceSet { .. }
                | Op::OnceGet { .. }
                | Op::OnceInit { .. }
        )
    }
}

/// When a conditional statement runs: if the register is, or is not, the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// The register that is looked at.
    pub reg: u8,
    /// Run if equal, or else if different.
    pub equal: bool,
    /// What the register is compared with.
    pub value: u8,
}

/// One statement of a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Statement {
    /// Run only if this holds.
    pub when: Option<Condition>,
    /// What it does.
    pub op: Op,
}

impl From<Op> for Statement {
    fn from(op: Op) -> Self {
        Statement { when: None, op }
    }
}

/// A whole program. Thread 0 is main; each other thread runs once its parent spawns it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Program {
    /// How threads are spawned.
    pub style: Style,
    /// How many threads the barrier waits for.
    pub barrier: u8,
    /// The channels.
    pub channels: Vec<Channel>,
    /// The statements of each thread.
    pub threads: Vec<Vec<Statement>>,
}

impl Program {
    /// Every operation, in whichever thread.
    pub fn ops(&self) -> impl Iterator<Item = Op> + '_ {
        self.threads.iter().flatten().map(|statement| statement.op)
    }

    /// The only thread that may spawn `thread`: the first that says so.
    pub fn parent(&self, thread: usize) -> Option<usize> {
        let spawns = |statement: &Statement| statement.op == Op::Spawn { thread: thread as u8 };
        (0..thread).find(|&parent| self.threads[parent].iter().any(spawns))
    }

    /// Whether `thread` owns a sender of `channel`: whether a statement of its mentions one.
    pub fn sends(&self, thread: usize, channel: usize) -> bool {
        self.threads[thread].iter().any(|statement| match statement.op {
            Op::Send { channel: c, .. }
            | Op::TrySend { channel: c, .. }
            | Op::Hangup { channel: c } => usize::from(c) == channel,
            _ => false,
        })
    }

    /// Whether any thread can panic.
    pub fn panics(&self) -> bool {
        self.ops().any(|op| op == Op::Panic)
    }

    /// Whether shuttle models all of it, but for what happens for no reason.
    ///
    /// It ends the execution when any thread panics. The end of a scope's last thread wakes the
    /// scope's owner even from a lock that is taken. In a channel it keeps the place that becomes free
    /// for a sender that waits, so that a `try_send` fails there although there is room. It has no time
    /// and no `OnceLock`.
    pub fn suits_shuttle(&self) -> bool {
        let scoped = self.style == Style::Scoped;
        let wakes_wrongly =
            scoped && self.threads[0].iter().any(|statement| statement.op.can_wait());
        let keeps_places = self.channels.iter().zip(0..).any(|(channel, number)| {
            let is_bounded = !matches!(channel.capacity, Capacity::Unbounded);
            let sends = |op: Op| matches!(op, Op::Send { channel, .. } if channel == number);
            let tries = |op: Op| matches!(op, Op::TrySend { channel, .. } if channel == number);
            is_bounded && self.ops().any(sends) && self.ops().any(tries)
        });
        !wakes_wrongly
            && !keeps_places
            && !self.panics()
            && !self.ops().any(Op::is_unknown_to_shuttle)
    }

    /// Whether real threads cannot deadlock where the model does not.
    ///
    /// A waiting writer of std's `RwLock` may keep new readers out; in the model readers get in.
    pub fn suits_real_threads(&self) -> bool {
        !self.ops().any(|op| matches!(op, Op::Read { .. }))
    }

    /// How much there is to shrink: statements, and conditions on them.
    pub fn size(&self) -> usize {
        self.threads.iter().flatten().map(|s| 1 + usize::from(s.when.is_some())).sum()
    }
}

/// How one thread ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum End {
    /// Its registers, and a bit for each poisoned lock that it has met.
    Returned {
        /// The registers.
        regs: [u8; REGISTERS],
        /// Bit `n`: mutex `n` was poisoned; bit `MUTEXES + n`: rwlock `n` was.
        poison: u8,
    },
    /// It panicked.
    Panicked,
}

/// What one execution of a program leads to, unless it deadlocks.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Outcome {
    /// How each thread ended; `None` if it was never spawned.
    pub ends: Vec<Option<End>>,
    /// Values of mutexes and rwlocks, with whether they are poisoned.
    pub locks: Vec<(u8, bool)>,
    /// Values of the atomics.
    pub atomics: Vec<u8>,
}
