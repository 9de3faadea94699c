//! What a test says about a mutant.
use std::fmt;

/// One field of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// The test never calls a function that is mutated, so it says what it says of the answer.
    Unreached,
    Passed,
    Race,
    OverSynchronised,
    Deadlock,
    Livelock,
    Panic,
    /// The test could not judge; or the process died.
    Aborted,
    /// A loop without any operation: the watchdog ended it.
    Hang,
}

impl Verdict {
    pub(crate) const ALL: [(Self, char, &'static str); 9] = [
        (Self::Unreached, '-', "not reached"),
        (Self::Passed, '.', "passed"),
        (Self::Race, 'R', "race"),
        (Self::OverSynchronised, 'O', "over-synchronised"),
        (Self::Deadlock, 'D', "deadlock"),
        (Self::Livelock, 'L', "livelock"),
        (Self::Panic, 'P', "panic"),
        (Self::Aborted, 'A', "aborted"),
        (Self::Hang, 'H', "hang"),
    ];

    pub(crate) fn letter(self) -> char {
        self.entry().1
    }

    pub(crate) fn name(self) -> &'static str {
        self.entry().2
    }

    pub(crate) fn of_letter(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|entry| entry.1 == letter).map(|entry| entry.0)
    }

    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|entry| entry.2 == name).map(|entry| entry.0)
    }

    /// A timeout is not a kill, and neither is a test that could not judge.
    pub(crate) fn kills(self) -> bool {
        matches!(
            self,
            Self::Race | Self::OverSynchronised | Self::Deadlock | Self::Livelock | Self::Panic
        )
    }

    fn entry(self) -> (Self, char, &'static str) {
        let own = Self::ALL.into_iter().find(|entry| entry.0 == self);
        own.unwrap_or(Self::ALL[0])
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict;

    #[test]
    fn letters_and_names_lead_back() {
        for (verdict, letter, name) in Verdict::ALL {
            assert_eq!(Verdict::of_letter(letter), Some(verdict));
            assert_eq!(Verdict::of_name(name), Some(verdict));
            assert_eq!((verdict.letter(), verdict.name()), (letter, name));
        }
    }

    #[test]
    fn a_timeout_is_not_a_kill() {
        assert!(Verdict::Race.kills() && Verdict::OverSynchronised.kills());
        assert!(!Verdict::Hang.kills() && !Verdict::Aborted.kills());
    }
}
