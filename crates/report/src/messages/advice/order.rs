//! Advice about steps that another thread observes in between, or in another order.

use super::access::named;
use crate::analysis::{
    CodeUnderTest, DataAccess, SEARCHED, announced_by_another, announced_too_early, in_parts,
    read_before_announcement, two_steps,
};
use crate::names::Names;
use crate::op::Kind;
use crate::trace::Step;

/// A flag is written before the data that it announces, or read after them.
pub(super) fn announcement(accesses: &[DataAccess], names: &Names) -> Option<String> {
    let thread = |thread| names.thread(thread);
    let line = |access: DataAccess| names.line(access.place);
    if let Some((found, last)) = announced_by_another(accesses) {
        let (flag, data) = (names.object(found.sees.object), names.object(found.reads.object));
        let [reader, other, writer] =
            [found.reader, found.announces.thread, found.writer].map(thread);
        let [sees, announces, writes] = [found.sees, found.announces, found.writes].map(line);
        return Some(format!(
            "{reader} sees the new `{flag}` at {sees}, because {other} has written it at {announces}. But {writer} \
             writes `{data}` only later, at {writes}, and then `{flag}` itself, at {}. Only the thread that has \
             written the rest can know that it is complete: leave `{flag}` alone at {announces}.",
            line(last),
        ));
    }
    if let Some(found) = announced_too_early(accesses) {
        let (flag, data) = (names.object(found.sees.object), names.object(found.reads.object));
        let [reader, writer] = [found.reader, found.writer].map(thread);
        let [sees, announces, writes] = [found.sees, found.announces, found.writes].map(line);
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
    let found = read_before_announcement(accesses)?;
    let (flag, data) = (names.object(found.sees.object), names.object(found.reads.object));
    let [reader, writer] = [found.reader, found.writer].map(thread);
    let [reads, sees] = [found.reads, found.sees].map(line);
    Some(format!(
        "{reader} reads `{data}` at {reads} and only then `{flag}` at {sees}. In between, {writer} writes both, so \
         the new `{flag}` comes with the old `{data}`. Read `{flag}` first, and the rest after it."
    ))
}

/// One thread comes first to one object, and another thread comes first to the next one.
pub(super) fn different_order(
    steps: &[Step],
    code: CodeUnderTest,
    names: &Names,
) -> Option<String> {
    let found = two_steps(&code.accesses(steps))?;
    let (one, two) = found.first;
    // The test itself observes what happens in between, and hardly the order.
    let is_of_test = |step: &Step| step.thread == one.thread && !code.contains(step.place);
    if steps[one.start..two.start].iter().any(is_of_test) {
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
        names.thread(found.second.0.thread),
    ))
}

/// Another thread locks between two changes of the same data.
pub(super) fn parts(steps: &[Step], code: CodeUnderTest, names: &Names) -> Option<String> {
    let found = in_parts(&code.accesses(steps))?;
    let (thread, lock) = (found.one.thread, names.object(found.one.object));
    let own = steps[found.one.start..found.two.start].iter().filter(|step| step.thread == thread);
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
    let (one, two) = (names.line(found.one.place), names.line(found.two.place));
    let between = match one == two {
        true => format!("after each change at {one}"),
        false => format!("between its changes at {one} and at {two}"),
    };
    let (thread, other) = (names.thread(thread), names.thread(found.between.thread));
    let (does, all, part) = match found.between.writes {
        true => (
            "changes the data too",
            "If the changes of two threads must not be mixed",
            String::new(),
        ),
        false => (
            "sees only a part of them",
            "If a reader must see all of them or none",
            match names.outer_function(found.one.start) {
                Some(function) => {
                    format!(" If it may see a part, check the order of the changes in {function}.")
                }
                None => " If it may see a part, check the order of the changes.".to_owned(),
            },
        ),
    };
    Some(format!(
        "{thread} unlocks `{lock}` {between}, and in between {other} {does}. {all}, lock once before the first \
         change, and keep the guard until the last.{part}"
    ))
}

/// A thread changes data under a lock, and an atomic that belongs to them only after it has unlocked.
pub(super) fn second_step(accesses: &[DataAccess], names: &Names) -> Option<String> {
    let accesses = &accesses[..accesses.len().min(SEARCHED)];
    let changes = accesses.iter().enumerate().filter(|(_, one)| one.is_lock && one.writes);
    let (one, two, sees, misses) = changes.into_iter().find_map(|(at, one)| {
        let two = accesses[at + 1..].iter().find(|next| next.thread == one.thread)?;
        let is_late = !two.is_lock && two.writes && two.start > one.end;
        let between = accesses.iter().filter(|access| {
            access.thread != one.thread && one.end < access.start && access.start < two.start
        });
        let mut sees = between.clone().filter(|access| access.object == one.object);
        let sees = sees.next().filter(|_| is_late && one.place.file() == two.place.file())?;
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
