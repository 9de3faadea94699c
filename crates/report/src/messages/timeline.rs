//! How a thread stands between two steps.

pub(crate) const NOT_BEGUN: &str = "not begun";
pub(crate) const RUNS: &str = "runs";
pub(crate) const ENDED: &str = "has ended";

pub(crate) fn waits_on(condvar: &str) -> String {
    format!("waits on {condvar}")
}

/// What a thread knows of an object, and who has made that knowledge old.
pub(crate) fn sees(object: &str, value: Option<&str>, changed_by: Option<&str>) -> String {
    let what = match value {
        Some(value) => format!("{object} = {value}"),
        None => object.to_owned(),
    };
    match changed_by {
        None => what,
        Some(by) => format!("{what} (changed since by {by})"),
    }
}
