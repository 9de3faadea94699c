//! What an execution shows, as data: accesses, races, wakeups, the state of each thread.

mod accesses;
mod actions;
mod annotations;
mod code_under_test;
mod edges;
mod object_states;
mod order;
mod races;
mod thread_states;
mod unneeded_wait;
mod visible_trace;
mod waiters;

pub use actions::Action;
pub use annotations::Gap;

pub(crate) use accesses::{DataAccess, accesses};
pub(crate) use actions::action;
pub(crate) use annotations::{Annotation, AnnotationKind, annotations, gaps};
pub(crate) use code_under_test::CodeUnderTest;
pub(crate) use edges::{missed_stores, synchronizes_with};
pub(crate) use object_states::{ObjectState, object_states};
pub(crate) use order::{
    announced_by_another, announced_too_early, in_parts, read_before_announcement, two_steps,
};
pub(crate) use races::{TornAccess, between, different_locks, pairs, torn_access, write_between};
pub(crate) use thread_states::{Activity, Seen, ThreadStates};
pub(crate) use unneeded_wait::{UnneededWait, caller_sleeps, joined_before_spawn, unneeded_wait};
pub(crate) use visible_trace::VisibleTrace;
pub(crate) use waiters::{Wakeups, wakeups};
