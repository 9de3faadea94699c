//! What an execution shows, as data: races, blocked threads, stale reads.

mod accesses;
mod advice;
mod annotations;
mod blocked;
mod races;
mod thread_states;
mod visible_trace;
mod waiters;
mod waiting;
mod weak_memory;

pub(crate) use accesses::writes;
pub(crate) use advice::{Advice, advice};
pub(crate) use annotations::{Annotation, AnnotationKind, annotations};
pub(crate) use blocked::{Blocked, is_stuck_alone};
pub(crate) use races::{LostUpdate, TornAccess};
pub(crate) use thread_states::{Activity, Seen, ThreadStates};
pub(crate) use visible_trace::VisibleTrace;
pub(crate) use waiters::wakeups;
pub(crate) use weak_memory::{Flag, WeakMemory};
