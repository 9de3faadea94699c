//! Small programs with one bug each.

mod blocked;
mod memory;
mod races;
mod report_sizes;

pub(super) use blocked::*;
pub(super) use memory::*;
pub(super) use races::*;
pub(super) use report_sizes::*;
