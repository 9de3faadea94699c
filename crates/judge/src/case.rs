//! Generated scenarios, from the number of a case to the body that runs on it.
use std::fmt::Debug;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, RngSeed, TestRng, TestRunner};

use crate::case_id::{CaseId, ShrinkStep};

/// A strategy, and the body that runs on its scenarios. Only this file knows their types, so the rest
/// is compiled once rather than for each property.
pub(crate) trait Cases {
    /// A new scenario; `None` if the strategy rejects it.
    fn new_tree(&self, runner: &mut TestRunner) -> Option<Box<dyn Tree<'_> + '_>>;
}

impl dyn Cases + '_ {
    /// The scenario of an id; `None` if the strategy rejects it.
    pub(crate) fn tree(&self, test: &str, id: &CaseId) -> Option<Box<dyn Tree<'_> + '_>> {
        let mut tree = self.new_tree(&mut runner(test, id.number))?;
        for step in &id.steps {
            tree.step(*step);
        }
        Some(tree)
    }
}

/// A scenario and all the smaller ones that it can become.
pub(crate) trait Tree<'a> {
    /// Takes a step. Returns whether the scenario changed.
    fn step(&mut self, step: ShrinkStep) -> bool;

    /// The current scenario.
    fn scenario(&self) -> Box<dyn Scenario + 'a>;
}

/// A scenario to explore.
pub(crate) trait Scenario {
    /// The scenario as a report shows it.
    fn text(&self) -> String;

    /// Runs the body of the test on it.
    fn run(&self);
}

/// A strategy and a body.
pub(crate) struct Property<S, F>(pub(crate) S, pub(crate) F);

struct ShrinkableCase<'a, T, F>(T, &'a F);

struct FixedCase<'a, V, F>(V, &'a F);

impl<S: Strategy, F: Fn(&S::Value)> Cases for Property<S, F> {
    fn new_tree(&self, runner: &mut TestRunner) -> Option<Box<dyn Tree<'_> + '_>> {
        match self.0.new_tree(runner) {
            Ok(tree) => Some(Box::new(ShrinkableCase(tree, &self.1))),
            Err(_) => None,
        }
    }
}

impl<'a, T, F> Tree<'a> for ShrinkableCase<'a, T, F>
where
    T: ValueTree,
    T::Value: 'a,
    F: Fn(&T::Value),
{
    fn step(&mut self, step: ShrinkStep) -> bool {
        match step {
            ShrinkStep::Simplify => self.0.simplify(),
            ShrinkStep::Complicate => self.0.complicate(),
        }
    }

    fn scenario(&self) -> Box<dyn Scenario + 'a> {
        Box::new(FixedCase(self.0.current(), self.1))
    }
}

impl<V: Debug, F: Fn(&V)> Scenario for FixedCase<'_, V, F> {
    fn text(&self) -> String {
        format!("{:?}", self.0)
    }

    fn run(&self) {
        (self.1)(&self.0);
    }
}

/// A source of randomness that depends only on the name of the test and the number of the case.
fn runner(test: &str, number: u32) -> TestRunner {
    let config = Config {
        cases: 1,
        max_local_rejects: 65_536,
        max_global_rejects: 1_024,
        max_flat_map_regens: 1_000_000,
        failure_persistence: None,
        source_file: None,
        test_name: None,
        max_shrink_iters: u32::MAX,
        max_default_size_range: 100,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(0),
        ..Config::default()
    };
    let mut seed = [0; 32];
    for (word, bytes) in seed.chunks_exact_mut(8).enumerate() {
        bytes.copy_from_slice(&fnv(&format!("{test}:{number}:{word}")).to_le_bytes());
    }
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
}

/// FNV-1a, which unlike std's hashers is the same in every release.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;

    use super::{Cases, Property, fnv};
    use crate::case_id::CaseId;

    #[test]
    fn a_scenario_depends_only_on_the_test_and_the_number() {
        let property: &dyn Cases =
            &Property(vec(crate::text("a-z", 0..=8), 0..5), |_: &Vec<String>| ());
        let text = |test: &str, number| {
            property.tree(test, &CaseId::new(number)).expect("a vector").scenario().text()
        };
        assert_eq!(text("one", 3), text("one", 3));
        assert_ne!(text("one", 3), text("one", 4));
        assert_ne!(text("one", 3), text("two", 3));
    }

    #[test]
    fn the_hash_matches_the_published_vectors() {
        // From the test vectors of the FNV authors.
        assert_eq!(fnv(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv("foobar"), 0x8594_4171_f739_67e8);
    }
}
