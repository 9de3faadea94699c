//! `std::hash`, with keys that are the same in every execution and on real threads.

pub use ::std::hash::*;

/// See [`std::hash::RandomState`]. Its keys are fixed, because an order that differs from execution to
/// execution is not an interleaving.
#[derive(Clone, Debug, Default)]
pub struct RandomState(());

impl RandomState {
    /// See [`std::hash::RandomState::new`].
    #[must_use]
    pub fn new() -> Self {
        Self(())
    }
}

impl ::std::hash::BuildHasher for RandomState {
    type Hasher = ::std::hash::DefaultHasher;

    fn build_hasher(&self) -> Self::Hasher {
        Self::Hasher::new()
    }
}
