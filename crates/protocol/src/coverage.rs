//! How much a passing test has explored.
use crate::json::{name, object};
use crate::named;

/// Which of the possible interleavings a test ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The share of all interleavings.
    pub extent: Extent,
    /// How many executions ran.
    pub executions: u64,
    /// How many scenarios they belong to.
    pub scenarios: u64,
}

named! {
    /// The share of all interleavings that a test ran.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Extent {
        /// Every interleaving that can make a difference.
        Complete = "complete",
        /// Some of them: the search reached a limit.
        Bounded = "bounded",
        /// Random ones, of a scenario that is larger than those explored completely by other tests.
        Sampled = "sampled",
        /// One that reaches the expected state.
        Witness = "witness",
        /// A single run on real threads.
        RealThreads = "real-threads",
    }
}

name!(Extent, |name| Extent::ALL.into_iter().find(|extent| extent.name() == name));
object!(Coverage { extent, executions, scenarios });

#[cfg(test)]
mod tests {
    use super::{Coverage, Extent};
    use crate::json::Json;

    #[test]
    fn every_extent_reads_back() {
        for extent in Extent::ALL {
            let coverage = Coverage { extent, executions: 24, scenarios: 3 };
            assert_eq!(Coverage::read(&coverage.write()), Some(coverage));
        }
    }
}
