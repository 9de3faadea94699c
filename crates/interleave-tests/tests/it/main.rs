//! The tests of the engine. They are one program, because linking the engine takes longer than compiling most of
//! them.

mod advice;
mod blocking_destructors;
mod classes;
mod common;
mod execution_counts;
mod exploration_errors;
mod fairness;
mod history;
mod left_threads;
mod litmus;
mod nondeterminism;
mod primitives;
mod primitives_used;
mod process_aborts;
mod reduction;
mod reference_counts;
mod replay;
mod reports;
mod results;
mod rwlock_policies;
mod silent_output;
mod std_api;
mod thread_local_destructors;
mod thread_local_order;
mod unwinding;
