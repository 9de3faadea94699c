//! The state of one execution: its threads, its objects and the events so far.
//!
//! `enabled` computes which threads can continue, `effects` carries an operation out, and
//! `dependence` adds happens-before edges and finds races.

mod atomics;
mod canonical;
mod dependence;
mod effects;
mod enabled;
mod kinds;
mod loop_probe;
mod loop_table;
mod memory;
mod patience;
mod poll_limits;
mod polling;
mod sc_event;
mod seq_cst;
mod slots;
mod spin;
mod state;
mod steps;
mod thread;
mod waits;

pub(crate) use loop_table::SuspendedLoop;
pub(crate) use state::{AbortReason, ExecutionLimits, State};
pub(crate) use thread::Thread;
