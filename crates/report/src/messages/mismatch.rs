//! How an execution differs from an earlier one with the same schedule.

use crate::op::{Place, format_place};

/// A thread cannot continue although it could before.
pub const NOT_ENABLED: &str = "a thread is blocked that was not blocked before";

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
        false => format!("a thread reached {now}, but {before} before"),
    }
}

/// A replayed schedule chooses a thread that cannot continue.
pub fn blocked_in_replay(steps: usize, thread: usize) -> String {
    format!(
        "the schedule fits for {steps} steps; then it resumes thread {thread}, which is blocked"
    )
}
