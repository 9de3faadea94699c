//! What to try: patterns that the trace shows.

pub(super) mod acts;
mod blocked;
pub(super) mod race;
mod waiting;

use super::names::{self, Names};
use super::words;
use crate::failure::{Failure, FailureKind};
use crate::trace::{Deed, Step};
use acts::acts;
use race::{Gap, Torn};

/// Two or three sentences: what happened, and what to try.
pub(super) fn advice(failure: &Failure, names: &Names) -> String {
    let steps = &failure.execution.trace.steps;
    let cast = &failure.execution.cast;
    let say = words::advice::in_general;
    let advice = match failure.kind {
        FailureKind::Misuse => return String::new(),
        FailureKind::Nondeterminism => words::advice::nondeterminism(),
        FailureKind::Livelock => words::advice::livelock(),
        FailureKind::TooLong => words::advice::too_long(),
        FailureKind::Deadlock => blocked::advice(steps, cast, names).unwrap_or_else(say),
        FailureKind::Leftover => {
            blocked::advice(steps, cast, names).unwrap_or_else(words::advice::left_behind)
        }
        FailureKind::Assertion => order(steps, names).unwrap_or_else(|| general(steps)),
        FailureKind::Panic => panic(failure, steps, names),
    };
    words::filled(&advice)
}

/// What is wrong with the order of the steps.
fn order(steps: &[Step], names: &Names) -> Option<String> {
    let acts = acts(steps);
    waiting::if_for_while(steps, names)
        .or_else(|| waiting::sleep(steps, names))
        .or_else(|| race::gap(&acts).map(|gap| lost(&gap, names)))
        .or_else(|| race::torn(&acts).map(|torn| mixed(&torn, names)))
}

fn panic(failure: &Failure, steps: &[Step], names: &Names) -> String {
    if failure.message.contains("PoisonError") {
        return words::advice::poisoned();
    }
    let first = steps.iter().find_map(|step| match &step.deed {
        Deed::Panicked { place: Some((file, line)), .. } => {
            Some((step.thread, super::source::spot(file, *line)))
        }
        _ => None,
    });
    order(steps, names).unwrap_or_else(|| match first {
        Some((thread, spot)) => words::advice::panicked(names.thread(thread), &spot),
        None => general(steps),
    })
}

fn general(steps: &[Step]) -> String {
    let is_one = steps.windows(2).all(|pair| pair[0].thread == pair[1].thread);
    if is_one { words::advice::alone() } else { words::advice::in_general() }
}

fn lost(gap: &Gap<'_>, names: &Names) -> String {
    let between = words::advice::between(&line(gap.before.place), &line(gap.after.place));
    let (other, thread) = (names.thread(gap.between.thread), names.thread(gap.before.thread));
    let object = names.object(gap.before.object);
    match (gap.before.is_lock, gap.after.writes) {
        (false, _) => words::advice::lost_update(&between, other, object, thread),
        (true, true) => words::advice::check_then_act(&between, other, object, thread),
        (true, false) => words::advice::two_looks(&between, other, object, thread),
    }
}

fn mixed(torn: &Torn<'_>, names: &Names) -> String {
    let (thread, other) = (names.thread(torn.interrupted), names.thread(torn.other));
    let these = [torn.first, torn.second].map(|act| names.object(act.object));
    let these = words::list(&these);
    match (torn.is_read, torn.other_reads) {
        (true, _) => words::advice::torn_read(thread, other, &these),
        (false, true) => words::advice::torn_read(other, thread, &these),
        (false, false) => words::advice::torn_write(thread, other, &these),
    }
}

fn line(place: crate::op::Place) -> String {
    names::place(place).unwrap_or_else(|| "there".to_owned())
}
