//! How often a thread may poll before it is suspended.

/// The limits of one execution. A loop that ends by itself may exceed them (see `loop_probe`).
#[derive(Clone, Copy, Debug)]
pub(super) struct PollLimits {
    /// A thread is suspended after this many consecutive rereads of an unchanged object.
    pub(super) rereads: usize,
    /// How many rounds of a loop that polls are explored in every order.
    pub(super) rounds: usize,
    /// A thread that has done this many operations without polling may be in a loop that never does.
    pub(super) operations: usize,
    /// After this many operations of a thread, the code around a loop counts as part of it.
    pub(super) in_all: usize,
    /// How many rounds of a loop that does not poll are explored in every order.
    pub(super) silent_rounds: usize,
}

impl PollLimits {
    /// While at most one thread polls forever and changes something in each round.
    pub(super) const USUAL: Self =
        Self { rereads: 24, rounds: 3, operations: 64, in_all: 5_000, silent_rounds: 16 };

    /// If several threads do: each round of one wakes the others, so the orders of their rounds
    /// multiply.
    pub(super) const CROWDED: Self =
        Self { rereads: 2, rounds: 1, operations: 1, in_all: 100, silent_rounds: 0 };
}

impl Default for PollLimits {
    fn default() -> Self {
        Self::USUAL
    }
}
