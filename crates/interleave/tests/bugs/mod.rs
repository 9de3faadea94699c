//! Small programs with one bug each.

mod blocked;
mod races;
mod shapes;

pub(super) use blocked::*;
pub(super) use races::*;
pub(super) use shapes::*;
