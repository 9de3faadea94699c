//! How large the scenarios of a test are.
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use protocol::Size;

/// The values of each size.
pub(crate) type Sizes = BTreeMap<&'static str, BTreeSet<u64>>;

thread_local! {
    /// The sizes of the test that runs on this thread. All threads of an exploration run on it.
    static SIZES: RefCell<Sizes> = const { RefCell::new(Sizes::new()) };
}

/// Notes a size of the current scenario, such as the number of its threads.
///
/// The record of a passing test lists all its sizes, so that `make verify` can compare them with the table of
/// sizes in the contract.
///
/// ```
/// let callers = ["ann", "bob"];
/// judge::size("callers at the same time", callers.len());
/// ```
pub fn size(of: &'static str, value: usize) {
    SIZES.with_borrow_mut(|sizes| _ = sizes.entry(of).or_default().insert(value as u64));
}

/// Removes the sizes that this thread has noted, and returns them.
pub(crate) fn take() -> Sizes {
    SIZES.take()
}

/// Adds the sizes that another thread has noted.
pub(crate) fn add(others: Sizes) {
    SIZES.with_borrow_mut(|sizes| {
        for (of, values) in others {
            sizes.entry(of).or_default().extend(values);
        }
    });
}

/// Sizes as the record lists them.
pub(crate) fn list(sizes: Sizes) -> Vec<Size> {
    let size = |(of, values): (&str, BTreeSet<u64>)| Size {
        of: of.to_owned(),
        values: values.into_iter().collect(),
    };
    sizes.into_iter().map(size).collect()
}
