//! The operations of an execution, for tests that ask what a solution is made of.

use std::panic::Location;

use crate::failure::Execution;
use crate::op::{Kind, Timeout};
use crate::primitive::Primitive;
use crate::trace::{Step, StepKind};

/// One operation of an execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// Which thread did it: 0 is the body, the others count from 1 as they are started.
    pub thread: usize,
    /// What was done, by the name that std has for it: `lock`, `load`, `send`, `join`. All that
    /// reads and writes an atomic in one step is an `update`, but for `compare_exchange`; the end of a
    /// scope is a `join`.
    pub name: &'static str,
    /// On what.
    pub on: Primitive,
    /// On which line.
    pub place: &'static Location<'static>,
}

impl Execution {
    /// What the threads did, in the order of this execution. One call is one operation: the moment at
    /// which a waiting thread goes on is not listed again, and what a destructor does is not listed.
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

    /// Who was still there, as far as anybody can know, when the body returned: the threads that
    /// nobody had joined or seen finished, by name. None for an execution that did not get so far.
    pub fn unjoined(&self) -> impl Iterator<Item = &str> {
        self.unjoined.iter().map(|tid| self.info.threads[*tid].as_str())
    }
}

fn operation(step: &Step) -> Option<Operation> {
    let (name, on) = match &step.kind {
        StepKind::Operation { kind, .. } => (name(*kind)?, Primitive::of(*kind)),
        StepKind::Spawned { .. } => ("spawn", Primitive::Thread),
        StepKind::Unlocked { .. } | StepKind::Panicked { .. } => return None,
    };
    Some(Operation { thread: step.thread, name, on, place: step.place })
}

/// What std calls it; `None` for the second half of an operation.
fn name(kind: Kind) -> Option<&'static str> {
    let by_patience = |timeout, forever, limited| match timeout {
        Timeout::Never => forever,
        Timeout::After(_) => limited,
    };
    Some(match kind {
        Kind::Lock => "lock",
        Kind::TryLock => "try_lock",
        Kind::IsPoisoned { .. } => "is_poisoned",
        Kind::ClearPoison { .. } => "clear_poison",
        Kind::Read => "read",
        Kind::TryRead => "try_read",
        Kind::Write => "write",
        Kind::TryWrite => "try_write",
        Kind::Wait { timeout, .. } => by_patience(timeout, "wait", "wait_timeout"),
        Kind::NotifyOne => "notify_one",
        Kind::NotifyAll => "notify_all",
        Kind::Load => "load",
        Kind::Store => "store",
        Kind::Update => "update",
        Kind::CompareExchange => "compare_exchange",
        Kind::Fence => "fence",
        Kind::Send => "send",
        Kind::TrySend => "try_send",
        Kind::Recv { timeout } => by_patience(timeout, "recv", "recv_timeout"),
        Kind::TryRecv => "try_recv",
        Kind::Arrive => "wait",
        Kind::Enter => "call_once",
        Kind::IsComplete => "is_completed",
        Kind::Join { .. } | Kind::JoinAll => "join",
        Kind::IsFinished { .. } => "is_finished",
        Kind::ParkStart { timeout } => by_patience(timeout, "park", "park_timeout"),
        Kind::Unpark { .. } => "unpark",
        Kind::Sleep { .. } => "sleep",
        Kind::Yield => "yield_now",
        Kind::Unlock | Kind::ReadUnlock | Kind::WriteUnlock | Kind::Complete => return None,
        Kind::RecvStart | Kind::Wake { .. } | Kind::SendTaken { .. } | Kind::Leave { .. } => {
            return None;
        }
        Kind::Park { .. } | Kind::Exit | Kind::DropSender | Kind::DropReceiver => return None,
    })
}
