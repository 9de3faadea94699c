//! Who waits for what at the end, and who holds it.

use super::names::Names;
use super::words;
use crate::failure::FailureKind;
use crate::trace::Cast;

/// A line for each thread that cannot go on, of an execution that fails because of it.
pub(super) fn told(kind: FailureKind, cast: &Cast, names: &Names) -> String {
    if !matches!(kind, FailureKind::Deadlock | FailureKind::Leftover) {
        return String::new();
    }
    let lines = cast.waits.iter().filter_map(|wait| words::waits::sentence(wait, names));
    lines.map(|line| words::filled(&line)).collect()
}
