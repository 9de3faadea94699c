//! Schedules: the thread that runs at each step, as a short text that can be replayed.

use std::fmt;
use std::str::FromStr;

use crate::thread_set::{MAX_THREADS, Tid};

/// One step: the thread that runs, and which of its possible results its operation has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    pub thread: Tid,
    pub variant: usize,
}

/// The choices that lead to one execution.
///
/// The text form lists the threads in the order in which they run, separated by dots: `0x5.1.0v1`
/// is five steps of thread 0, one of thread 1, and one of thread 0 whose operation has the second of
/// its possible results.
///
/// ```
/// # fn main() -> Result<(), interleave::ScheduleError> {
/// let schedule: interleave::Schedule = "0x5.1.0v1".parse()?;
/// assert_eq!(schedule.to_string(), "0x5.1.0v1");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule(Vec<Choice>);

impl Schedule {
    #[inline]
    pub fn push(&mut self, choice: Choice) {
        self.0.push(choice);
    }

    #[inline]
    pub fn set_last_variant(&mut self, variant: usize) {
        if let Some(choice) = self.0.last_mut() {
            choice.variant = variant;
        }
    }

    #[inline]
    pub fn clear(&mut self) {
        self.0.clear();
    }

    #[inline]
    pub fn choices(&self) -> &[Choice] {
        &self.0
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, run) in self.0.chunk_by(|a, b| a == b).enumerate() {
            let Choice { thread, variant } = run[0];
            write!(f, "{}{thread}", if i > 0 { "." } else { "" })?;
            if variant > 0 {
                write!(f, "v{variant}")?;
            }
            if run.len() > 1 {
                write!(f, "x{}", run.len())?;
            }
        }
        Ok(())
    }
}

/// An error from parsing a [`Schedule`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleError(String);

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a step of a schedule, such as `1`, `1x3` or `1v2x3`", self.0)
    }
}

impl std::error::Error for ScheduleError {}

impl FromStr for Schedule {
    type Err = ScheduleError;

    /// # Errors
    /// If a step is not a thread number below 32 with an optional result and an optional count.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut schedule = Self::default();
        for step in text.split('.').filter(|step| !step.is_empty()) {
            let (choice, count) = parse_step(step).ok_or_else(|| ScheduleError(step.to_owned()))?;
            schedule.0.extend(std::iter::repeat_n(choice, count));
        }
        Ok(schedule)
    }
}

fn parse_step(step: &str) -> Option<(Choice, usize)> {
    let (rest, count) = match step.split_once('x') {
        Some((rest, count)) => (rest, count.parse::<u16>().ok()?),
        None => (step, 1),
    };
    let (thread, variant) = match rest.split_once('v') {
        Some((thread, variant)) => (thread, variant.parse::<u8>().ok()?),
        None => (rest, 0),
    };
    let thread = thread.parse().ok().filter(|thread| *thread < MAX_THREADS)?;
    Some((Choice { thread, variant: variant.into() }, count.into()))
}
