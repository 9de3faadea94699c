//! Generated values by number: a number always gives the same value.
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

fn case<S: Strategy>(strategy: &S, number: u64) -> (TestRunner, S::Tree) {
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let tree = strategy.new_tree(&mut runner).expect("the strategies filter nothing");
    (runner, tree)
}

/// The value with this number.
pub fn generate<S: Strategy>(strategy: &S, number: u64) -> S::Value {
    case(strategy, number).1.current()
}

/// The smallest value that `fails`, starting from the one with this number.
pub fn shrink<S: Strategy>(
    strategy: &S,
    number: u64,
    fails: impl Fn(&S::Value) -> bool,
) -> S::Value {
    let (mut runner, tree) = case(strategy, number);
    let test = |value| match fails(&value) {
        true => Err(TestCaseError::fail("")),
        false => Ok(()),
    };
    match runner.run_one(tree, test) {
        Err(TestError::Fail(_, smallest)) => smallest,
        _ => generate(strategy, number),
    }
}
