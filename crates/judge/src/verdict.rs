//! The verdicts, and which failure of the engine leads to which.
use interleave::FailureKind;
use std::fmt;

/// What a test says about an exercise, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everything holds in every interleaving that was explored.
    Passed,
    /// A property fails, or an outcome appears that must not.
    Race,
    /// Something that must be possible is not: threads wait for each other that need not.
    OverSynchronised,
    /// Threads wait for each other for ever, or never end.
    Deadlock,
    /// Threads run for ever without getting anywhere.
    Livelock,
    /// The exercise itself panics.
    Panic,
    /// There is no verdict: the test could not be carried out.
    Aborted,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Verdict::Passed => "passed",
            Verdict::Race => "race",
            Verdict::OverSynchronised => "over-synchronised",
            Verdict::Deadlock => "deadlock",
            Verdict::Livelock => "livelock",
            Verdict::Panic => "panic",
            Verdict::Aborted => "aborted",
        })
    }
}

impl From<FailureKind> for Verdict {
    fn from(kind: FailureKind) -> Self {
        match kind {
            FailureKind::Assertion => Verdict::Race,
            FailureKind::Panic => Verdict::Panic,
            FailureKind::Deadlock | FailureKind::BlockedThreads => Verdict::Deadlock,
            FailureKind::Livelock | FailureKind::Starvation | FailureKind::StepLimit => {
                Verdict::Livelock
            }
            FailureKind::UnjoinedThreads | FailureKind::DisallowedPrimitive => Verdict::Race,
            // Nondeterminism, misuse, and whatever the engine learns to tell later.
            _ => Verdict::Aborted,
        }
    }
}
