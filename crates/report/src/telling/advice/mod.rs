//! What to try: patterns that the trace shows.

pub(super) mod accesses;
pub(super) mod acts;
mod blocked;
pub(super) mod race;
mod waiting;
mod weak;

use super::names::{self, Names};
use super::scene::Scene;
use super::source::spot;
use super::words;
use crate::failure::{Failure, FailureKind};
use crate::op::Place;
use crate::trace::{Deed, Step};
use acts::{Act, acts};
use race::{Gap, Torn};
use weak::Weak;

/// What `unwrap` says of a lock whose holder panicked.
const POISONED: &str = "PoisonError";

/// Two or three sentences: what happened, and what to try.
pub(super) fn advice(failure: &Failure, scene: &Scene<'_>, names: &Names) -> String {
    let steps = scene.steps;
    let cast = &failure.execution.cast;
    let say = words::advice::in_general;
    let advice = match failure.kind {
        FailureKind::Unsupported | FailureKind::StaleSchedule => return String::new(),
        FailureKind::Nondeterminism => words::advice::nondeterminism(),
        FailureKind::Starvation => words::advice::starved(),
        FailureKind::Livelock => words::advice::livelock(),
        FailureKind::StepLimit => words::advice::too_long(),
        FailureKind::Deadlock => Weak::new(steps)
            .buffering(names)
            .or_else(|| blocked::deadlock(steps, cast, names))
            .unwrap_or_else(say),
        FailureKind::DisallowedPrimitive => words::advice::not_allowed(),
        FailureKind::UnjoinedThreads => words::advice::unjoined(),
        FailureKind::BlockedThreads => {
            blocked::left_behind(steps, cast, names).unwrap_or_else(words::advice::left_behind)
        }
        FailureKind::Assertion | FailureKind::Panic if failure.message.contains(POISONED) => {
            poisoned(steps, names)
        }
        FailureKind::Assertion => order(scene, names).unwrap_or_else(|| general(scene.all)),
        FailureKind::Panic => panic(scene, names),
    };
    words::filled(&advice)
}

/// What is wrong with the order of the steps.
fn order(scene: &Scene<'_>, names: &Names) -> Option<String> {
    let (own, weak) = (acts(scene.steps), Weak::new(scene.steps));
    waiting::if_for_while(scene.steps, names)
        .or_else(|| waiting::sleep(scene, names))
        .or_else(|| weak.publication(names))
        .or_else(|| weak.overtaken(names))
        .or_else(|| race::gap(&own).map(|gap| lost(&gap, names)))
        .or_else(|| weak.buffering(names))
        .or_else(|| race::torn(&acts(scene.all)).map(|torn| mixed(&torn, names)))
        .or_else(|| weak.any(names))
}

/// Who panicked and left a poisoned lock behind.
fn poisoned(steps: &[Step], names: &Names) -> String {
    let first = steps.iter().find_map(|step| match &step.deed {
        Deed::Panicked { message, place: Some((file, line)) } if !message.contains(POISONED) => {
            Some((names.thread(step.thread), spot(file, *line)))
        }
        _ => None,
    });
    words::advice::poisoned(first.as_ref().map(|(thread, line)| (*thread, line.as_str())))
}

fn panic(scene: &Scene<'_>, names: &Names) -> String {
    let failing = scene.failure.map(|at| &scene.all[at]);
    order(scene, names).unwrap_or_else(|| match failing {
        Some(Step { thread, deed: Deed::Panicked { place: Some((file, line)), .. }, .. }) => {
            words::advice::panicked(names.thread(*thread), &spot(file, *line))
        }
        _ => general(scene.all),
    })
}

fn general(steps: &[Step]) -> String {
    let is_one = steps.windows(2).all(|pair| pair[0].thread == pair[1].thread);
    if is_one { words::advice::alone() } else { words::advice::in_general() }
}

fn lost(gap: &Gap<'_>, names: &Names) -> String {
    let between = between(gap.before, gap.after);
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
    let these = [torn.first, torn.second].map(|act| format!("`{}`", names.object(act.object)));
    let these = these.each_ref().map(String::as_str);
    let these = words::list(&these);
    match (torn.is_read, torn.other_reads) {
        (true, _) => words::advice::torn_read(thread, other, &these),
        (false, true) => words::advice::torn_read(other, thread, &these),
        (false, false) => words::advice::torn_write(thread, other, &these),
    }
}

/// `Between line 41 and line 42 of cat.rs`
fn between(first: &Act, second: &Act) -> String {
    let (Some(one), Some(two)) = (names::place(first.place), names::place(second.place)) else {
        return words::advice::SOMEWHERE.to_owned();
    };
    let file = one.split(':').next().unwrap_or_default();
    let (from, to) = (first.place, second.place);
    if from.file() != to.file() {
        words::advice::between_files(&one, &two)
    } else if from.line() == to.line() && first.is_lock {
        words::advice::between_visits(from.line(), file)
    } else {
        words::advice::between_lines(from.line(), to.line(), file)
    }
}

fn line(place: Place) -> String {
    names::place(place).unwrap_or_else(|| "there".to_owned())
}
