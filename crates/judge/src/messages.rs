//! Every sentence that the judge itself writes.
use std::fmt::Display;

use interleave::{Coverage, Execution};
use source_check::Finding;

/// The label of a generated scenario.
pub(crate) const SCENARIO: &str = "scenario: ";
/// Begins the message about an outcome that is not in the reviewed snapshot.
pub(crate) const OUTCOME: &str = "this outcome must not be possible: ";
/// A property that fails in every interleaving.
pub(crate) const ALWAYS: &str = "Every interleaving that was tried fails, even if no thread is \
    interrupted: check what the code does rather than the order in which threads run.";
/// The summary of [`unreachable`].
pub(crate) const UNREACHABLE_SUMMARY: &str = "no interleaving reaches the expected state";
/// What to try when an outcome is missing.
pub(crate) const LOOSEN: &str = "Try this: find the row that rules it out. If a thread waits there \
    unnecessarily, typical causes are something that is held too long, a condition that is too strict, a `sleep` \
    in the caller, and a `join` before the next `spawn`. If no thread has to wait, a step may be missing, or \
    several changes may be one step, so that other threads see all of them or none.";
/// The title of the interleaving above [`LOOSEN`].
pub(crate) const TAKING_TURNS: &str = "What happens if the threads take turns:";
/// A replayed interleaving that passes.
pub(crate) const REPLAY_PASSES: &str = "this interleaving passes: the code can no longer go wrong this \
    way. Others may still fail: run the whole test again.";
/// A replay of code that has changed, and fails in another interleaving.
pub(crate) const STILL_FAILS: &str = "The code has changed, and the recorded interleaving is no longer \
    possible. This one is, and it goes wrong as well:";
/// A replay of a scenario that cannot be built.
pub(crate) const NO_SUCH_SCENARIO: &str = "there is no such scenario: copy the whole command from the \
    end of the report.";
/// A test that ended without a verdict.
pub(crate) const BROKEN: &str = "the test itself failed, so there is no verdict. This is a bug in the \
    test, not in your code.\nThe output of the test says what happened.";
/// The coverage of a test on real threads.
pub(crate) const NATIVE: &str = "once, on real threads";
/// Below a text that was too long.
pub(crate) const CUT: &str = "(the rest is left out: it is too long)";
/// A panic whose payload is not a string.
pub(crate) const NO_PANIC_MESSAGE: &str = "a panic without a message";

/// An outcome that is not allowed, and those that are.
pub(crate) fn added(outcome: &str, allowed: &[String]) -> String {
    format!("{OUTCOME}{outcome}\nOnly these outcomes are allowed:\n{}", list(allowed))
}

/// Outcomes that never happen.
pub(crate) fn missing(outcomes: &[&String], coverage: &Coverage) -> String {
    let (these, them) = match outcomes {
        [_] => ("this outcome", "it"),
        _ => ("these outcomes", "them"),
    };
    format!(
        "{these} should be possible, but no interleaving of your code leads to {them}:\n{}\n({coverage})",
        list(outcomes)
    )
}

/// The summary of [`missing`].
pub(crate) fn missing_summary(outcomes: &[&String]) -> String {
    let outcomes: Vec<_> = outcomes.iter().map(|outcome| outcome.as_str()).collect();
    format!("never happens: {}", outcomes.join(", "))
}

/// The outcome of a replayed interleaving that passes.
pub(crate) fn leads_to(outcome: &str) -> String {
    format!(
        "this interleaving leads to an outcome that is allowed: {outcome}\nThe code can no longer go \
         wrong this way. Other interleavings may still fail: run the whole test again."
    )
}

/// A replay of code that has changed, and no longer fails.
pub(crate) fn no_longer_fails(coverage: &Coverage) -> String {
    format!(
        "The code has changed, and can no longer go wrong this way: no interleaving of this scenario does \
         ({coverage}). Others may still fail: run the whole test again."
    )
}

/// A state that is never reached.
pub(crate) fn unreachable(coverage: &Coverage) -> String {
    let of = if coverage.is_complete() { "of your code" } else { "that was tried" };
    format!("this should be possible, but no interleaving {of} leads to it.\n({coverage})")
}

/// The coverage of a sample.
pub(crate) fn sampled(coverage: &Coverage, scenarios: usize) -> String {
    let schedules = match coverage.executions {
        1 => "1 schedule".to_owned(),
        schedules => format!("{schedules} schedules"),
    };
    match scenarios {
        1 => format!("sampled: {schedules} of a larger scenario"),
        _ => format!("sampled: {schedules} of {scenarios} larger scenarios"),
    }
}

/// The coverage of tests in every interleaving.
pub(crate) fn covered(coverage: &Coverage, scenarios: usize) -> String {
    match scenarios {
        1 => coverage.to_string(),
        _ => format!("{coverage} in {scenarios} scenarios"),
    }
}

/// A solution whose interleavings were not all explored.
pub(crate) fn incomplete(coverage: &Coverage) -> String {
    format!(
        "the solution passes, but not every interleaving was explored ({coverage}). A solution is \
         correct only if the search is complete: make the scenario smaller."
    )
}

/// The interleaving that reaches the expected state.
pub(crate) fn reached(execution: &Execution) -> String {
    let fewest = if execution.fewest { ", the fewest possible" } else { "" };
    match execution.preemptions {
        1 => format!("reached with 1 preemption{fewest}"),
        count => format!("reached with {count} preemptions{fewest}"),
    }
}

/// Outcomes without a reviewed snapshot.
pub(crate) fn no_snapshot(file: &str) -> String {
    format!(
        "there is no reviewed list of outcomes in tests/snapshots/{file}. Run `make snapshots` \
         to review the outcomes of the solution and accept them."
    )
}

/// Outcomes that differ from the reviewed snapshot.
pub(crate) fn review(file: &str) -> String {
    format!(
        "the outcomes differ from the reviewed ones in tests/snapshots/{file}. The new list is in \
         {file}.new in the same directory."
    )
}

/// A replay whose schedule cannot be parsed.
pub(crate) fn bad_schedule(schedule: &str, reason: &str) -> String {
    format!(
        "`{schedule}` is not a schedule: {reason}. Copy the whole command from the end of the report."
    )
}

/// An exercise that could bypass the tests.
pub(crate) fn bypass(file: &str, finding: &Finding) -> String {
    let Finding { line, what, reason, instead } = finding;
    format!("{file}:{line} uses `{what}`: {reason}.\nSo there is no verdict. Instead: {instead}.")
}

/// A panic on real threads.
pub(crate) fn native(message: &str, file: &str, line: u32) -> String {
    format!("{message}\nThis happened on real threads, at {file}:{line}.")
}

/// A list with one item per line.
fn list(items: &[impl Display]) -> String {
    items.iter().map(|item| format!("  {item}")).collect::<Vec<_>>().join("\n")
}

/// A message whose first line says what is wrong, after a verdict. An outcome in words says enough.
pub(crate) fn summary(message: &str) -> String {
    let outcome = message.strip_prefix(OUTCOME);
    let words = outcome.filter(|outcome| outcome.starts_with(char::is_alphabetic));
    words.map_or_else(|| condensed(message), str::to_owned)
}

/// A message as short as it can be without a loss: `assert_eq!` shows its two values in one line.
pub(crate) fn short(message: &str) -> String {
    let condensed = condensed(message);
    match *condensed.lines().collect::<Vec<_>>() {
        [reason, left, right] => {
            let (left, right) =
                (left.trim().strip_prefix("left: "), right.trim().strip_prefix("right: "));
            let values =
                left.zip(right).map(|(left, right)| format!("{reason}: {left} is not {right}"));
            values.unwrap_or(condensed)
        }
        _ => condensed,
    }
}

/// A panic message without the boilerplate of `assert!` and `assert_eq!`.
pub(crate) fn condensed(message: &str) -> String {
    let Some(rest) = message.strip_prefix("assertion `left == right` failed") else {
        return message.strip_prefix("assertion failed: ").unwrap_or(message).to_owned();
    };
    if let Some(reason) = rest.strip_prefix(": ") {
        return reason.to_owned();
    }
    let side = |name| rest.lines().find_map(|line| line.trim_start().strip_prefix(name));
    match (side("left: "), side("right: ")) {
        (Some(left), Some(right)) => format!("{left} is not {right}"),
        _ => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{condensed, short};

    #[test]
    fn a_condensed_message_says_what_differs() {
        let compared = "assertion `left == right` failed\n  left: [1]\n right: [1, 2]";
        assert_eq!(condensed(compared), "[1] is not [1, 2]");
        assert_eq!(
            condensed("assertion `left == right` failed: lost\n  left: 1"),
            "lost\n  left: 1"
        );
        assert_eq!(condensed("assertion failed: found"), "found");
        assert_eq!(condensed("Tom is gone"), "Tom is gone");
    }

    #[test]
    fn a_short_message_has_the_values() {
        let compared = "assertion `left == right` failed: it waits\n  left: None\n right: Some(7)";
        assert_eq!(short(compared), "it waits: None is not Some(7)");
        assert_eq!(short("one\ntwo\nthree"), "one\ntwo\nthree");
    }
}
