//! The verdict on a test.
use std::fmt;
use std::str::FromStr;

use crate::json::name;
use crate::named;

named! {
    /// The result of a test: what it found, or how its process ended.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Verdict {
        /// Everything holds in every interleaving that was explored.
        Passed = "passed",
        /// Some interleaving breaks a property or leads to an outcome that is not allowed.
        Race = "race",
        /// An outcome that must be possible never happens: threads wait unnecessarily.
        OverSynchronized = "over-synchronized",
        /// Threads wait for each other, or for something that never happens.
        Deadlock = "deadlock",
        /// Threads keep running without making progress.
        Livelock = "livelock",
        /// A thread that has to wait polls instead of blocking.
        BusyWaiting = "busy-waiting",
        /// The exercise uses a primitive that the test does not allow.
        Disallowed = "disallowed",
        /// The exercise panics.
        Panic = "panic",
        /// The engine's watchdog or the time limit ended the process.
        Timeout = "timeout",
        /// The process exceeded the memory limit.
        OutOfMemory = "out-of-memory",
        /// The test could not be carried out, or its process crashed.
        Aborted = "aborted",
        /// The process ended without running the test, or the record is forged.
        Tampered = "tampered",
        /// The process succeeded without leaving a record, which is a bug in the tests.
        Unrecorded = "unrecorded",
    }
}

name!(Verdict, |name: &str| name.parse().ok());

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Verdict {
    type Err = UnknownVerdict;

    /// Reads a [`name`](Self::name).
    ///
    /// # Errors
    /// If no verdict has this name.
    fn from_str(name: &str) -> Result<Self, UnknownVerdict> {
        let known = Self::ALL.into_iter().find(|verdict| verdict.name() == name);
        known.ok_or_else(|| UnknownVerdict(name.to_owned()))
    }
}

/// A name that no [`Verdict`] has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownVerdict(String);

impl fmt::Display for UnknownVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a verdict", self.0)
    }
}

impl std::error::Error for UnknownVerdict {}

#[cfg(test)]
mod tests {
    use super::Verdict;

    #[test]
    fn every_name_reads_back() {
        for verdict in Verdict::ALL {
            assert_eq!(verdict.name().parse(), Ok(verdict));
        }
        assert_eq!(
            "Race".parse::<Verdict>().map_err(|error| error.to_string()),
            Err("`Race` is not a verdict".to_owned())
        );
    }

    #[test]
    fn verdicts_can_be_aligned() {
        assert_eq!(format!("{:<8}|", Verdict::Race), "race    |");
    }
}
