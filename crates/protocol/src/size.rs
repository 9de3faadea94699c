//! How large the scenarios of a test are.
use crate::json::object;

/// One of the sizes that a test varies, such as the number of threads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    /// What is counted.
    pub of: String,
    /// The sizes that the test ran, in ascending order.
    pub values: Vec<u64>,
}

object!(Size { of, values });
