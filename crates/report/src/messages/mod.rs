//! Every sentence that a report shows.

pub(crate) mod advice;
pub(crate) mod annotations;
pub(crate) mod memory;
pub(crate) mod rows;
pub(crate) mod timeline;
mod values;
pub(crate) mod waits;

pub use values::{change, no_reason, other_value, value};

use std::time::Duration;

use crate::failure::Execution;
use crate::op::{Kind, Place};
use crate::primitive::Primitive;
use crate::render::names;
use crate::render::source::spot;
use crate::trace::{Panic, TraceInfo, Wait};

/// Before the rows of a thread without a column.
pub(crate) const FIRST: &str = "first";
pub(crate) const THEN: &str = "then";

pub(crate) fn alone(thread: &str, steps: usize) -> String {
    format!("first {thread} takes {steps} steps before the others begin")
}

/// Who had not finished when a property failed.
pub(crate) fn unfinished(threads: &[&str]) -> String {
    let (are, has) = if threads.len() == 1 { ("is", "its") } else { ("are", "their") };
    format!("at this moment {} {are} not done with {has} work", list(threads))
}

/// How hard it was to find the failure, and what that means where no thread is interrupted.
pub(crate) fn found(execution: &Execution, alone: bool) -> String {
    let Execution { found_at, preemptions, fewest, .. } = *execution;
    let meaning = match (preemptions, alone) {
        (0, true) => {
            return format!("Found in interleaving {found_at}; one thread alone is enough.");
        }
        (0, false) => " (threads switch only where one waits or ends)",
        _ => "",
    };
    let count = if fewest { "fewest preemptions" } else { "preemptions" };
    format!("Found in interleaving {found_at}; {count}: {preemptions}{meaning}.")
}

/// The message of threads that wait although the body has returned.
pub fn left_behind(waits: &[Wait], info: &TraceInfo) -> String {
    let names = names::threads(&info.threads);
    let threads: Vec<&str> = waits.iter().map(|wait| names[wait.thread].as_str()).collect();
    let wait = if threads.len() == 1 { "waits" } else { "wait" };
    format!("work is left behind: the test is over, and {} still {wait}", list(&threads))
}

/// The message of threads that nobody has joined.
pub fn unjoined(threads: &[String]) -> String {
    let names = names::threads(threads);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let them = if names.len() == 1 { "it" } else { "them" };
    format!("{} may still be at work when the test is over: nobody has joined {them}", list(&names))
}

/// The message of an operation on what may not be used.
pub fn not_allowed(found: Primitive, place: Place, allowed: &[Primitive]) -> String {
    let one = |primitive: Primitive| match primitive {
        Primitive::RwLock | Primitive::Atomic => format!("an {primitive}"),
        _ => format!("a {primitive}"),
    };
    let many = |primitive: &Primitive| format!("{primitive}s");
    let allowed: Vec<String> = allowed.iter().map(many).collect();
    let allowed: Vec<&str> = allowed.iter().map(String::as_str).collect();
    let what = match allowed.as_slice() {
        [] => "nothing that threads share is".to_owned(),
        some => format!("only {} are", list(some)),
    };
    format!(
        "{} is used at {}, where {what} to be used",
        one(found),
        spot(place.file(), place.line())
    )
}

/// The message of threads that wait for ever.
pub fn deadlock(waits: &[Wait], info: &TraceInfo) -> String {
    let names = names::threads(&info.threads);
    let is_stuck = |wait: &&Wait| !matches!(wait.op.kind, Kind::Join { .. } | Kind::JoinAll);
    let itself =
        waits.iter().find(|wait| wait.blocked_by.iter().any(|(thread, _)| *thread == wait.thread));
    if let Some(wait) = itself {
        return format!("deadlock: {} waits for a lock that it holds itself", names[wait.thread]);
    }
    let mut stuck: Vec<&str> =
        waits.iter().filter(is_stuck).map(|wait| names[wait.thread].as_str()).collect();
    if stuck.is_empty() {
        stuck = waits.iter().map(|wait| names[wait.thread].as_str()).collect();
    }
    let for_locks = waits.iter().filter(is_stuck).all(|wait| {
        wait.blocked_by.iter().any(|(holder, _)| stuck.contains(&names[*holder].as_str()))
    });
    match stuck.as_slice() {
        [one] => format!("deadlock: {one} waits for ever"),
        several if for_locks => format!("deadlock: {} wait for each other", list(several)),
        several => format!("deadlock: {} wait for ever", list(several)),
    }
}

/// The message of threads that wait by looking.
pub fn livelock(threads: &[String]) -> String {
    let names: Vec<&str> = threads.iter().map(String::as_str).collect();
    let (look, has) = match names.as_slice() {
        [_] => ("looks", "it looks"),
        _ => ("look", "they look"),
    };
    format!(
        "livelock: {} {look} again and again, and nothing that {has} at ever changes",
        list(&names)
    )
}

/// The message of a body that waits while all others have their turns.
pub fn starved(waiting: &str, steps: usize, others: &[String]) -> String {
    let names = names::threads(others);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let steps = crate::failure::with_commas(steps as u64);
    let others = if names.is_empty() { "the others".to_owned() } else { list(&names) };
    format!(
        "starvation: {waiting} waits and gets nowhere in {steps} steps, while {others} take turns"
    )
}

/// The message of an execution that does not end within the limit.
pub fn too_long(steps: usize) -> String {
    let steps = crate::failure::with_commas(steps as u64);
    format!("too long: one interleaving takes more than {steps} steps and does not end")
}

/// The message of code that does something else the second time.
pub fn nondeterminism(message: &str) -> String {
    format!(
        "the same interleaving ran differently the second time: the code depends on something \
         besides its threads\n({message})"
    )
}

/// The message of a replay whose schedule leads to a step that the code does not have.
pub fn outdated(fitted: usize, of: usize) -> String {
    let fit = match fitted {
        0 => format!("None of its {of} steps fits any more."),
        1 => format!("Only the first of its {of} steps still fits."),
        _ => format!("Only the first {fitted} of its {of} steps still fit."),
    };
    format!(
        "this schedule no longer fits: the code has changed since\n{fit} Run the whole test again."
    )
}

/// Where a schedule led elsewhere the second time: what a thread came to then, and before.
pub fn differs(before: Option<&String>, now: Option<&String>) -> String {
    let is = |step: Option<&String>| step.map_or("all was done".to_owned(), String::clone);
    format!("first {}, then {}", is(before), is(now))
}

/// The message of an execution that ends differently the second time.
pub fn ended_differently(first: &str) -> String {
    nondeterminism(&format!("the first time: {first}"))
}

/// The message of an execution that was looked for, and does not fail.
pub const WITNESS: &str = "this can happen";

/// The message of a panic in the code under test.
pub fn panicked(thread: &str, place: Option<(&str, u32)>, message: &str) -> String {
    match place {
        Some((file, line)) => format!("{thread} panicked at {}: {message}", spot(file, line)),
        None => format!("{thread} panicked: {message}"),
    }
}

/// What is said before std ends the process, because a panic leaves a destructor in a thread that
/// unwinding: by a panic, or because it is `given_up`.
pub fn panics_twice(second: Option<&Panic>, given_up: bool) -> String {
    let when = match given_up {
        true => "when an interleaving is over and its threads are cleared away",
        false => "while its thread panics already, which ends the whole program",
    };
    format!(
        "a destructor panics{} {when}\n\
         Let `drop` do nothing that can panic: no `unwrap`, no index, no `assert!`.",
        from(second),
    )
}

/// Where a panic came from, and what it says.
fn from(panic: Option<&Panic>) -> String {
    let Some(Panic { message, place }) = panic else { return String::new() };
    match place {
        Some((file, line)) => format!(" (at {}: {message})", spot(file, *line)),
        None => format!(" ({message})"),
    }
}

/// Why data in a `static` cannot be explored.
pub fn survivor(sort: &str, created: Place) -> String {
    let way_out = match sort {
        "Mutex" | "RwLock" => format!(
            "Is it in a `static`? Make it in a function, and pass it on, in an `Arc` or by \
             reference. Or let it be made anew in each run: \
             `static …: LazyLock<{sort}<…>> = LazyLock::new(|| {sort}::new(…));`."
        ),
        "LazyLock" => "What makes its value owns something, and can do it only once. Make it in \
                       the body, or from a function."
            .to_owned(),
        _ => "Is it in a `static`? Make it in a function, and pass it on, in an `Arc` or by \
              reference."
            .to_owned(),
    };
    format!(
        "the {sort} made at {} keeps its data from one run of the test to the next, and so the \
         runs influence each other\n{way_out}",
        spot(created.file(), created.line())
    )
}

/// Why a lock in a `static` cannot be explored whose guard is still somewhere.
pub fn still_held(sort: &str, created: Place) -> String {
    format!(
        "the {sort} made at {} is still held when the next run of the test begins\n\
         Its guard was never dropped: was it given to `mem::forget`, or kept in a `static`?",
        spot(created.file(), created.line())
    )
}

/// What the watchdog says before it ends the process.
pub fn endless_loop(timeout: Duration) -> String {
    format!(
        "a thread has run for {} seconds without a step that another thread could see\n\
         Is there a loop that never ends? Nobody can interrupt it: give it a way out.",
        timeout.as_secs()
    )
}

/// What is said before the process ends in which real threads do not come to an end.
pub fn hanging(timeout: Duration) -> String {
    format!(
        "a test on real threads has not ended after {} seconds\n\
         Does a thread wait for a lock that it holds itself, or for a message that nobody sends?",
        timeout.as_secs()
    )
}

/// What is said before the process ends that has taken too much memory.
pub const OUT_OF_MEMORY: &str = "\nthis test has taken 512 MiB of memory\n\
     Does something grow in a loop that never ends? Give the loop a way out.\n";

/// Why an execution cannot be cleared away in which nothing went wrong.
pub const UNSTOPPABLE: &str = "a thread catches every panic, also the one that ends an interleaving, so it cannot be stopped\n\
     Is there a `catch_unwind` in a loop? Leave the loop when it has caught something.";

/// Why a real channel cannot be used.
pub fn made_outside(sort: &str) -> String {
    format!(
        "a {sort} that was made before the test began is used inside it\n\
         Is it in a `static`? Make it in a function, and pass it on."
    )
}

/// `a`, `a and b`, `a, b and c`
pub(crate) fn list(items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [some @ .., last] => format!("{} and {last}", some.join(", ")),
    }
}

/// A report stands in by two columns of 80; only tables are wider.
const WIDTH: usize = 78;

/// A paragraph in lines that are not too wide.
pub(crate) fn filled(text: &str) -> String {
    let mut filled = String::new();
    let mut at = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let wide = word.chars().count();
        if at > 0 && at + 1 + wide > WIDTH {
            filled.push('\n');
            at = 0;
        } else if at > 0 {
            filled.push(' ');
            at += 1;
        }
        filled.push_str(word);
        at += wide;
    }
    filled.push('\n');
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_like_sentences() {
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn paragraphs_are_filled_up_to_the_width() {
        let filled = filled(&"word ".repeat(40));
        assert!(filled.lines().all(|line| line.len() <= WIDTH));
        assert_eq!(filled.lines().count(), 3);
        assert_eq!(filled.split_whitespace().count(), 40);
    }
}
