//! What to try: patterns that the trace shows.

pub(crate) mod accesses;
pub(crate) mod atomics;
mod blocked;
pub(crate) mod race;
mod waiting;
mod weak;

use super::source::spot;
use super::visible_trace::VisibleTrace;
use crate::failure::{Failure, FailureKind};
use crate::messages;
use crate::op::Place;
use crate::render::names::{self, Names};
use crate::trace::{Step, StepKind};
use accesses::{Act, acts};
use race::{LostUpdate, TornAccess};
use weak::Weak;

/// What `unwrap` says of a lock whose holder panicked.
const POISONED: &str = "PoisonError";

/// Two or three sentences: what happened, and what to try.
pub(crate) fn advice(failure: &Failure, scene: &VisibleTrace<'_>, names: &Names) -> String {
    let steps = scene.steps;
    let info = &failure.execution.info;
    let say = messages::advice::in_general;
    let advice = match failure.kind {
        FailureKind::Unsupported | FailureKind::StaleSchedule => return String::new(),
        FailureKind::Nondeterminism => messages::advice::nondeterminism(),
        FailureKind::Starvation => messages::advice::starved(),
        FailureKind::Livelock => messages::advice::livelock(),
        FailureKind::StepLimit => messages::advice::too_long(),
        FailureKind::Deadlock => Weak::new(steps)
            .buffering(names)
            .or_else(|| blocked::deadlock(steps, info, names))
            .unwrap_or_else(say),
        FailureKind::DisallowedPrimitive => messages::advice::not_allowed(),
        FailureKind::UnjoinedThreads => messages::advice::unjoined(),
        FailureKind::BlockedThreads => {
            blocked::left_behind(steps, info, names).unwrap_or_else(messages::advice::left_behind)
        }
        FailureKind::Assertion | FailureKind::Panic if failure.message.contains(POISONED) => {
            poisoned(steps, names)
        }
        FailureKind::Assertion => order(scene, names).unwrap_or_else(|| general(scene.all)),
        FailureKind::Panic => panic(scene, names),
    };
    messages::filled(&advice)
}

/// What is wrong with the order of the steps.
fn order(scene: &VisibleTrace<'_>, names: &Names) -> Option<String> {
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
    let first = steps.iter().find_map(|step| match &step.kind {
        StepKind::Panicked { message, place: Some((file, line)) }
            if !message.contains(POISONED) =>
        {
            Some((names.thread(step.thread), spot(file, *line)))
        }
        _ => None,
    });
    messages::advice::poisoned(first.as_ref().map(|(thread, line)| (*thread, line.as_str())))
}

fn panic(scene: &VisibleTrace<'_>, names: &Names) -> String {
    let failing = scene.failure.map(|at| &scene.all[at]);
    order(scene, names).unwrap_or_else(|| match failing {
        Some(Step {
            thread, kind: StepKind::Panicked { place: Some((file, line)), .. }, ..
        }) => messages::advice::panicked(names.thread(*thread), &spot(file, *line)),
        _ => general(scene.all),
    })
}

fn general(steps: &[Step]) -> String {
    let is_one = steps.windows(2).all(|pair| pair[0].thread == pair[1].thread);
    if is_one { messages::advice::alone() } else { messages::advice::in_general() }
}

fn lost(gap: &LostUpdate<'_>, names: &Names) -> String {
    let between = between(gap.before, gap.after);
    let (other, thread) = (names.thread(gap.between.thread), names.thread(gap.before.thread));
    let object = names.object(gap.before.object);
    match (gap.before.is_lock, gap.after.writes) {
        (false, _) => messages::advice::lost_update(&between, other, object, thread),
        (true, true) => messages::advice::check_then_act(&between, other, object, thread),
        (true, false) => messages::advice::two_looks(&between, other, object, thread),
    }
}

fn mixed(torn: &TornAccess<'_>, names: &Names) -> String {
    let (thread, other) = (names.thread(torn.interrupted), names.thread(torn.other));
    let these = [torn.first, torn.second].map(|act| format!("`{}`", names.object(act.object)));
    let these = these.each_ref().map(String::as_str);
    let these = messages::list(&these);
    match (torn.is_read, torn.other_reads) {
        (true, _) => messages::advice::torn_read(thread, other, &these),
        (false, true) => messages::advice::torn_read(other, thread, &these),
        (false, false) => messages::advice::torn_write(thread, other, &these),
    }
}

/// `Between line 41 and line 42 of cat.rs`
fn between(first: &Act, second: &Act) -> String {
    let (Some(one), Some(two)) = (names::place(first.place), names::place(second.place)) else {
        return messages::advice::SOMEWHERE.to_owned();
    };
    let file = one.split(':').next().unwrap_or_default();
    let (from, to) = (first.place, second.place);
    if from.file() != to.file() {
        messages::advice::between_files(&one, &two)
    } else if from.line() == to.line() && first.is_lock {
        messages::advice::between_visits(from.line(), file)
    } else {
        messages::advice::between_lines(from.line(), to.line(), file)
    }
}

fn line(place: Place) -> String {
    names::place(place).unwrap_or_else(|| "there".to_owned())
}
