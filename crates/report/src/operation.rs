//! The operations of an execution, for tests that check which primitives a solution uses.

use std::panic::Location;

use crate::failure::Execution;
use crate::op::{Kind, Timeout};
use crate::primitive::Primitive;
use crate::trace::{Step, StepKind};

/// One operation of an execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// The thread that performed it: 0 is the body, spawned threads count from 1.
    pub thread: usize,
    /// The name of the operation in std: `lock`, `load`, `send`, `join`. Every read-modify-write of an
    /// atomic except `compare_exchange` is an `update`. The end of a scope is a `join`.
    pub name: &'static str,
    /// The primitive that it uses.
    pub on: Primitive,
    /// The source location of the call.
    pub place: &'static Location<'static>,
}

impl Execution {
    /// Returns the operations of all threads, in the order of this execution. Each call appears once,
    /// even if the thread waited in it. Operations of destructors are left out.
    ///
    /// ```
    /// use interleave::sync::mpsc;
    /// use interleave::{Explorer, Primitive, thread};
    ///
    /// let execution = Explorer::new().witness(
    ///     || {
    ///         let (sender, receiver) = mpsc::channel();
    ///         let thread = thread::spawn(move || sender.send("coffee"));
    ///         assert_eq!(receiver.recv(), Ok("coffee"));
    ///         thread.join().unwrap()
    ///     },
    ///     |sent| sent.is_ok(),
    /// );
    /// let execution = execution.unwrap();
    /// let names: Vec<_> = execution.operations().map(|operation| operation.name).collect();
    /// assert_eq!(names, ["spawn", "send", "recv", "join"]);
    /// assert!(execution.operations().all(|operation| operation.on != Primitive::Mutex));
    /// ```
    pub fn operations(&self) -> impl Iterator<Item = Operation> {
        self.trace.steps.iter().filter_map(operation)
    }

    /// Returns the names of the threads that may still have been running when the body returned: those
    /// that were neither joined nor seen to be finished. Empty if the body did not return.
    ///
    /// ```
    /// use interleave::{Explorer, thread};
    ///
    /// let spawn = || drop(thread::Builder::new().name("worker".to_owned()).spawn(|| ()).unwrap());
    /// let execution = Explorer::new().witness(spawn, |()| true).unwrap();
    /// assert!(execution.unjoined().eq(["worker"]));
    /// ```
    pub fn unjoined(&self) -> impl Iterator<Item = &str> {
        self.unjoined.iter().map(|thread| self.info.threads[*thread].as_str())
    }
}

fn operation(step: &Step) -> Option<Operation> {
    let (name, on) = match &step.kind {
        StepKind::Operation { kind, .. } => (std_name(*kind)?, Primitive::of(*kind)),
        StepKind::Spawned { .. } => ("spawn", Primitive::Thread),
        StepKind::Unlocked { .. } | StepKind::Printed { .. } | StepKind::Panicked { .. } => {
            return None;
        }
    };
    Some(Operation { thread: step.thread, name, on, place: step.place })
}

/// The name in std; `None` for the second half of an operation.
pub(crate) fn std_name(kind: Kind) -> Option<&'static str> {
    let by_timeout = |timeout, unlimited, limited| match timeout {
        Timeout::Never => unlimited,
        Timeout::After(_) => limited,
    };
    Some(match kind {
        Kind::Lock => "lock",
        Kind::TryLock => "try_lock",
        Kind::IsPoisoned { .. } => "is_poisoned",
        Kind::ClearPoison { .. } => "clear_poison",
        Kind::Read | Kind::ReadStart => "read",
        Kind::TryRead => "try_read",
        Kind::Write => "write",
        Kind::TryWrite => "try_write",
        Kind::Wait { timeout, .. } => by_timeout(timeout, "wait", "wait_timeout"),
        Kind::NotifyOne => "notify_one",
        Kind::NotifyAll => "notify_all",
        Kind::Load => "load",
        Kind::Store => "store",
        Kind::Update => "update",
        Kind::CompareExchange => "compare_exchange",
        Kind::Fence => "fence",
        Kind::Send => "send",
        Kind::TrySend => "try_send",
        Kind::Recv { timeout } => by_timeout(timeout, "recv", "recv_timeout"),
        Kind::TryRecv => "try_recv",
        Kind::Arrive => "wait",
        Kind::Enter => "call_once",
        Kind::IsComplete => "is_completed",
        Kind::OnceWait { .. } => "wait",
        Kind::Join { .. } | Kind::JoinAll => "join",
        Kind::IsFinished { .. } => "is_finished",
        Kind::ParkStart { timeout } => by_timeout(timeout, "park", "park_timeout"),
        Kind::Unpark { .. } => "unpark",
        Kind::Sleep { .. } => "sleep",
        Kind::Yield => "yield_now",
        Kind::ReadQueued | Kind::WriteStart => return None,
        Kind::Unlock | Kind::ReadUnlock | Kind::WriteUnlock | Kind::Complete => return None,
        Kind::RecvStart | Kind::Wake { .. } | Kind::SendTaken { .. } | Kind::Leave { .. } => {
            return None;
        }
        Kind::Park { .. } | Kind::Continue | Kind::Exit => return None,
        Kind::DropSender | Kind::DropReceiver => return None,
    })
}
