//! How much was explored.

use std::fmt;

use crate::failure::{Bound, Coverage};

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let executions = counted(self.executions, "execution");
        match self.bound {
            None => write!(f, "complete: {executions}"),
            Some(Bound::Preemptions(n)) => {
                let preemptions = counted(n as u64, "preemption");
                write!(f, "bounded: at most {preemptions}, {executions}")
            }
            Some(Bound::Delays(n)) => {
                let delays = counted(n as u64, "delay");
                write!(f, "bounded: round-robin with at most {delays}, {executions}")
            }
            Some(Bound::Random) => write!(f, "bounded: random schedules, {executions}"),
            Some(Bound::ExecutionLimit) => write!(f, "abandoned after {executions}"),
            Some(Bound::SpinLimit) => write!(f, "bounded: busy-waiting cut short, {executions}"),
        }
    }
}

/// `1 execution`, `2,000 executions`
pub(super) fn counted(n: u64, noun: &str) -> String {
    format!("{} {noun}{}", with_commas(n), if n == 1 { "" } else { "s" })
}

/// A number with a comma between thousands.
pub(super) fn with_commas(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
