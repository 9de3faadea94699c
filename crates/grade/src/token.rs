//! A token that nobody can guess. It is in no file, no argument and no environment.
use std::hash::{BuildHasher, Hasher, RandomState};

/// 128 bits from the system's source of randomness, as text.
pub(crate) fn fresh() -> String {
    // Each state is keyed by the system; without its keys the hash of nothing tells nothing.
    let number = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", number(), number())
}

#[cfg(test)]
mod tests {
    use super::fresh;

    #[test]
    fn no_two_are_alike() {
        assert_ne!(fresh(), fresh());
        assert_eq!(fresh().len(), 32);
    }
}
