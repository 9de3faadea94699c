//! The messages of failures, and how an execution differs from an earlier one with the same schedule.

use crate::names::{list, list_threads, thread_names};
use crate::op::{Kind, Place, format_place};
use crate::primitive::Primitive;
use crate::source::file_line;
use crate::text::{counted, with_commas};
use crate::thread_set::Tid;
use crate::trace::{TraceInfo, Wait};

/// The message of an execution that was searched for, and does not fail.
pub const WITNESS: &str = "this can happen";

pub fn panicked(thread: &str, place: Option<(&str, u32)>, message: &str) -> String {
    match place {
        Some((file, line)) => format!("{thread} panicked at {}: {message}", file_line(file, line)),
        None => format!("{thread} panicked: {message}"),
    }
}

/// The beginning of a panic message that is too long.
pub fn long_panic(beginning: &str) -> String {
    format!("{beginning}\n(the rest is left out: it is too long)")
}

pub fn deadlock(info: &TraceInfo) -> String {
    let names = thread_names(&info.threads);
    if let Some(wait) = info.waits.iter().find(|wait| wait.locked_by_itself().is_some()) {
        let what = match wait.op.kind {
            Kind::Enter | Kind::OnceWait { .. } => "an initialization that it runs itself",
            Kind::Join { .. } => "its own end",
            _ => "a lock that it already holds",
        };
        return format!("deadlock: {} waits for {what}", names[wait.thread]);
    }
    let (joins, others) = info.joins_and_others();
    let stuck = |waits: &[&Wait]| waits.iter().map(|wait| wait.thread).collect::<Vec<Tid>>();
    let threads = stuck(if others.is_empty() { &joins } else { &others });
    let is_mutual = others.iter().all(|wait| wait.blockers().any(|it| threads.contains(&it)));
    let name = |thread: &Tid| names[*thread].as_str();
    match &threads.iter().map(name).collect::<Vec<_>>()[..] {
        [one] => format!("deadlock: {one} waits forever"),
        several if is_mutual => format!("deadlock: {} wait for each other", list_threads(several)),
        several => format!("deadlock: {} wait forever", list_threads(several)),
    }
}

pub fn livelock(threads: &[String]) -> String {
    let (keep, they) =
        if threads.len() == 1 { ("keeps", "it reads") } else { ("keep", "they read") };
    let threads = list(threads);
    format!("livelock: {threads} {keep} polling, and the values that {they} never change")
}

/// These threads change something in each round.
pub fn polling_in_vain(threads: &[String]) -> String {
    let (keep, they) =
        if threads.len() == 1 { ("keeps", "it waits") } else { ("keep", "they wait") };
    format!("livelock: {} {keep} polling, and what {they} for never happens", list(threads))
}

/// These threads repeat loops that read nothing.
pub fn idle_loop(threads: &[String]) -> String {
    let repeats = if threads.len() == 1 { "repeats a loop" } else { "repeat loops" };
    format!("livelock: {} {repeats} in which nothing changes", list(threads))
}

pub fn busy_waiting(thread: &str, place: Place) -> String {
    let line = file_line(place.file(), place.line());
    format!("busy-waiting: {thread} polls at {line}, over and over, instead of blocking")
}

pub fn starvation(waiting: &str, steps: usize, others: &[String]) -> String {
    let others = match others {
        [] => "the other threads".to_owned(),
        others => list(&thread_names(others)),
    };
    let steps = counted(steps as u64, "step");
    format!("starvation: {waiting} makes no progress in {steps}, while {others} keep running")
}

pub fn step_limit(steps: usize) -> String {
    let steps = counted(steps as u64, "step");
    format!("too long: one interleaving has not ended after {steps}")
}

/// The message of threads that are still blocked after the body has returned.
pub fn blocked_threads(info: &TraceInfo) -> String {
    let names = thread_names(&info.threads);
    let threads: Vec<&str> = info.waits.iter().map(|wait| names[wait.thread].as_str()).collect();
    let are = if threads.len() == 1 { "is" } else { "are" };
    format!("the test is over, but {} {are} still waiting", list_threads(&threads))
}

pub fn unjoined_threads(threads: &[String]) -> String {
    let they_were = if threads.len() == 1 { "it was" } else { "they were" };
    let threads = list(&thread_names(threads));
    format!("the test is over, but {threads} may still be running: {they_were} never joined")
}

pub fn disallowed_primitive(found: Primitive, place: Place, allowed: &[Primitive]) -> String {
    let article = match found {
        Primitive::RwLock | Primitive::Atomic => "an",
        _ => "a",
    };
    let allowed: Vec<String> = allowed.iter().map(|primitive| format!("{primitive}s")).collect();
    let rule = match allowed.as_slice() {
        [] => "but no synchronization is allowed here".to_owned(),
        some => format!("but only {} are allowed", list(some)),
    };
    format!("{} uses {article} {found}, {rule}", file_line(place.file(), place.line()))
}

pub fn nondeterminism(details: &str) -> String {
    format!(
        "the same interleaving ran differently the second time: the code depends on something \
         besides the order of its threads\n({details})"
    )
}

/// How the same schedule led to different steps.
pub fn different_steps(before: Option<&String>, now: Option<&String>) -> String {
    let step =
        |step: Option<&String>| step.map_or("all threads had finished", |step| step).to_owned();
    nondeterminism(&format!("first {}, then {}", step(before), step(now)))
}

/// The same schedule ended differently.
pub fn different_end(first: &str) -> String {
    nondeterminism(&format!("the first time: {first}"))
}

/// The message of a replay whose schedule does not fit the code.
pub fn stale_schedule(fitting: usize, of: usize) -> String {
    let of = with_commas(of as u64);
    let fit = match fitting {
        0 => format!("None of its {of} steps fits anymore."),
        1 => format!("Only the first of its {of} steps still fits."),
        _ => format!("Only the first {} of its {of} steps still fit.", with_commas(fitting as u64)),
    };
    format!(
        "this schedule is stale: the code has changed since it was recorded\n{fit} Run the whole test again."
    )
}

/// A thread cannot continue although it could before.
pub const NOT_ENABLED: &str = "a thread that was not blocked before is blocked now";

pub fn step(thread: &str, place: Place) -> String {
    format!("{thread} reached {}", format_place(place))
}

pub fn missing_operation(place: Place) -> String {
    format!("the operation at {} did not happen again", format_place(place))
}

pub fn different_operation(before: Place, now: Place) -> String {
    let (before, now) = (format_place(before), format_place(now));
    match before == now {
        true => format!("the operation at {now} is a different one than before"),
        false => format!("a thread reached {now}, but reached {before} before"),
    }
}
