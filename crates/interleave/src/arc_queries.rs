//! Whether code asks how many owners an `Arc` has. `Arc` is std's own, so the engine does not see
//! the answer change; it finds the question in the source.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Calls whose result depends on the other owners. `make_mut` and `unwrap_or_clone` are not among
/// them, because a copy has the same value as the original.
const QUERIES: [&str; 10] = [
    "Arc::get_mut",
    "Arc::into_inner",
    "Arc::strong_count",
    "Arc::try_unwrap",
    "Arc::weak_count",
    "Weak::strong_count",
    "Weak::upgrade",
    "Weak::weak_count",
    ".strong_count(",
    ".upgrade(",
];

/// Whether the source file of an operation contains such a call. `false` if it cannot be read.
pub(crate) fn are_in(file: &'static str) -> bool {
    static KNOWN: Mutex<BTreeMap<&'static str, bool>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    *known.entry(file).or_insert_with(|| read(file).is_some_and(|source| are_found(&source)))
}

/// The source. The compiler writes paths relative to the root of a workspace, and tests run in the
/// folder of their package.
fn read(file: &str) -> Option<String> {
    let here = env::current_dir().ok()?;
    here.ancestors().find_map(|folder| fs::read_to_string(folder.join(Path::new(file))).ok())
}

/// Whether this source contains such a call.
pub(crate) fn are_found(source: &str) -> bool {
    source.lines().any(|line| {
        let code = line.split("//").next().unwrap_or_default();
        QUERIES.iter().any(|query| code.contains(query))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_questions_about_owners_are_found() {
        for query in ["a = weak.upgrade();", "std::sync::Arc::try_unwrap(a)"] {
            assert!(are_found(query), "{query}");
        }
        for other in ["// Arc::get_mut", "lock.get_mut()", "Mutex::into_inner(m)", "Arc::new(1)"] {
            assert!(!are_found(other), "{other}");
        }
    }

    #[test]
    fn the_file_of_an_operation_is_found_from_the_folder_of_the_package() {
        assert!(are_in(file!()));
        assert!(!are_in("no such file"));
    }
}
