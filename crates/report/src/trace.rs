//! What happened in one execution.

use std::any::type_name;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::panic::Location;
use std::sync::atomic::Ordering;

use crate::alternative::Alternative;
use crate::call_stack::CallStack;
use crate::op::{Kind, ObjectId, Op, Place};
use crate::op_result::{NewerStore, OpResult};
use crate::thread_set::Tid;

/// The file and the line of a panic.
pub type PanicPlace = (String, u32);

/// One step of a thread.
#[derive(Clone, Debug)]
pub struct Step {
    pub thread: Tid,
    pub kind: StepKind,
    pub place: Place,
    /// The thread that this step preempted.
    pub preempted: Option<Tid>,
    /// The functions that led to it.
    pub stack: CallStack,
}

#[derive(Clone, Debug)]
pub enum StepKind {
    Operation {
        kind: Kind,
        object: ObjectId,
        result: Option<OpResult>,
        /// Which of the possible results was chosen: for a `notify_one`, which waiter it woke.
        variant: usize,
        value: Option<Value>,
        /// The ordering of an atomic operation or a fence.
        ordering: Option<Ordering>,
        /// The newest store, if an older one was read or made.
        newer: Option<NewerStore>,
    },
    /// A guard was dropped. `changed` is false if its owner only had shared access to the data.
    Unlocked {
        object: ObjectId,
        changed: bool,
        /// The data, if it is of a type that can be shown.
        value: Option<String>,
    },
    Spawned {
        thread: Tid,
    },
    /// The code under test has printed something.
    Printed {
        text: String,
    },
    /// A panic, with its place if that is known.
    Panicked {
        message: String,
        place: Option<PanicPlace>,
    },
}

/// What an operation read or wrote. Each value is shown as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Read(String),
    Written(String),
    Replaced {
        old: String,
        new: String,
    },
    /// A `compare_exchange` that found a value other than the expected one.
    Unexpected {
        found: String,
        expected: String,
    },
    /// A `compare_exchange` that failed spuriously.
    SpuriousFailure(String),
}

impl Value {
    /// Shows a value; for a byte that is a printable ASCII character, also the character: `67 'C'`.
    pub fn show<T: Debug>(value: &T) -> String {
        let text = format!("{value:?}");
        if type_name::<T>() != type_name::<u8>() {
            return text;
        }
        match text.parse::<u8>() {
            Ok(byte) if byte.is_ascii_graphic() || byte == b' ' => {
                format!("{byte} {:?}", char::from(byte))
            }
            _ => text,
        }
    }

    /// The value of the object after the operation.
    pub fn current(&self) -> &str {
        match self {
            Self::Read(value) | Self::Written(value) | Self::SpuriousFailure(value) => value,
            Self::Replaced { new, .. } => new,
            Self::Unexpected { found, .. } => found,
        }
    }
}

/// The steps of an execution, in order.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    pub steps: Vec<Step>,
    /// For each choice of the schedule, the number of steps before it.
    pub choices: Vec<usize>,
    /// The choices that also decided the result of the operation, and that result.
    pub alternatives: Vec<(usize, Alternative)>,
    /// The position of each object in the `Vec` that it may be in, if that is known and stays the same.
    pub indices: BTreeMap<ObjectId, Option<usize>>,
}

impl Trace {
    /// Sets the ordering of the last operation, and the newest store if it read or made an older one.
    pub fn set_ordering(&mut self, used: Ordering, newest: Option<NewerStore>) {
        if let Some(StepKind::Operation { ordering, newer, .. }) =
            self.steps.last_mut().map(|step| &mut step.kind)
        {
            (*ordering, *newer) = (Some(used), newest);
        }
    }

    /// Sets the position of an object, which is unknown from then on if it had another one.
    pub fn set_index(&mut self, object: ObjectId, index: Option<usize>) {
        let known = self.indices.entry(object).or_insert(index);
        *known = known.filter(|known| Some(*known) == index);
    }

    /// Sets the value that the last operation of `thread` read or wrote.
    pub fn set_value(&mut self, thread: Tid, new: Value) {
        if let Some(StepKind::Operation { value, .. }) = self.last_kind(thread) {
            *value = Some(new);
        }
    }

    /// Sets the result of the last operation of `thread`.
    pub fn set_result(&mut self, thread: Tid, new: OpResult) {
        if let Some(StepKind::Operation { result, .. }) = self.last_kind(thread) {
            *result = Some(new);
        }
    }

    fn last_kind(&mut self, thread: Tid) -> Option<&mut StepKind> {
        let last = self.steps.iter_mut().rev().find(|step| step.thread == thread);
        last.map(|step| &mut step.kind)
    }

    /// Adds what `thread` prints: to its last step if that is output without a newline at its end.
    pub fn record_output(&mut self, thread: Tid, new: String, place: Place) {
        match self.steps.last_mut() {
            Some(Step { kind: StepKind::Printed { text }, thread: same, .. })
                if *same == thread && !text.ends_with('\n') =>
            {
                text.push_str(&new);
            }
            _ => {
                let (kind, stack) = (StepKind::Printed { text: new }, CallStack::default());
                self.steps.push(Step { thread, kind, place, preempted: None, stack });
            }
        }
    }

    /// Adds a panic of `thread`, unless it was already added when other threads ran between two of its
    /// destructors.
    pub fn record_panic(&mut self, thread: Tid, panic: &Panic) {
        let Panic { message, place: raised_at } = panic.clone();
        let mut earlier = self.steps.iter().rev().filter(|step| step.thread == thread);
        let last = earlier.find_map(|step| match &step.kind {
            StepKind::Panicked { message, place } => Some((message, place)),
            _ => None,
        });
        if last != Some((&message, &raised_at)) {
            let kind = StepKind::Panicked { message, place: raised_at };
            let (place, stack) = (Location::caller(), CallStack::default());
            self.steps.push(Step { thread, kind, place, preempted: None, stack });
        }
    }
}

/// The threads and objects of an execution, and the threads that are blocked at its end.
#[derive(Clone, Debug, Default)]
pub struct TraceInfo {
    /// The name of each thread.
    pub threads: Vec<String>,
    pub objects: Vec<ObjectInfo>,
    pub waits: Vec<Wait>,
}

/// The type of an object, where it was created, and its position if it is in a `Vec`.
#[derive(Clone, Debug)]
pub struct ObjectInfo {
    pub type_name: &'static str,
    pub created: Place,
    pub index: Option<usize>,
}

/// A thread that cannot continue, and the threads that block it.
#[derive(Clone, Debug)]
pub struct Wait {
    pub thread: Tid,
    pub op: Op,
    /// The threads that hold the lock, with the place where each locked it; or the threads that have
    /// to finish first.
    pub blocked_by: Vec<(Tid, Option<Place>)>,
    /// Where each sender was created or cloned that still exists, if the thread waits for a message.
    pub senders: Vec<Place>,
    /// Whether a destructor waits while the thread is panicking.
    pub unwinding: bool,
    /// The functions that led to the operation.
    pub stack: CallStack,
}

impl Wait {
    /// The place where the thread locked the lock that it now waits for.
    pub(crate) fn locked_by_itself(&self) -> Option<Option<Place>> {
        let own = self.blocked_by.iter().find(|(holder, _)| *holder == self.thread);
        own.map(|(_, place)| *place)
    }

    /// The lock that the thread waits for: after a wakeup, that of the condition variable.
    pub(crate) fn lock(&self) -> Option<ObjectId> {
        match self.op.kind {
            Kind::Lock | Kind::Read | Kind::Write => Some(self.op.object),
            Kind::Wake { mutex, .. } => Some(mutex),
            _ => None,
        }
    }

    /// The threads that block it.
    pub(crate) fn blockers(&self) -> impl Iterator<Item = Tid> {
        self.blocked_by.iter().map(|(thread, _)| *thread)
    }

    /// Whether nothing blocks an operation that only other threads can block.
    pub(crate) fn could_continue(&self) -> bool {
        let kind = self.op.kind;
        let is_lock = matches!(kind, Kind::Lock | Kind::Read | Kind::Write | Kind::Enter);
        self.blocked_by.is_empty() && (is_lock || is_join(kind))
    }
}

impl Step {
    /// The operation; `None` for another step.
    pub(crate) fn op(&self) -> Option<Op> {
        match self.kind {
            StepKind::Operation { kind, object, .. } => {
                Some(Op { kind, object, place: self.place })
            }
            _ => None,
        }
    }

    /// The kind of the operation, and its object.
    pub(crate) fn operation(&self) -> Option<(Kind, ObjectId)> {
        self.op().map(|op| (op.kind, op.object))
    }

    /// The result of an operation.
    pub(crate) fn result(&self) -> Option<OpResult> {
        match self.kind {
            StepKind::Operation { result, .. } => result,
            _ => None,
        }
    }

    /// What an operation read or wrote.
    pub(crate) fn value(&self) -> Option<&Value> {
        match &self.kind {
            StepKind::Operation { value, .. } => value.as_ref(),
            _ => None,
        }
    }

    /// Whether it writes an atomic.
    pub(crate) fn writes(&self) -> bool {
        match self.operation() {
            Some((Kind::Store | Kind::Update, _)) => true,
            Some((Kind::CompareExchange, _)) => {
                matches!(self.value(), Some(Value::Replaced { .. }))
            }
            _ => false,
        }
    }

    /// Whether the message that it sends or receives is passed on.
    pub(crate) fn passes_message(&self) -> bool {
        let fails = [OpResult::Disconnected, OpResult::Full, OpResult::Empty].map(Some);
        !fails.contains(&self.result())
    }

    /// The lock that it locks, perhaps again after a wait.
    pub(crate) fn locks(&self) -> Option<ObjectId> {
        let (kind, object) = self.operation()?;
        match kind {
            Kind::Lock | Kind::Read | Kind::Write => Some(object),
            Kind::TryLock | Kind::TryRead | Kind::TryWrite => {
                (self.result() == Some(OpResult::Yes)).then_some(object)
            }
            Kind::Wake { mutex, .. } => Some(mutex),
            _ => None,
        }
    }

    /// The thread that it spawns.
    pub(crate) fn spawns(&self) -> Option<Tid> {
        match self.kind {
            StepKind::Spawned { thread } => Some(thread),
            _ => None,
        }
    }
}

impl TraceInfo {
    /// The waits for threads to finish, and all others.
    pub(crate) fn joins_and_others(&self) -> (Vec<&Wait>, Vec<&Wait>) {
        self.waits.iter().partition(|wait| is_join(wait.op.kind))
    }
}

/// Returns `true` if the operation waits for threads to finish.
pub(crate) fn is_join(kind: Kind) -> bool {
    matches!(kind, Kind::Join { .. } | Kind::JoinAll)
}

/// A panic that ended a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panic {
    pub message: String,
    pub place: Option<PanicPlace>,
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn a_printable_byte_is_shown_as_a_character_too() {
        assert_eq!(Value::show(&67_u8), "67 'C'");
        assert_eq!(Value::show(&32_u8), "32 ' '");
        assert_eq!(Value::show(&7_u8), "7");
        assert_eq!(Value::show(&67_u32), "67");
    }
}
