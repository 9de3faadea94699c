//! The comments at the switches that hurt.

use super::advice::acts::{Act, acts};
use super::advice::race;
use super::names::Names;
use super::scene::Scene;
use super::words;
use crate::op::Kind;
use crate::thread_set::Tid;
use crate::trace::{Deed, Step};

/// The steps that interrupt another thread, each with what that thread was in the middle of.
pub(super) fn comments(scene: &Scene<'_>, names: &Names) -> Vec<(usize, String)> {
    let steps = scene.steps;
    let acts = acts(steps);
    let mut comments: Vec<(usize, String)> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let Some(interrupted) = step.preempted.filter(|thread| *thread != step.thread) else {
            continue;
        };
        if goes_on(&steps[at..], interrupted) {
            comments.push((at, comment(&acts, at, interrupted, names)));
        }
    }
    if comments.is_empty()
        && let Some(torn) = race::torn(&acts)
    {
        let who = names.thread(torn.interrupted);
        comments.push((torn.mark, words::marks::half_done(who, torn.is_read)));
    }
    comments
}

/// Whether a thread that was interrupted does anything later but wait for others to end.
fn goes_on(later: &[Step], thread: Tid) -> bool {
    let is_join = |deed: &Deed| {
        matches!(deed, Deed::Operation { kind: Kind::Join { .. } | Kind::JoinAll, .. })
    };
    later.iter().any(|step| step.thread == thread && !is_join(&step.deed))
}

fn comment(acts: &[Act], at: usize, interrupted: Tid, names: &Names) -> String {
    let who = names.thread(interrupted);
    let held = acts
        .iter()
        .find(|act| act.thread == interrupted && act.is_lock && act.step < at && at <= act.end);
    if let Some(held) = held {
        return words::marks::holds(who, names.object(held.object));
    }
    let own = |act: &&Act| act.thread == interrupted;
    let before = acts.iter().rev().filter(own).find(|act| act.end < at);
    let pair = before.and_then(|before| {
        let after = acts.iter().find(|act| {
            act.thread == interrupted && act.step > at && act.object == before.object
        })?;
        race::is_disturbed(acts, before, after).then_some((before, after))
    });
    match pair {
        Some((before, after)) if !before.writes && after.writes => words::marks::looked(who),
        Some((before, _)) if before.is_lock => {
            words::marks::let_go(who, names.object(before.object))
        }
        _ => words::marks::interrupted(who),
    }
}
