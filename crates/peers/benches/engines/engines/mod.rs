//! The engines, each with its own implementation of std.

pub(crate) mod interleave;
pub(crate) mod loom;
pub(crate) mod shuttle;
