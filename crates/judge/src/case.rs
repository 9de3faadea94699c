//! A generated scenario: its name, its seed, its tree of smaller scenarios.
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, RngSeed, TestRng, TestRunner};
use std::fmt;
use std::str::FromStr;

/// One step towards a smaller scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Make it smaller.
    Simplify,
    /// Take some of the last simplification back.
    Complicate,
}

impl Step {
    /// Takes the step; false if the scenario stays what it is.
    fn apply(self, tree: &mut impl ValueTree) -> bool {
        match self {
            Step::Simplify => tree.simplify(),
            Step::Complicate => tree.complicate(),
        }
    }
}

/// A strategy and what is done with its scenarios. Only this file knows their types: all else is
/// compiled once, with the judge, and not again for every property.
pub(crate) trait Cases {
    /// The scenario of a name, with what is left to shrink; `None` if the strategy has none.
    fn tree(&self, test: &str, id: &CaseId) -> Option<Box<dyn Tree<'_> + '_>>;
}

/// A scenario and all the smaller ones that it can become.
pub(crate) trait Tree<'a> {
    /// Takes a step; false if the scenario stays what it is.
    fn step(&mut self, step: Step) -> bool;

    /// The scenario as it is now.
    fn scenario(&self) -> Box<dyn Scenario + 'a>;
}

/// What is explored.
pub(crate) trait Scenario {
    /// What a report shows.
    fn text(&self) -> String;

    /// Runs the body of the test on it.
    fn run(&self);
}

/// The scenarios of a strategy, and the body that runs on each.
pub(crate) struct Property<S, F>(pub(crate) S, pub(crate) F);

struct Growing<'a, T, F>(T, &'a F);

struct Fixed<'a, V, F>(V, &'a F);

impl<S: Strategy, F: Fn(&S::Value)> Cases for Property<S, F> {
    fn tree(&self, test: &str, id: &CaseId) -> Option<Box<dyn Tree<'_> + '_>> {
        let tree = self.0.new_tree(&mut runner(test, id.number)).ok()?;
        let mut tree = Growing(tree, &self.1);
        for step in &id.steps {
            tree.step(*step);
        }
        Some(Box::new(tree))
    }
}

impl<'a, T, F> Tree<'a> for Growing<'a, T, F>
where
    T: ValueTree,
    T::Value: 'a,
    F: Fn(&T::Value),
{
    fn step(&mut self, step: Step) -> bool {
        step.apply(&mut self.0)
    }

    fn scenario(&self) -> Box<dyn Scenario + 'a> {
        Box::new(Fixed(self.0.current(), self.1))
    }
}

impl<V: fmt::Debug, F: Fn(&V)> Scenario for Fixed<'_, V, F> {
    fn text(&self) -> String {
        format!("{:?}", self.0)
    }

    fn run(&self) {
        (self.1)(&self.0);
    }
}

/// The name of a scenario: the number of the case, then the steps that made it smaller.
///
/// `7ssc` is case 7 after two simplifications and one complication; runs of three and more steps
/// are counted, `7s12c`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CaseId {
    pub(crate) number: u32,
    pub(crate) steps: Vec<Step>,
}

impl CaseId {
    pub(crate) fn new(number: u32) -> Self {
        Self { number, steps: Vec::new() }
    }
}

/// A source of randomness that depends on the name of the test and the number of the case only.
fn runner(test: &str, number: u32) -> TestRunner {
    // Every field that an environment variable can set is set here.
    let config = Config {
        cases: 1,
        max_local_rejects: 65_536,
        max_global_rejects: 1_024,
        max_flat_map_regens: 1_000_000,
        failure_persistence: None,
        source_file: None,
        test_name: None,
        max_shrink_time: 0,
        max_shrink_iters: u32::MAX,
        max_default_size_range: 100,
        verbose: 0,
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

/// FNV-1a: unlike std's hashers it is the same in every release.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number)?;
        for run in self.steps.chunk_by(|a, b| a == b) {
            let letter = if run[0] == Step::Simplify { "s" } else { "c" };
            match run.len() {
                short @ 1..=2 => f.write_str(&letter.repeat(short))?,
                long => write!(f, "{letter}{long}")?,
            }
        }
        Ok(())
    }
}

impl FromStr for CaseId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, mut rest) = text.split_at(digits(text));
        let mut id = Self::new(number.parse().map_err(|_| ())?);
        while let Some(letter) = rest.chars().next() {
            let step = match letter {
                's' => Step::Simplify,
                'c' => Step::Complicate,
                _ => return Err(()),
            };
            let (count, after) = rest[1..].split_at(digits(&rest[1..]));
            let count = if count.is_empty() { Ok(1) } else { count.parse::<u16>() };
            id.steps.extend(std::iter::repeat_n(step, count.map_err(|_| ())?.into()));
            rest = after;
        }
        Ok(id)
    }
}

#[cfg(test)]
mod tests {
    use super::{CaseId, Cases, Property, Step, fnv};
    use proptest::collection::vec;

    #[test]
    fn an_id_reads_back_as_it_was_written() {
        for text in ["7", "0s", "7ssc", "12s3c4ss", "3cs64"] {
            let id: CaseId = text.parse().expect(text);
            assert_eq!(id.to_string(), text);
        }
        let steps = [Step::Simplify, Step::Simplify, Step::Complicate].into();
        assert_eq!("7ssc".parse(), Ok(CaseId { number: 7, steps }));
    }

    #[test]
    fn nonsense_is_no_id() {
        for text in ["", "-", "s", "7x", "7s ", "-7", "7s99999999"] {
            assert_eq!(text.parse::<CaseId>(), Err(()), "{text}");
        }
    }

    #[test]
    fn a_scenario_depends_on_the_test_and_the_number_only() {
        let property = Property(vec("[a-z]{0,8}", 0..5), |_: &Vec<String>| ());
        let text = |test: &str, number| {
            property.tree(test, &CaseId::new(number)).expect("a vector").scenario().text()
        };
        assert_eq!(text("one", 3), text("one", 3));
        assert_ne!(text("one", 3), text("one", 4));
        assert_ne!(text("one", 3), text("two", 3));
    }

    #[test]
    fn the_seed_is_the_published_hash() {
        // From the test vectors of the FNV authors.
        assert_eq!(fnv(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv("foobar"), 0x8594_4171_f739_67e8);
    }
}
