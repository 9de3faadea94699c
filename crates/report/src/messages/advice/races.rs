//! Advice about accesses that another thread interrupts.

use super::access::named;
use crate::analysis::{self, DataAccess, TornAccess, VisibleTrace, pairs, write_between};
use crate::names::Names;
use crate::op::{Kind, ObjectId};
use crate::source::user_line;
use crate::thread_set::Tid;
use crate::trace::Step;

/// A read and a later access of one thread to the same data, and a write by another thread in between. The
/// most telling one is preferably at a preemption, and has a read before a write.
pub(super) fn lost_update(trace: &VisibleTrace<'_>, names: &Names) -> Option<String> {
    let steps = trace.steps;
    let accesses = &trace.code.accesses(steps);
    let at_one_object = pairs(accesses, |access| (access.thread, access.object));
    let candidates = at_one_object.filter_map(|(before, after)| {
        let only_reads = before.reads && (before.is_lock || !before.writes);
        // A statement that writes each time is a loop, and every round of it is complete.
        let is_loop = before.writes && before.place == after.place;
        let may_write = after.writes || after.is_lock;
        let other = write_between(accesses, before, after)?;
        if names.are_separate_calls([before.start, after.start]) {
            return None;
        }
        (only_reads && may_write && !is_loop).then_some((before, other, after))
    });
    let rank = |(before, _, after): &(&DataAccess, &DataAccess, &DataAccess)| {
        let is_preempted = accesses.iter().any(|access| {
            steps[access.start].preempted == Some(before.thread)
                && before.end < access.start
                && access.start < after.start
        });
        (!is_preempted, before.writes || !after.writes)
    };
    let (before, other, after) = candidates.min_by_key(rank)?;
    let between = between(before, after, names);
    let (thread, other) = (names.thread(before.thread), names.thread(other.thread));
    let object = names.object(before.object);
    let is_shared =
        |access: &DataAccess| matches!(steps[access.start].operation(), Some((Kind::Read, _)));
    Some(match (before.is_lock, after.writes) {
        (false, _) => {
            let released = accesses.iter().find(|lock| {
                lock.is_lock
                    && lock.writes
                    && lock.thread == before.thread
                    && (before.end..after.start).contains(&lock.start)
            });
            let is_flag = is_flag(&steps[before.start]);
            let announces = |data: &&DataAccess| {
                data.thread == before.thread
                    && data.writes
                    && !data.is_lock
                    && (before.end + 1..after.start).contains(&data.start)
            };
            let data = accesses.iter().find(announces).filter(|_| is_flag && released.is_none());
            if let Some(data) = data {
                // The update of the flag would come before the data that it announces.
                return Some(format!(
                    "{between} another thread can run. Here {other} changes `{object}` after {thread} has \
                     read it, and both write `{}` at {}. `{object}` has to change after that, so it cannot \
                     decide who comes first. Decide that with one operation on another atomic, such as `swap`.",
                    names.object(data.object),
                    names.line(data.place),
                ));
            }
            let advice = match released {
                Some(lock) => format!(
                    "or hold `{}` for both: lock it before the read, and not only after it, as {thread} does at {}",
                    names.object(lock.object),
                    names.line(lock.place)
                ),
                None if is_flag => "such as `swap` or `compare_exchange`".to_owned(),
                None => "such as `fetch_add`, or use `compare_exchange` in a loop".to_owned(),
            };
            format!(
                "{between} another thread can run. Here {other} changes `{object}` after {thread} has \
                 read it, and {thread} continues with the old value. Make the read and the write one \
                 operation, {advice}."
            )
        }
        (true, true) if let Some(call) = call_between(trace, before, after) => format!(
            "{between} {thread} does not hold the lock `{object}`, and {other} does the same work. A guard \
             over all of it would make other threads wait while the code at {} runs. Instead, let {thread} \
             record in its first critical section that the work has begun; then {other} can wait for the \
             result.",
            names.line(call.place)
        ),
        (true, true) => {
            let once = match is_shared(before) {
                true => "lock once, with `write`",
                false => "lock once",
            };
            let (what, both) = match before.writes {
                true => ("the data too", "both changes"),
                false => (&*format!("what {thread} has read"), "the read and the write"),
            };
            format!(
                "{between} {thread} does not hold the lock `{object}`. Here {other} locks it and \
                 changes {what}. Make {both} one step: {once}, and keep the guard until both are done."
            )
        }
        (true, false) if before.writes => format!(
            "{between} {thread} does not hold the lock `{object}`, and {other} changes the data. What \
             {thread} reads then is not what it has written. Keep the guard over both, or do not read the \
             value again."
        ),
        (true, false) => format!(
            "{between} {thread} does not hold the lock `{object}`, and {other} changes the data. If \
             both reads must fit together, lock once, and keep the guard until both are done."
        ),
    })
}

/// An update of an atomic, and a later read of the same call that finds the value of another thread.
pub(super) fn read_again(steps: &[Step], accesses: &[DataAccess], names: &Names) -> Option<String> {
    pairs(accesses, |access| (access.thread, access.object)).find_map(|(update, read)| {
        let is_update = matches!(steps[update.start].operation(), Some((Kind::Update, _)));
        let other = write_between(accesses, update, read).filter(|_| is_update && !read.writes)?;
        let calls = [update.start, read.start];
        let [one, two] = names.lines_apart(calls);
        (!names.are_separate_calls(calls) && one < two).then(|| {
            format!(
                "{} updates `{}` at {one} and reads it again at {two}. In between {} changes it, so {} does not read \
                 what it has written. An update such as `fetch_add` returns the value from just before it: use that, \
                 and do not read again.",
                names.thread(update.thread),
                names.object(update.object),
                names.thread(other.thread),
                names.thread(update.thread),
            )
        })
    })
}

/// A step of the test, in a function that the code under test calls between two accesses.
fn call_between<'a>(
    trace: &VisibleTrace<'a>,
    before: &DataAccess,
    after: &DataAccess,
) -> Option<&'a Step> {
    let mut between = trace.all[before.end..after.start].iter();
    between.find(|step| step.thread == before.thread && !trace.code.contains(step.place))
}

fn is_flag(step: &Step) -> bool {
    step.value().is_some_and(|value| ["true", "false"].contains(&value.current()))
}

/// `Between line 41 and line 42 of cat.rs,`
fn between(before: &DataAccess, after: &DataAccess, names: &Names) -> String {
    let (first, second) = (before.place, after.place);
    if user_line(first).is_none() || user_line(second).is_none() {
        return "In between".to_owned();
    }
    let lines = names.lines_apart([before.start, after.start]);
    let [one, two] = &lines;
    let [(file, from), (_, to)] = lines.each_ref().map(|it| it.split_once(':').unwrap_or_default());
    match from == to {
        _ if first.file() != second.file() => format!("Between {one} and {two},"),
        true if before.is_lock => format!("Between two executions of line {from} of {file},"),
        true => format!("In the middle of line {from} of {file},"),
        false => format!("Between line {from} and line {to} of {file},"),
    }
}

/// Another thread runs between two accesses to data that belong together.
pub(super) fn torn_access(trace: &VisibleTrace<'_>, names: &Names) -> Option<String> {
    let accesses = &trace.code.accesses(trace.all);
    let torn = analysis::torn_access(accesses)?;
    // It calls a function of its user in between, so these are two steps of its work.
    if torn.first.writes && call_between(trace, &torn.first, &torn.second).is_some() {
        return None;
    }
    let (thread, other) = (names.thread(torn.first.thread), names.thread(torn.other));
    let (first, second) = (names.object(torn.first.object), names.object(torn.second.object));
    let (reader, writer) = match (torn.is_read, torn.other_reads) {
        (true, _) => (thread, other),
        (false, true) => (other, thread),
        (false, false) => {
            let both = format!(
                "{thread} and {other} write `{first}` and `{second}` at the same time, and their values \
                 get mixed. Each step is safe by itself, but the whole is not."
            );
            let claim = accesses.iter().find(|claim| {
                let claims = |thread: Tid| {
                    accesses.iter().any(|own| {
                        own.thread == thread
                            && own.object == claim.object
                            && own.reads
                            && own.writes
                            && own.place == claim.place
                    })
                };
                !claim.is_lock && claims(torn.first.thread) && claims(torn.other)
            });
            return Some(match claim {
                Some(claim) => format!(
                    "{both} Both have passed {}: let only one of them go on from there to write, as the \
                     value that this update of `{}` returns decides.",
                    names.line(claim.place),
                    names.object(claim.object)
                ),
                None => format!(
                    "{both} Protect the whole with one lock, and hold it from the first write to the last."
                ),
            });
        }
    };
    let advice = match torn.first.is_lock {
        true => {
            "Lock all of it before the first access, and keep the guards until the last one: for the whole \
             write, and if a reader needs all of it at once, for the whole read."
        }
        // Different operations on different atomics: one may well be there to protect the other.
        false if !is_one_loop(accesses, &torn) => return None,
        false => {
            "Protect all of it with one lock, and hold it for the whole write and for the whole read."
        }
    };
    Some(format!(
        "{reader} reads `{first}` and `{second}` while {writer} is writing them, and sees part of \
         the old data and part of the new. {advice}"
    ))
}

/// Two threads use the same data at the same time, each under a lock of its own.
pub(super) fn different_locks(trace: &VisibleTrace<'_>, names: &Names) -> Option<String> {
    let [one, two] = analysis::different_locks(trace)?.map(|lock| {
        let (thread, lock, since) = named(&lock, names);
        format!("{thread} holds `{lock}`, which it locked at {since}")
    });
    Some(format!(
        "{one}, and {two}. No thread waits for a lock that only the other one takes, so both continue at the same \
         time. If that must not happen, both must hold the same lock while they do it."
    ))
}

/// Returns `true` if one of the threads accesses both objects in the same line.
fn is_one_loop(accesses: &[DataAccess], torn: &TornAccess) -> bool {
    let lines = |thread: Tid, object: ObjectId| {
        let own = move |access: &&DataAccess| access.thread == thread && access.object == object;
        accesses.iter().filter(own).map(|access| access.place.line())
    };
    [torn.first.thread, torn.other].into_iter().any(|thread| {
        lines(thread, torn.first.object)
            .any(|line| lines(thread, torn.second.object).any(|other| other == line))
    })
}
