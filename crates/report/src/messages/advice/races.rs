//! Advice about accesses that another thread interrupts.

use crate::analysis::{self, DataAccess, SEARCHED, write_between};
use crate::names::Names;
use crate::op::Place;
use crate::source::user_line;

/// A read and a later access of one thread to the same data, and a write by another thread in between. The
/// most telling one is preferably at a preemption, and has a read before a write.
pub(super) fn lost_update(accesses: &[DataAccess], names: &Names) -> Option<String> {
    let accesses = &accesses[..accesses.len().min(SEARCHED)];
    let candidates = accesses.iter().enumerate().filter_map(|(at, before)| {
        let is_next =
            |next: &&DataAccess| next.thread == before.thread && next.object == before.object;
        let after = accesses[at + 1..].iter().find(is_next)?;
        let only_reads = before.reads && (before.is_lock || !before.writes);
        // A statement that writes each time is a loop, and every round of it is complete.
        let is_loop = before.writes && before.place == after.place;
        let may_write = after.writes || after.is_lock;
        let other = write_between(accesses, before, after)?;
        (only_reads && may_write && !is_loop).then_some((before, other, after))
    });
    let rank = |(before, _, after): &(&DataAccess, &DataAccess, &DataAccess)| {
        let is_preempted = accesses.iter().any(|access| {
            access.preempted == Some(before.thread)
                && before.end < access.start
                && access.start < after.start
        });
        (!is_preempted, before.writes || !after.writes)
    };
    let (before, other, after) = candidates.min_by_key(rank)?;
    let between = between(before.place, after.place, before.is_lock);
    let (thread, other) = (names.thread(before.thread), names.thread(other.thread));
    let object = names.object(before.object);
    Some(match (before.is_lock, after.writes) {
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
    })
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

/// Another thread runs between two accesses to data that belong together.
pub(super) fn torn_access(accesses: &[DataAccess], names: &Names) -> Option<String> {
    let torn = analysis::torn_access(accesses)?;
    let (thread, other) = (names.thread(torn.first.thread), names.thread(torn.other));
    let (first, second) = (names.object(torn.first.object), names.object(torn.second.object));
    let (reader, writer) = match (torn.is_read, torn.other_reads) {
        (true, _) => (thread, other),
        (false, true) => (other, thread),
        (false, false) => {
            return Some(format!(
                "{thread} and {other} write `{first}` and `{second}` at the same time, and their \
                 values get mixed. Each step is safe by itself, but the whole is not. Protect the \
                 whole with one lock, and hold it from the first write to the last."
            ));
        }
    };
    Some(format!(
        "{reader} reads `{first}` and `{second}` while {writer} is writing them, and sees part of \
         the old data and part of the new. Protect all of it with one lock, and hold it for the \
         whole write and for the whole read."
    ))
}
