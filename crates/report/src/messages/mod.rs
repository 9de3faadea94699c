//! Every sentence about an execution.

mod advice;
mod alternatives;
mod choices;
mod failures;
mod process;
mod quotes;
mod rows;
mod summary;
mod unneeded_wait;
mod unsupported;
mod waits;

pub(crate) use advice::{advice, functions::taking_part, in_every_interleaving};
pub(crate) use alternatives::alternative;
pub(crate) use choices::{activity, next_operation, object_state, seen, why_blocked};
pub(crate) use quotes::{FAILS, MORE_STEPS, THEN_ALSO, TOO, does, spawns, uses, waits_for};
pub(crate) use rows::{
    FAILS_HERE, SPURIOUS_WAKEUP, annotation, called, calls, critical_section, disregard_newer,
    left_out, operation, panic, print, repetitions, same_row, spawn, unlock, waiting,
};
pub(crate) use summary::{FIRST, THEN, alone, found, unfinished};
pub(crate) use unneeded_wait::{
    HAPPENS, SHOULD_BE_POSSIBLE, caller_sleeps, does_not_hold, joined_before_spawn, unneeded_wait,
};
pub(crate) use waits::{also_waits, wait};

pub use alternatives::why_allowed;
pub use failures::*;
pub use process::*;
pub use unsupported::*;
