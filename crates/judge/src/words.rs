//! Every sentence that the judge says.
use interleave::{Coverage, Execution, Schedule};
use std::fmt::Display;

/// Stands before a generated scenario.
pub(crate) const SCENARIO: &str = "scenario: ";
/// Begins the message about an outcome that the reviewed snapshot does not have.
pub(crate) const OUTCOME: &str = "this outcome must not be possible: ";
/// A property that fails although no thread disturbs another.
pub(crate) const ALWAYS: &str = "This goes wrong in every interleaving that was tried, even when \
    nothing interleaves: look at what the code does, not at when.";
/// The same for a summary.
pub(crate) const IMPOSSIBLE_IN_SHORT: &str = "it never happens, in no interleaving";
/// What to try when something is missing.
pub(crate) const LOOSEN: &str = "Try this: look for what a thread waits for without need: a lock \
    that is held longer than necessary, a sleep in the caller, a `join` before the next `spawn`.";
/// A replayed interleaving that does not fail.
pub(crate) const REPLAY_PASSES: &str = "this interleaving passes. If you have changed the code \
    since it failed: run the whole test again, to see that all the others pass too.";
/// The scenario of a replay cannot be built.
pub(crate) const NO_SUCH_SCENARIO: &str = "there is no such scenario: copy the whole line that \
    begins with `make replay` from the report.";

/// A test that ended without a verdict.
pub(crate) const BROKEN: &str = "the test itself broke off, and this is not your fault.\n\
    It could not judge your code. What it said last stands in the output of the test.";
/// What a test on real threads covered.
pub(crate) const NATIVE: &str = "once, on real threads";
/// A panic whose payload is no text.
pub(crate) const SPEECHLESS: &str = "a panic without a message";

/// The first line of a report.
pub(crate) fn head(source: &str, sentence: &str) -> String {
    format!("{source}: {sentence}")
}

/// How to run the same interleaving again, in one line that can be copied.
pub(crate) fn replay(target: &str, test: &str, case: &str, schedule: &Schedule) -> String {
    format!(
        "Run this interleaving again:\n  make replay EX={target} SCHEDULE={test}:{case}:{schedule}"
    )
}

/// An outcome that is not allowed, and those that are.
pub(crate) fn added(outcome: &str, known: &[String]) -> String {
    format!("{OUTCOME}{outcome}\nThe only outcomes that are allowed:\n{}", list(known))
}

/// The outcomes that never appear.
pub(crate) fn missing(outcomes: &[&String], coverage: &Coverage) -> String {
    let (these, them) = match outcomes {
        [_] => ("this outcome", "it"),
        _ => ("these outcomes", "them"),
    };
    format!(
        "{these} should be possible, but {}\n{}\n({coverage})",
        nothing_leads_to(them, coverage),
        list(outcomes)
    )
}

/// The same for a summary.
pub(crate) fn missing_in_short(outcomes: &[&String]) -> String {
    let outcomes: Vec<_> = outcomes.iter().map(|outcome| outcome.as_str()).collect();
    format!("never happens: {}", outcomes.join(", "))
}

/// Where a replayed interleaving ends that does not fail.
pub(crate) fn leads_to(outcome: &str) -> String {
    format!("this interleaving leads to an outcome that is allowed: {outcome}")
}

/// Something that never happens and should be able to.
pub(crate) fn impossible(coverage: &Coverage) -> String {
    format!("this should be possible, but {}\n({coverage})", nothing_leads_to("it", coverage))
}

/// Names the freedom that is lost, and does not claim more than was explored.
fn nothing_leads_to(them: &str, coverage: &Coverage) -> String {
    let none = match coverage.is_complete() {
        true => "no interleaving of your code leads to",
        false => "none of the interleavings that were tried leads to",
    };
    format!("{none} {them}: something makes threads wait for each other that need not.")
}

/// What a property covered.
pub(crate) fn covered(coverage: &Coverage, scenarios: usize) -> String {
    match scenarios {
        1 => format!("{coverage} in 1 scenario"),
        _ => format!("{coverage} in {scenarios} scenarios"),
    }
}

/// A search that was cut short proves nothing about an answer.
pub(crate) fn incomplete(coverage: &Coverage) -> String {
    format!(
        "the answer passes, but not every interleaving was explored ({coverage}). An answer is \
         right only when its coverage is complete: make the scenario smaller."
    )
}

/// What one test that looks for an interleaving covered.
pub(crate) fn witnessed(execution: &Execution) -> String {
    let count = if execution.fewest { "fewest preemptions" } else { "preemptions" };
    format!("possible; {count}: {}", execution.preemptions)
}

/// A snapshot that nobody has reviewed yet.
pub(crate) fn no_snapshot(file: &str) -> String {
    format!(
        "there is no reviewed list of outcomes in tests/snapshots/{file}. Type `make snapshots` \
         to look at the outcomes of the answer and accept them."
    )
}

/// A snapshot that waits for its review.
pub(crate) fn review(file: &str) -> String {
    format!(
        "the outcomes differ from the reviewed ones in tests/snapshots/{file}. The new list \
         stands beside it, in {file}.new."
    )
}

/// A replay whose schedule cannot be read.
pub(crate) fn bad_schedule(schedule: &str, reason: &str) -> String {
    format!(
        "`{schedule}` is not a schedule: {reason}. Copy the whole line that begins with `make \
         replay` from the report."
    )
}

/// An exercise that could do what the tests do not see.
pub(crate) fn way_past(file: &str, line: usize, what: &str) -> String {
    format!(
        "{file}:{line} says `{what}`, and that can lead past the tests.\nThey see what goes through \
         `std::` in this one file, and nothing else, so there is no verdict. Take it out: an \
         exercise needs std alone."
    )
}

/// A panic on real threads.
pub(crate) fn native(message: &str, file: &str, line: u32) -> String {
    format!("{message}\nThis was on real threads, at {file}:{line}.")
}

/// One item a line.
fn list(items: &[impl Display]) -> String {
    items.iter().map(|item| format!("  {item}")).collect::<Vec<_>>().join("\n")
}

/// What a failed assertion means, without rustc's words for it.
pub(crate) fn in_short(message: &str) -> String {
    let Some(rest) = message.strip_prefix("assertion `left == right` failed") else {
        return message.strip_prefix("assertion failed: ").unwrap_or(message).to_owned();
    };
    if let Some(told) = rest.strip_prefix(": ") {
        return told.to_owned();
    }
    let side = |name| rest.lines().find_map(|line| line.trim_start().strip_prefix(name));
    match (side("left: "), side("right: ")) {
        (Some(left), Some(right)) => format!("{left} is not {right}"),
        _ => message.to_owned(),
    }
}
