//! The crates that the tests of an exercise are compiled with.
use crate::finding::Why;
use crate::messages;

/// The crates that an exercise may use besides std.
const ALLOWED: &[&str] =
    &["form_urlencoded", "http", "percent_encoding", "serde", "serde_json", "std"];

/// The crates of the tests.
const TEST_KIT: &[&str] = &["insta", "interleave", "judge", "proptest", "serial_test"];

/// The crates of the toolchain.
const TOOLCHAIN: &[&str] = &["alloc", "proc_macro", "test"];

/// Whether a crate is one that exercises may use.
pub(crate) fn is_allowed(name: &str) -> bool {
    ALLOWED.contains(&name)
}

/// Why a crate must not be used, if there is one of this name.
pub(crate) fn refused(name: &str) -> Option<Why> {
    if TEST_KIT.contains(&name) {
        Some(messages::TEST_KIT)
    } else if TOOLCHAIN.contains(&name) {
        Some(messages::OTHER_CRATE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dependency_of_the_tests_is_listed() {
        let manifest = include_str!("../../../Cargo.toml");
        let package = manifest.split("\n[package]").nth(1).expect("the root is a package");
        let mut count = 0;
        for section in ["\n[dependencies]", "\n[dev-dependencies]"] {
            let lines = package.split(section).nth(1).expect("the section exists").lines().skip(1);
            for line in lines.take_while(|line| !line.starts_with('[')) {
                let Some((name, _)) = line.split_once(['.', ' ']) else { continue };
                let name = name.replace('-', "_");
                assert!(is_allowed(&name) || refused(&name).is_some(), "{name} is not listed");
                count += 1;
            }
        }
        assert!(count >= 9, "the manifest has {count} dependencies");
    }
}
