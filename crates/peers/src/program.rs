//! A tiny language of concurrent programs in which every list of statements is valid.

/// Registers of each thread.
pub const REGISTERS: usize = 3;
/// Mutexes of each program. Each guards a counter and has a condvar of its own.
pub const MUTEXES: usize = 3;
/// Reader-writer locks of each program. Each guards a counter.
pub const RWLOCKS: usize = 2;
/// Mutexes and reader-writer locks.
pub const LOCKS: usize = MUTEXES + RWLOCKS;
/// Atomics of each program.
pub const ATOMICS: usize = 3;
/// `OnceLock`s of each program.
pub const ONCE_LOCKS: usize = 2;
/// Counted objects of each program.
pub const ARCS: usize = 2;
/// Thread-local keys of each program.
pub const LOCALS: usize = 2;
/// The number of loads after which a polling loop gives up.
///
/// It exceeds the number of unchanged reads that the engine grants a loop that never gives up.
pub const POLLS: u8 = 26;

/// The result of a channel operation when every handle of the other side is gone.
pub const DISCONNECTED: u8 = 99;
/// The result of `try_recv` and `try_send` when they would have to block.
pub const WOULD_BLOCK: u8 = 98;
/// The result of `recv_timeout` when it times out, and of `get` when no value is set.
pub const NOTHING: u8 = 97;

mod op;

pub use op::{
    ArcOp, AtomicOp, ChannelOp, MutexOp, OnceCall, OnceOp, Op, Pause, RwLockOp, ThreadOp,
};

/// A channel and the one thread that owns its receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Channel {
    /// The capacity of a `sync_channel`, which is a rendezvous channel if it is 0; `None` for a `channel`.
    pub capacity: Option<usize>,
    /// The thread that owns the receiver.
    pub receiver: usize,
}

/// How threads are spawned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `thread::spawn`; each thread joins its children before it returns.
    Free,
    /// `thread::scope` around main; the scope waits for the threads that main does not join.
    Scoped,
}

/// When a conditional statement runs: if the register is, or is not, the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// The register to compare.
    pub register: usize,
    /// Whether the statement runs if they are equal, or if they differ.
    pub equal: bool,
    /// The value to compare with.
    pub value: u8,
}

/// One statement of a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Statement {
    /// The statement runs only if this holds.
    pub when: Option<Condition>,
    /// The operation.
    pub op: Op,
    /// Where its result goes; unused if it has none.
    pub register: usize,
}

impl Statement {
    /// Whether it runs in a thread with these registers.
    pub fn runs(&self, registers: &[u8; REGISTERS]) -> bool {
        self.when.is_none_or(|when| (registers[when.register] == when.value) == when.equal)
    }
}

impl Op {
    /// A statement that stores the result in `register`.
    pub fn into_register(self, register: usize) -> Statement {
        Statement { when: None, op: self, register }
    }
}

impl From<Op> for Statement {
    fn from(op: Op) -> Self {
        op.into_register(0)
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
    /// The operations of all threads.
    pub fn ops(&self) -> impl Iterator<Item = Op> + '_ {
        self.threads.iter().flatten().map(|statement| statement.op)
    }

    /// The only thread that may spawn `thread`: the first that has a statement to do so.
    pub fn parent(&self, thread: usize) -> Option<usize> {
        let spawns = |statement: &Statement| statement.op == Op::Thread(thread, ThreadOp::Spawn);
        (0..thread).find(|&parent| self.threads[parent].iter().any(spawns))
    }

    /// Whether `thread` owns a sender of `channel`, because one of its statements uses it.
    pub fn sends(&self, thread: usize, channel: usize) -> bool {
        use ChannelOp::{DropSender, Send, TrySend};
        let uses_sender = |op| matches!(op, Send(_) | TrySend(_) | DropSender);
        self.threads[thread].iter().any(
            |statement| matches!(statement.op, Op::Channel(c, op) if c == channel && uses_sender(op)),
        )
    }

    /// Whether `thread` starts with a reference to a counted object, because one of its statements
    /// needs it, and with a `Weak`. Main has a reference to each object that any thread uses.
    pub fn references(&self, thread: usize, object: usize) -> (bool, bool) {
        let uses = |thread: usize, needs_owner: bool| {
            let uses = |op: Op| matches!(op, Op::Arc(at, op) if at == object && op.needs_owner() == needs_owner);
            self.threads[thread].iter().any(|statement| uses(statement.op))
        };
        let is_used =
            || (0..self.threads.len()).any(|thread| uses(thread, true) || uses(thread, false));
        (uses(thread, true) || thread == 0 && is_used(), uses(thread, false))
    }

    /// Whether any thread polls without giving up: a search without reduction takes very long.
    pub fn polls(&self) -> bool {
        self.ops().any(Op::polls)
    }

    /// Whether any thread uses a counted object.
    pub fn counts_references(&self) -> bool {
        self.ops().any(|op| matches!(op, Op::Arc(..)))
    }

    /// Whether any thread can panic.
    pub fn panics(&self) -> bool {
        self.ops().any(|op| op == Op::Panic)
    }

    /// Whether shuttle models the whole program, apart from spurious wakeups and failures.
    ///
    /// shuttle ends the execution when any thread panics. When the last thread of a scope ends, it
    /// wakes the scope's owner even if the owner is blocked on a lock. It reserves a slot that
    /// becomes free in a channel for a blocked sender, so that a `try_send` fails although there is
    /// room. Its readers always overtake a waiting writer. Code between two
    /// operations belongs to the first of them, so it does not try every order of changes to an `Arc`. It
    /// models neither time nor `OnceLock`.
    pub fn suits_shuttle(&self) -> bool {
        let wakes_owner_early =
            self.style == Style::Scoped && self.threads[0].iter().any(|s| s.op.can_block());
        let reserves_slots = self.channels.iter().enumerate().any(|(number, channel)| {
            let sends = |op| matches!(op, Op::Channel(c, ChannelOp::Send(_)) if c == number);
            let tries = |op| matches!(op, Op::Channel(c, ChannelOp::TrySend(_)) if c == number);
            channel.capacity.is_some() && self.ops().any(sends) && self.ops().any(tries)
        });
        !wakes_owner_early
            && !reserves_slots
            && !self.readers_may_wait()
            && !self.panics()
            && !self.ops().any(Op::is_missing_in_shuttle)
    }

    /// Whether it can matter that a reader waits for a writer that waits: a thread waits while it may
    /// hold a read lock, or calls `try_read`.
    fn readers_may_wait(&self) -> bool {
        let waits = |thread: &Vec<Statement>| {
            let mut held = [false; RWLOCKS];
            thread.iter().any(|statement| {
                let holds = held.contains(&true);
                match statement.op {
                    Op::RwLock(_, RwLockOp::TryRead) => return true,
                    Op::RwLock(at, RwLockOp::Unlock) if statement.when.is_none() => {
                        held[at] = false
                    }
                    Op::RwLock(at, RwLockOp::Read) => held[at] = true,
                    _ => {}
                }
                holds
                    && (statement.op.can_block()
                        || matches!(statement.op, Op::Thread(_, ThreadOp::Join)))
            })
        };
        self.ops().any(|op| matches!(op, Op::RwLock(_, RwLockOp::Write)))
            && self.threads.iter().any(waits)
    }

    /// Whether real threads do only what the state machine can do.
    ///
    /// The system decides whether a waiting writer of std's `RwLock` keeps new readers out. While
    /// `Arc::get_mut` asks, `weak_count` is 0.
    pub fn suits_real_threads(&self) -> bool {
        let is_open =
            |op| matches!(op, Op::RwLock(_, RwLockOp::Read) | Op::Arc(_, ArcOp::WeakCount));
        !self.ops().any(is_open)
    }
}

/// How one thread ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ThreadResult {
    /// It returned.
    Returned {
        /// Its registers.
        registers: [u8; REGISTERS],
        /// Bit `n`: it found mutex `n` poisoned; bit `MUTEXES + n`: rwlock `n`.
        poison: u8,
    },
    /// It panicked.
    Panicked,
}

/// The result of one execution that does not deadlock.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Outcome {
    /// How each thread ended; `None` if it was never spawned.
    pub threads: Vec<Option<ThreadResult>>,
    /// Values of mutexes and rwlocks, and whether they are poisoned.
    pub locks: Vec<(u8, bool)>,
    /// Values of the atomics.
    pub atomics: Vec<u8>,
}
