//! Waits that are none: a sleep, and a wait under an `if`.

use super::line;
use crate::messages;
use crate::op::{Kind, Place};
use crate::render::names::Names;
use crate::render::visible_trace::VisibleTrace;
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind};

/// How many lines above a `wait` its loop can begin.
const LINES_ABOVE: usize = 4;

/// A thread sleeps, and goes on while one that it began, and has not joined, is not done.
pub(crate) fn sleep(scene: &VisibleTrace<'_>, names: &Names) -> Option<String> {
    let steps = scene.all;
    scene.steps.iter().enumerate().find_map(|(at, step)| {
        let StepKind::Operation { kind: Kind::Sleep { .. }, .. } = step.kind else { return None };
        let next = at + 1 + steps[at + 1..].iter().position(|next| next.thread == step.thread)?;
        let began = steps[..at].iter().filter(|before| before.thread == step.thread);
        let mut began = began.filter_map(|before| match before.kind {
            StepKind::Spawned { thread } => Some(thread),
            _ => None,
        });
        let is_late = |thread: &Tid| steps[next..].iter().any(|later| later.thread == *thread);
        let is_joined = |thread: &Tid| {
            steps[..next].iter().any(|before| {
                matches!(before.kind,
                StepKind::Operation { kind: Kind::Join { thread: joined }, .. } if joined == *thread)
            })
        };
        let waits_later = matches!(
            steps[next].kind,
            StepKind::Operation { kind: Kind::Join { .. } | Kind::JoinAll, .. }
        );
        if waits_later {
            return None;
        }
        let late = began.find(|thread| is_late(thread) && !is_joined(thread))?;
        let (sleeper, late) = (names.thread(step.thread), names.thread(late));
        Some(messages::advice::sleep(sleeper, late, &line(step.place)))
    })
}

/// A thread goes on after one wait, where the source has no loop around it.
pub(crate) fn if_for_while(steps: &[Step], names: &Names) -> Option<String> {
    let woken = steps.iter().enumerate().find(|(at, step)| {
        let StepKind::Operation { kind: Kind::Wake { .. }, object, .. } = step.kind else {
            return false;
        };
        let next = steps[at + 1..].iter().find(|next| next.thread == step.thread);
        let waits_again = next.is_some_and(|next| {
            matches!(next.kind,
            StepKind::Operation { kind: Kind::Wait { .. }, object: again, .. } if again == object)
        });
        !waits_again && is_under_if(step.place, names)
    });
    let (_, step) = woken?;
    Some(messages::advice::if_for_while(names.thread(step.thread), &line(step.place)))
}

/// Whether the last keyword before the wait that could be its loop is an `if`.
fn is_under_if(place: Place, names: &Names) -> bool {
    let Some(lines) = names.source.lines(place) else { return false };
    let at = (place.line() as usize).min(lines.len());
    let above = lines[at.saturating_sub(LINES_ABOVE)..at].iter().rev();
    let keywords = above.filter_map(|line| {
        let words = line.split("//").next().unwrap_or_default();
        let mut words = words.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        words.find(|word| ["if", "while", "loop", "for", "wait_while", "fn"].contains(word))
    });
    keywords.take(1).any(|keyword| keyword == "if")
}
