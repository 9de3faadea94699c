//! An access as advice names it.

use crate::analysis::DataAccess;
use crate::names::Names;

/// The thread, the data and the line of an access.
pub(super) fn named<'a>(access: &DataAccess, names: &'a Names) -> (&'a str, &'a str, String) {
    let line = names.line_at(access.start);
    (names.thread(access.thread), names.object(access.object), line)
}
