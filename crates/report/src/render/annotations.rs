//! The comments at the switches that hurt.

use super::advice::accesses::{Act, acts};
use super::advice::race::{self, TornAccess};
use super::names::Names;
use super::visible_trace::VisibleTrace;
use crate::messages;
use crate::op::Kind;
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind, TraceInfo};

/// What stands at the end of a row.
pub(crate) struct Comment {
    pub(crate) step: usize,
    /// The thread that is interrupted there.
    pub(crate) about: Tid,
    pub(crate) text: String,
}

/// The steps that interrupt another thread, each with what that thread was in the middle of.
pub(crate) fn comments(scene: &VisibleTrace<'_>, info: &TraceInfo, names: &Names) -> Vec<Comment> {
    let steps = scene.steps;
    let (own, all) = (acts(steps), acts(scene.all));
    let torn = race::torn(&all).filter(|torn| torn.mark < steps.len());
    let half_done = |torn: &TornAccess<'_>| {
        messages::annotations::half_done(names.thread(torn.interrupted), torn.is_read)
    };
    let mut comments: Vec<Comment> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let Some(about) = step.preempted.filter(|thread| *thread != step.thread) else { continue };
        if goes_on(&steps[at..], about, info) {
            let torn = torn.filter(|torn| torn.interrupted == about && torn.mark == at);
            let text = special(&own, at, about, names)
                .or_else(|| torn.map(|torn| half_done(&torn)))
                .unwrap_or_else(|| messages::annotations::interrupted(names.thread(about)));
            comments.push(Comment { step: at, about, text });
        }
    }
    if let Some(torn) = torn.filter(|_| comments.is_empty()) {
        let text = half_done(&torn);
        comments.push(Comment { step: torn.mark, about: torn.interrupted, text });
    }
    comments
}

/// Whether a thread that was interrupted has more to do than to wait for the end of others.
fn goes_on(later: &[Step], thread: Tid, info: &TraceInfo) -> bool {
    let is_join = |kind: Kind| matches!(kind, Kind::Join { .. } | Kind::JoinAll);
    let acts = |step: &Step| match step.kind {
        StepKind::Operation { kind, .. } => !is_join(kind),
        _ => true,
    };
    later.iter().any(|step| step.thread == thread && acts(step))
        || info.waits.iter().any(|wait| wait.thread == thread && !is_join(wait.op.kind))
}

/// What the thread was in the middle of, where a lock or a single piece of data says so.
fn special(acts: &[Act], at: usize, interrupted: Tid, names: &Names) -> Option<String> {
    let who = names.thread(interrupted);
    let held = acts
        .iter()
        .find(|act| act.thread == interrupted && act.is_lock && act.step < at && at <= act.end);
    if let Some(held) = held {
        return Some(messages::annotations::holds(who, names.object(held.object)));
    }
    let own = |act: &&Act| act.thread == interrupted;
    let before = acts.iter().rev().filter(own).find(|act| act.end < at);
    let (before, after) = before.and_then(|before| {
        let after = acts.iter().find(|act| {
            act.thread == interrupted && act.step > at && act.object == before.object
        })?;
        race::is_disturbed(acts, before, after).then_some((before, after))
    })?;
    match (before.writes, after.writes) {
        (false, true) => Some(messages::annotations::looked(who)),
        _ if before.is_lock => {
            Some(messages::annotations::let_go(who, names.object(before.object)))
        }
        _ => None,
    }
}
