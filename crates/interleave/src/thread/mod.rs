//! `std::thread`: simulated threads under exploration, real threads everywhere else.

mod current;
mod local;
mod scope;
mod spawn;

pub use current::{Thread, ThreadId, current, park, park_timeout};
pub use local::LocalKey;
pub use scope::{Scope, ScopedJoinHandle, scope};
pub use spawn::{Builder, JoinHandle, spawn};
pub use std::thread::{AccessError, Result, available_parallelism, panicking};

use std::panic::Location;
use std::time::Duration;

use crate::context;
use crate::op::{Kind, NOTHING, Op};

/// See [`std::thread::sleep`]. Under exploration it takes no time: the virtual clock of the thread
/// advances, and the other threads may do anything meanwhile.
#[track_caller]
pub fn sleep(time: Duration) {
    let op = Op { kind: Kind::Sleep { time }, object: NOTHING, place: Location::caller() };
    if context::with(|runtime| runtime.perform(op)).is_none() {
        std::thread::sleep(time);
    }
}

/// See [`std::thread::yield_now`].
#[track_caller]
pub fn yield_now() {
    let op = Op { kind: Kind::Yield, object: NOTHING, place: Location::caller() };
    if context::with(|runtime| runtime.perform(op)).is_none() {
        std::thread::yield_now();
    }
}
