//! An unguessable token. It is never in a file, an argument or the environment.
use std::hash::{BuildHasher, RandomState};

/// 128 bits from the system's source of randomness, as text.
pub(crate) fn random() -> String {
    // The operating system seeds each state; without the seed, a hash reveals nothing about it.
    let number = || RandomState::new().hash_one(());
    format!("{:016x}{:016x}", number(), number())
}

#[cfg(test)]
mod tests {
    use super::random;

    #[test]
    fn tokens_differ() {
        assert_ne!(random(), random());
        assert_eq!(random().len(), 32);
    }
}
