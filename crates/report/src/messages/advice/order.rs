//! Advice about steps that another thread observes in between, or in another order.

use super::access::named;
use crate::analysis::{
    CodeUnderTest, DataAccess, VisibleTrace, announced_by_another, announced_too_early, between,
    in_parts, pairs, read_before_announcement, two_steps,
};
use crate::names::Names;
use crate::op::Kind;
use crate::trace::Step;

/// A flag is written before the data that it announces, or read after them.
pub(super) fn announcement(accesses: &[DataAccess], names: &Names) -> Option<String> {
    let by_another = announced_by_another(accesses);
    let found = by_another
        .map(|(found, _)| found)
        .or_else(|| announced_too_early(accesses))
        .or_else(|| read_before_announcement(accesses))?;
    let [(reader, flag), (_, data), (other, _), (writer, _)] =
        [found.sees, found.reads, found.announces, found.writes]
            .map(|access| (names.thread(access.thread), names.object(access.object)));
    let [sees, reads, announces, writes] = [found.sees, found.reads, found.announces, found.writes]
        .map(|access| names.line(access.place));
    if let Some((_, last)) = by_another {
        return Some(format!(
            "{reader} sees the new `{flag}` at {sees}, because {other} has written it at {announces}. But {writer} \
             writes `{data}` only later, at {writes}, and then `{flag}` itself, at {}. Only the thread that has \
             written the rest can know that it is complete: leave `{flag}` alone at {announces}.",
            names.line(last.place),
        ));
    }
    if found.is_seen_first() {
        let advice = match found.announces.reads {
            true => format!(
                "So `{flag}` means that {writer} has begun, not that it is done. Check something that is \
                 written last, or wait until {writer} is done."
            ),
            false => "What tells other threads that the rest is complete must be written last."
                .to_owned(),
        };
        return Some(format!(
            "{reader} sees the new `{flag}` at {sees}, but {writer} writes `{flag}` at {announces} before it writes \
             `{data}` at {writes}. {advice}"
        ));
    }
    Some(format!(
        "{reader} reads `{data}` at {reads} and only then `{flag}` at {sees}. In between, {writer} writes both, so \
         the new `{flag}` comes with the old `{data}`. Read `{flag}` first, and the rest after it."
    ))
}

/// One thread comes first to one object, and another thread comes first to the next one.
pub(super) fn different_order(trace: &VisibleTrace<'_>, names: &Names) -> Option<String> {
    let accesses = trace.code.accesses(trace.all);
    let (one, two, other) = two_steps(&accesses)?;
    // The test itself observes what happens in between, and hardly the order.
    let is_of_test = |step: &Step| step.thread == one.thread && !trace.code.contains(step.place);
    if trace.all[one.start..two.start].iter().any(is_of_test) {
        return None;
    }
    let (first, second) = (names.object(one.object), names.object(two.object));
    let (from, to) = (names.line(one.place), names.line(two.place));
    let advice = match (one.is_lock, two.is_lock) {
        (true, false) => format!(
            "Make both one step: update `{second}` while the guard of `{first}` is held, and then drop \
             the guard."
        ),
        _ => format!(
            "If the order at {from} matters later, remember it: with a number that each thread gets in \
             the same step as the rest at {from}."
        ),
    };
    Some(format!(
        "{} is the first to use `{first}` at {from}, but {} is the first to use `{second}` at {to}. \
         Between these two steps another thread can run, so their order need not be the same. {advice}",
        names.thread(one.thread),
        names.thread(other),
    ))
}

/// Another thread locks between two changes of the same data.
pub(super) fn parts(steps: &[Step], code: CodeUnderTest, names: &Names) -> Option<String> {
    let accesses = code.accesses(steps);
    let [first, second, between] = in_parts(&accesses)?;
    let (thread, lock) = (first.thread, names.object(first.object));
    let own = steps[first.start..second.start].iter().filter(|step| step.thread == thread);
    // Calls of a queue, and the like: each of them is complete. So is each round of a loop that calls a function of
    // its user.
    let is_between = |step: &Step| {
        let waits =
            |(kind, _)| matches!(kind, Kind::Wait { .. } | Kind::NotifyOne | Kind::NotifyAll);
        step.operation().is_some_and(waits) || !code.contains(step.place)
    };
    if own.clone().any(is_between) {
        return None;
    }
    let (one, two) = (names.line(first.place), names.line(second.place));
    let unlocks = match one == two {
        true => format!("after each change at {one}"),
        false => format!("between its changes at {one} and at {two}"),
    };
    let (thread, other) = (names.thread(thread), names.thread(between.thread));
    let (does, all, part) = match between.writes {
        true => (
            "changes the data too",
            "If the changes of two threads must not be mixed",
            String::new(),
        ),
        false => (
            "sees only a part of them",
            "If a reader must see all of them or none",
            match names.outer_function(first.start) {
                Some(function) => {
                    format!(" If it may see a part, check the order of the changes in {function}.")
                }
                None => " If it may see a part, check the order of the changes.".to_owned(),
            },
        ),
    };
    Some(format!(
        "{thread} unlocks `{lock}` {unlocks}, and in between {other} {does}. {all}, lock once before the first \
         change, and keep the guard until the last.{part}"
    ))
}

/// A thread changes data under a lock, and an atomic that belongs to them only after it has unlocked.
pub(super) fn second_step(accesses: &[DataAccess], names: &Names) -> Option<String> {
    let (one, two, sees, misses) =
        pairs(accesses, |access| access.thread).find_map(|(one, two)| {
            let is_change = one.is_lock && one.writes && one.place.file() == two.place.file();
            let is_late = !two.is_lock && two.writes && two.start > one.end;
            let between = between(accesses, one, two);
            let sees = between.clone().find(|access| access.object == one.object);
            let sees = sees.filter(|_| is_change && is_late)?;
            let mut later = between.filter(|access| access.thread == sees.thread && access.reads);
            let misses = later.find(|read| read.object == two.object && read.start > sees.start)?;
            Some((one, two, sees, misses))
        })?;
    let ((writer, lock, one), (_, second, two)) = (named(one, names), named(two, names));
    let ((reader, _, sees), (_, _, misses)) = (named(sees, names), named(misses, names));
    Some(format!(
        "{writer} changes `{lock}` at {one}, and `{second}` only at {two}, after it has unlocked `{lock}`. In between \
         {reader} locks the new `{lock}` at {sees} and reads the old `{second}` at {misses}. Make both one step: \
         update `{second}` while the guard of `{lock}` is held, or keep both under one lock."
    ))
}
