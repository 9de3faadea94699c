//! What happened, and what to try. Each function here recognizes one pattern and explains it.

mod access;
mod blocked;
mod condvar;
mod dropped;
mod forever;
pub(crate) mod functions;
mod order;
mod polling;
mod races;
mod unfinished;
mod waiting;
mod weak_memory;

use crate::analysis::VisibleTrace;
use crate::failure::{Failure, FailureKind};
use crate::names::Names;
use crate::op::Kind;
use crate::source::file_line;
use crate::trace::{Step, StepKind, TraceInfo};

/// Two or three sentences about the first pattern that fits, or else about the kind of the failure; empty
/// where the message of the failure says it all.
pub(crate) fn advice(failure: &Failure, trace: &VisibleTrace<'_>, names: &Names) -> String {
    let info = &failure.execution.info;
    let steps = trace.steps;
    let found = match failure.kind {
        FailureKind::Deadlock => weak_memory::Advice::new(steps, names)
            .store_buffering()
            .or_else(|| blocked::deadlock(steps, info, names)),
        FailureKind::BlockedThreads => blocked::left_blocked(steps, info, names),
        FailureKind::Livelock => polling::livelock(steps, info, names),
        FailureKind::Assertion | FailureKind::Panic => {
            if failure.message.contains(unfinished::POISONED) {
                return poisoned(steps, names);
            }
            race(trace, names)
                .or_else(|| hidden_panic(&failure.message, trace, names))
                .or_else(|| panicked(trace, names).filter(|_| failure.kind == FailureKind::Panic))
                .or_else(|| single_thread(trace, info, names))
        }
        FailureKind::BusyWaiting => polling::polls_with_lock(info, names)
            .or_else(|| polling::instead_of_blocking(steps, names)),
        FailureKind::UnjoinedThreads => {
            unfinished::never_joined(&failure.execution.unjoined, steps, names)
        }
        _ => None,
    };
    found.unwrap_or_else(|| with_functions(general(failure.kind), trace, info, names))
}

/// Adds the functions to look in, if they are known.
fn with_functions(what: &str, trace: &VisibleTrace<'_>, info: &TraceInfo, names: &Names) -> String {
    let look_in = functions::look_in(trace, info, names).unwrap_or_default();
    format!("{what} {look_in}").trim_end().to_owned()
}

/// What is wrong in every interleaving, if a pattern fits, and the functions of the code under test, a file, to look in.
pub(crate) fn in_every_interleaving(
    failure: &Failure,
    trace: &VisibleTrace<'_>,
    code: &str,
    names: &Names,
) -> String {
    let panic = trace.failure.and_then(|at| match &trace.all[at].kind {
        StepKind::Panicked { message, place: Some((file, line)) } => {
            overflow(message, &file_line(file, *line))
        }
        _ => None,
    });
    let what = panic.or_else(|| hidden_panic(&failure.message, trace, names));
    let look_in = functions::look_in(trace, &failure.execution.info, names)
        .or_else(|| functions::mentioned(trace, code, names))
        .unwrap_or_default();
    format!("{} {look_in}", what.unwrap_or_default()).trim().to_owned()
}

/// `thread::scope` and `join().unwrap()` hide the message of a panic.
fn hidden_panic(message: &str, trace: &VisibleTrace<'_>, names: &Names) -> Option<String> {
    let is_scope = message.contains("a scoped thread panicked");
    let hides = |kind| match kind {
        Kind::JoinAll => is_scope,
        Kind::Join { .. } => !is_scope && message.contains("Any { .. }"),
        _ => false,
    };
    let join = trace.all.iter().position(|step| {
        step.operation().is_some_and(|(kind, _)| hides(kind)) && trace.code.contains(step.place)
    })?;
    let line = names.line_at(join);
    Some(match is_scope {
        true => format!(
            "The `thread::scope` at {line} panics with a message of its own if a thread panics whose handle is not \
             joined. Join each handle inside of the scope, and pass its panic on with `resume_unwind`."
        ),
        false => format!(
            "`unwrap` after the `join` at {line} panics with a message of its own. Pass the panic of the thread on \
             instead: `join().unwrap_or_else(|panic| resume_unwind(panic))`."
        ),
    })
}

/// A pattern in which the order of the steps is the problem.
fn race(trace: &VisibleTrace<'_>, names: &Names) -> Option<String> {
    let (steps, code) = (trace.steps, trace.code);
    let accesses = code.accesses(steps);
    let weak_memory = weak_memory::Advice::new(steps, names);
    waiting::if_instead_of_while(steps, names)
        .or_else(|| dropped::at_once(steps, code, names))
        .or_else(|| unfinished::received_too_early(trace, names))
        .or_else(|| unfinished::sleep_instead_of_join(trace, names))
        .or_else(|| unfinished::never_sent(steps, code, names))
        .or_else(|| waiting::try_lock(steps, code, names))
        .or_else(|| weak_memory.publication())
        .or_else(|| weak_memory.overtaken())
        .or_else(|| weak_memory.store_buffering())
        .or_else(|| races::lost_update(trace, names))
        .or_else(|| waiting::initialized_twice(trace, names))
        .or_else(|| waiting::initialized_later(trace, names))
        .or_else(|| waiting::exchanged_once(steps, code, names))
        .or_else(|| order::announcement(&accesses, names))
        .or_else(|| order::different_order(trace, names))
        .or_else(|| races::torn_access(trace, names))
        .or_else(|| weak_memory.stale_read())
        .or_else(|| races::read_again(steps, &accesses, names))
        .or_else(|| unfinished::read_before_done(trace, names))
        .or_else(|| order::parts(steps, code, names))
        .or_else(|| order::second_step(&accesses, names))
        .or_else(|| races::different_locks(trace, names))
}

/// The failure is a lock that another panic has poisoned.
fn poisoned(steps: &[Step], names: &Names) -> String {
    let panic = steps.iter().find_map(|step| blocked::panic_of(step, names));
    let has_locked = |kind: Kind| {
        steps.iter().any(|step| step.operation().is_some_and(|(locks, _)| locks == kind))
    };
    let (method, read) = match has_locked(Kind::Write) && !has_locked(Kind::Lock) {
        true => ("write", " A guard of `read` does not poison its lock."),
        false => ("lock", ""),
    };
    format!(
        "{} while it held the lock. That poisoned the lock, and `{method}` has returned an error ever \
         since. Prevent that panic, or drop the guard before it.{read} If the data is right even after that panic, \
         keep using it: `{method}().unwrap_or_else(PoisonError::into_inner)`.",
        panic.as_deref().unwrap_or("A thread panicked")
    )
}

fn panicked(trace: &VisibleTrace<'_>, names: &Names) -> Option<String> {
    let step = &trace.all[trace.failure?];
    let StepKind::Panicked { place: Some((file, line)), message } = &step.kind else { return None };
    let line = file_line(file, *line);
    Some(overflow(message, &line).unwrap_or_else(|| {
        format!(
            "Check {line}: what does {} assume there that another thread can change? The table shows which \
             thread was faster.",
            names.thread(step.thread)
        )
    }))
}

/// Arithmetic that panics.
fn overflow(message: &str, line: &str) -> Option<String> {
    let (verb, sign) = [("add", '+'), ("subtract", '-'), ("multiply", '*')]
        .into_iter()
        .find(|(verb, _)| message.contains(&format!("attempt to {verb} with overflow")))?;
    let method = &verb[..3];
    Some(format!(
        "`{sign}` panics if the result does not fit into its type, as at {line}. `checked_{method}` returns `None` in \
         this case, so that the code can decide what happens then."
    ))
}

fn single_thread(trace: &VisibleTrace<'_>, info: &TraceInfo, names: &Names) -> Option<String> {
    let is_single = trace.all.windows(2).all(|pair| pair[0].thread == pair[1].thread);
    let single = "Only one thread takes part in this: the problem is what the code does, not the order in \
                  which threads run.";
    is_single.then(|| with_functions(single, trace, info, names))
}

/// What is true of every failure of a kind.
fn general(kind: FailureKind) -> &'static str {
    match kind {
        FailureKind::Assertion | FailureKind::Panic | FailureKind::Deadlock => {
            "In which row does a thread act on something that is no longer true, or not true yet?"
        }
        FailureKind::Livelock => {
            "Busy-waiting burns a CPU core, and here it never ends. Which thread should change the value, \
             and why does it not? A thread that really has to wait should block instead."
        }
        FailureKind::BusyWaiting => {
            "A thread that has to wait must block: on a condition variable, a channel or the end of a \
             thread. Then it uses no CPU time until it is woken. Polling a limited number of times \
             before that is fine."
        }
        FailureKind::Starvation => {
            "Every thread keeps running here, but one of them never gets what it waits for, because \
             another one is always faster. Do not let later threads overtake: keep a queue, or give \
             each thread a number."
        }
        FailureKind::StepLimit => {
            "Is there a loop that never ends, or that runs as long as another thread does? The last \
             rows of the table show what is repeated."
        }
        FailureKind::BlockedThreads => {
            "Some threads are never joined and still wait when the test is over. Tell them that \
             there is no more work (close the channel, or set a flag and notify), and join them."
        }
        FailureKind::UnjoinedThreads => {
            "A thread can still be running after it has sent its last message. Keep the handle that \
             `spawn` returns, and `join` it before you continue."
        }
        FailureKind::DisallowedPrimitive => {
            "This test asks for a solution without it. The order of the steps is not the \
             problem: find another way to do what that line does."
        }
        FailureKind::Nondeterminism => {
            "Only the order of threads may make a difference. The order of a `HashMap`, the time and \
             data in a `static` must not: use a `BTreeMap`, and create the data anew in each run."
        }
        FailureKind::Unsupported | FailureKind::StaleSchedule => "",
    }
}
