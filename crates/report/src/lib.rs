//! Executions as data: what the threads did, and the report that tells it.
//!
//! The engine, `interleave`, is compiled with all optimisations, for it runs every interleaving; what
//! is said of one of them is here, and compiled quickly. Whoever uses the engine finds the types that
//! are meant for him there; the hidden modules are between the two.
#![forbid(unsafe_code)]

#[doc(hidden)]
pub mod answer;
pub mod exit_code;
#[doc(hidden)]
pub mod op;
#[doc(hidden)]
pub mod schedule;
#[doc(hidden)]
pub mod thread_set;
#[doc(hidden)]
pub mod trace;
#[doc(hidden)]
pub use telling::words;

mod failure;
mod operation;
mod primitives;
mod telling;

pub use failure::{
    Bound, Coverage, Execution, Failure, FailureKind, Outcomes, OutcomesWithFailures,
};
pub use operation::Operation;
pub use primitives::Primitive;
pub use schedule::{Schedule, ScheduleError};
pub use telling::{ThreadView, Walk, WalkStep};
