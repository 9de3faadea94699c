//! Advice about accesses that another thread interrupts.

use crate::analysis::{LostUpdate, TornAccess};
use crate::names::Names;
use crate::op::Place;
use crate::source::user_line;

pub(super) fn lost_update(race: &LostUpdate, names: &Names) -> String {
    let LostUpdate { before, between: other, after } = race;
    let between = between(before.place, after.place, before.is_lock);
    let (thread, other) = (names.thread(before.thread), names.thread(other.thread));
    let object = names.object(before.object);
    match (before.is_lock, after.writes) {
        (false, _) => format!(
            "{between} another thread can run. Here {other} changes `{object}` after {thread} has \
             read it, and {thread} continues with the old value. Make the read and the write one \
             step: use `fetch_add` or `compare_exchange`, or hold a lock over both."
        ),
        (true, true) => format!(
            "{between} {thread} does not hold the lock `{object}`. Here {other} locks it and \
             changes what {thread} has read. Make the read and the write one step: lock once, and \
             keep the guard until both are done."
        ),
        (true, false) => format!(
            "{between} {thread} does not hold the lock `{object}`, and {other} changes the data. If \
             both reads must fit together, lock once, and keep the guard until both are done."
        ),
    }
}

/// `Between line 41 and line 42 of cat.rs,`
fn between(first: Place, second: Place, is_lock: bool) -> String {
    let (Some(one), Some(two)) = (user_line(first), user_line(second)) else {
        return "In between".to_owned();
    };
    let file = one.split(':').next().unwrap_or_default();
    let (from, to) = (first.line(), second.line());
    match from == to {
        _ if first.file() != second.file() => format!("Between {one} and {two},"),
        true if is_lock => format!("Between two executions of line {from} of {file},"),
        true => format!("In the middle of line {from} of {file},"),
        false => format!("Between line {from} and line {to} of {file},"),
    }
}

pub(super) fn torn_access(torn: &TornAccess, names: &Names) -> String {
    let (thread, other) = (names.thread(torn.first.thread), names.thread(torn.other));
    let (first, second) = (names.object(torn.first.object), names.object(torn.second.object));
    let (reader, writer) = match (torn.is_read, torn.other_reads) {
        (true, _) => (thread, other),
        (false, true) => (other, thread),
        (false, false) => {
            return format!(
                "{thread} and {other} write `{first}` and `{second}` at the same time, and their \
                 values get mixed. Each step is safe by itself, but the whole is not. Protect the \
                 whole with one lock, and hold it from the first write to the last."
            );
        }
    };
    format!(
        "{reader} reads `{first}` and `{second}` while {writer} is writing them, and sees part of \
         the old data and part of the new. Protect all of it with one lock, and hold it for the \
         whole write and for the whole read."
    )
}
