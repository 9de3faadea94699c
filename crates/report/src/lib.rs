//! Executions as data, and the report that explains them.
//!
//! The engine, `interleave`, is compiled with full optimization because it runs every interleaving.
//! This crate analyzes and describes one of them, and compiles quickly. The engine re-exports the public
//! types; the two crates share the hidden modules.
//!
//! Modules depend on each other in one direction: trace data, names from the source, analysis, messages,
//! rendering.
#![forbid(unsafe_code)]

#[doc(hidden)]
pub mod alternative;
#[doc(hidden)]
pub mod call_stack;
pub mod exit_code;
#[doc(hidden)]
pub mod messages;
#[doc(hidden)]
pub mod op;
#[doc(hidden)]
pub mod op_result;
#[doc(hidden)]
pub mod schedule;
#[doc(hidden)]
pub mod text;
#[doc(hidden)]
pub mod thread_set;
#[doc(hidden)]
pub mod trace;

mod analysis;
mod failure;
mod names;
mod operation;
mod primitive;
mod render;
mod source;

pub use analysis::{Action, Gap};
pub use failure::{
    Bound, Coverage, Execution, Failure, FailureKind, Outcomes, OutcomesWithFailures,
};
pub use operation::Operation;
pub use primitive::Primitive;
pub use render::{
    Choices, Explanation, Fold, NextStep, ObjectState, PossibleResult, ThreadState, Timeline,
    TimelineStep,
};
pub use schedule::{Schedule, ScheduleError};
pub use source::{provide_source, provided_source};
