//! A model checker for plain std programs: every interleaving that matters, and why one fails.
pub use ::std::*;
mod stub;
pub use stub::*;
