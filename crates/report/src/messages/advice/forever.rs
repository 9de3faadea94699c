//! Why a thread waits forever for something other than a lock or a condition variable.

use super::functions::never_dropped;
use crate::names::{Names, list};
use crate::op::{Kind, Place};
use crate::source::{is_test, user_line};
use crate::thread_set::Tid;
use crate::trace::{Step, TraceInfo, Wait, is_join};

/// A thread waits at a channel, at a barrier, for an initialization or in `park`. `under_test`: the code
/// under test waits, and not the test itself.
pub(super) fn forever(
    wait: &Wait,
    info: &TraceInfo,
    (steps, under_test): (&[Step], bool),
    names: &Names,
) -> Option<String> {
    let waiter = names.thread(wait.thread);
    let joined = info.waits.iter().find(|other| {
        is_join(other.op.kind) && other.blockers().any(|thread| thread == wait.thread)
    });
    let spawner = joined
        .filter(|join| matches!(join.op.kind, Kind::Join { .. }) && !is_test(join.op.place.file()));
    // All other threads have ended, or wait for this one.
    let is_last = joined.filter(|join| !is_test(join.op.place.file()) && info.waits.len() == 2);
    let has_spawned_last = |join: &&Wait| {
        let own = steps.iter().filter(|step| step.thread == join.thread);
        own.rev().find_map(Step::spawns) == Some(wait.thread)
    };
    Some(match wait.op.kind {
        Kind::Leave { .. } if !under_test && let Some(join) = spawner.filter(has_spawned_last) => {
            format!(
                "`{}` belongs to the test: {waiter} waits there for another thread. But {} waits for {waiter} at \
             {}, and spawns no other thread until then. Spawn all threads first, keep their handles, and join \
             them after that.",
                names.object(wait.op.object),
                names.thread(join.thread),
                names.blocked_line(join),
            )
        }
        Kind::Leave { .. } if !under_test && let Some(spawned) = spawned_for(wait, info, steps) => {
            let around = names.source.function(spawned).map_or(String::new(), |around| {
                let function = names.lines_of(spawned.file(), &around, Some(spawned.line()));
                format!(" Check how many threads {function} spawns.")
            });
            format!(
                "`{}` belongs to the test: it expects more threads to reach {} at the same time. But all \
                 threads that are spawned at {} wait there already: more are needed.{around}",
                names.object(wait.op.object),
                names.line(wait.op.place),
                names.line(spawned)
            )
        }
        Kind::Leave { .. } if !under_test && is_last.is_some() => format!(
            "`{}` belongs to the test: {waiter} waits there for another thread, but all others have ended. \
             What is left to do must not be reserved for {waiter}: let each thread take the next piece of work \
             when it is free, until nothing is left.",
            names.object(wait.op.object),
        ),
        Kind::Leave { .. } if !under_test => format!(
            "`{}` belongs to the test: it expects more threads to reach {} at the same time. See in \
             the table where the others are.",
            names.object(wait.op.object),
            names.line(wait.op.place)
        ),
        _ if !under_test => return None,
        Kind::Sleep { .. } => format!(
            "The sleep of {waiter} at {} never ends. If it should end when something happens, wait for that.",
            names.line(wait.op.place)
        ),
        Kind::Recv { .. } => {
            let waits = match joined {
                Some(join) => format!(
                    "{waiter} waits for messages until all senders are dropped, and {} waits for {waiter} at {}.",
                    names.thread(join.thread),
                    names.line(join.op.place)
                ),
                None => format!(
                    "{waiter} waits for a message. It stops waiting only when all senders are dropped."
                ),
            };
            let kept =
                || never_dropped(steps, names).map_or(String::new(), |kept| format!(" {kept}"));
            match remaining_senders(wait, info) {
                Some(remaining) => format!(
                    "{waits} Here {remaining}. Drop each sender as soon as it is no longer used.{}",
                    kept()
                ),
                None => format!(
                    "{waits} Drop the senders that are no longer used, including the one that the others were \
                     cloned from and any that {waiter} has itself."
                ),
            }
        }
        Kind::Park { .. } => format!(
            "Each `unpark` ends one `park`, and several of them before a `park` count as one. First \
             change what {waiter} waits for, then `unpark` it; and let it check its condition before \
             each `park`."
        ),
        Kind::Leave { .. } => format!(
            "{waiter} waits at a barrier for more threads than ever arrive. Create the barrier for \
             exactly as many threads as arrive at it each time."
        ),
        Kind::OnceWait { .. } if wait.blocked_by.is_empty() => format!(
            "{waiter} waits for an initialization that no thread runs. Initialize in every case, or use \
             `get_or_init`, which does not wait for another thread to begin."
        ),
        Kind::Send | Kind::SendTaken { .. } => format!(
            "{waiter} sends to a channel that is full, and no thread receives. Receive until all \
             senders are dropped, or drop the receiver: then `send` returns an error."
        ),
        _ => return None,
    })
}

/// Where all threads are spawned, except for the first, if all of them wait for the same.
fn spawned_for(wait: &Wait, info: &TraceInfo, steps: &[Step]) -> Option<Place> {
    let waits = |thread: Tid| {
        let is_same = |other: &Wait| other.thread == thread && other.op.object == wait.op.object;
        info.waits.iter().any(is_same)
    };
    let spawns = || steps.iter().filter(|step| step.spawns().is_some());
    let first = spawns().next().filter(|step| !is_test(step.place.file()))?;
    let is_one_line = spawns().all(|step| step.place == first.place);
    ((1..info.threads.len()).all(waits) && is_one_line).then_some(first.place)
}

/// `the original sender from pool.rs:20 and the clone from pool.rs:25 still exist`; `None` if library code has
/// cloned one.
fn remaining_senders(wait: &Wait, info: &TraceInfo) -> Option<String> {
    let created = info.objects.get(wait.op.object as usize)?.created;
    let sender = |origin: &Place| {
        let which = if *origin == created { "the original sender" } else { "the clone" };
        Some(format!("{which} from {}", user_line(origin)?))
    };
    let mut senders: Vec<String> = wait.senders.iter().map(sender).collect::<Option<_>>()?;
    senders.dedup();
    let verb = if senders.len() == 1 { "exists" } else { "exist" };
    (!senders.is_empty()).then(|| format!("{} still {verb}", list(&senders)))
}
