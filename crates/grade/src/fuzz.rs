//! Random text, and how many random cases the tests of this crate try.
use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use proptest::test_runner::{Config as ProptestConfig, RngSeed};

/// Any text.
pub(crate) fn text() -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..=100).prop_map(String::from_iter)
}

/// The same random cases each time; `make fuzz` asks for more, from another seed.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let number = |name| std::env::var(name).ok()?.parse().ok();
    ProptestConfig {
        cases: number("FUZZ_CASES").map_or(cases, |cases: u64| cases as u32),
        rng_seed: RngSeed::Fixed(number("FUZZ_SEED").unwrap_or(0)),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
