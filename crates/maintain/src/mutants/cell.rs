//! One field of the matrix: what a test found on a mutant.
use std::fmt;

use course::TestRecord;
use protocol::Verdict;

/// What a test found on a mutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cell {
    /// The test does not call a mutated function, so it finds what it finds on the solution.
    Unreached,
    Judged(Verdict),
}

impl Cell {
    pub(crate) fn of(record: Option<&TestRecord>) -> Self {
        record.map_or(Self::Unreached, |record| Self::Judged(record.verdict))
    }

    pub(crate) fn letter(self) -> char {
        match self {
            Self::Unreached => '-',
            Self::Judged(verdict) => letter(verdict),
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Unreached => "not reached",
            Self::Judged(verdict) => verdict.name(),
        }
    }

    pub(crate) fn of_letter(letter: char) -> Option<Self> {
        Self::all().find(|cell| cell.letter() == letter)
    }

    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::all().find(|cell| cell.name() == name)
    }

    /// Whether the verdict shows that the test detects the mutant. A timeout does not, and neither does
    /// a test that could not be carried out.
    pub(crate) fn kills(self) -> bool {
        use Verdict::{BusyWaiting, Deadlock, Disallowed, Livelock, OverSynchronized, Panic, Race};
        let Self::Judged(verdict) = self else { return false };
        matches!(
            verdict,
            Race | OverSynchronized | Deadlock | Livelock | BusyWaiting | Disallowed | Panic
        )
    }

    pub(crate) fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::Unreached).chain(Verdict::ALL.map(Self::Judged))
    }
}

fn letter(verdict: Verdict) -> char {
    match verdict {
        Verdict::Passed => '.',
        Verdict::Race => 'R',
        Verdict::OverSynchronized => 'O',
        Verdict::Deadlock => 'D',
        Verdict::Livelock => 'L',
        Verdict::BusyWaiting => 'B',
        Verdict::Disallowed => 'X',
        Verdict::Panic => 'P',
        Verdict::Timeout => 'H',
        Verdict::OutOfMemory => 'M',
        Verdict::Aborted => 'A',
        Verdict::Tampered => 'T',
        Verdict::Unrecorded => 'U',
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use protocol::Verdict;

    use super::Cell;

    #[test]
    fn every_letter_and_every_name_reads_back() {
        for cell in Cell::all() {
            assert_eq!(Cell::of_letter(cell.letter()), Some(cell));
            assert_eq!(Cell::of_name(cell.name()), Some(cell));
        }
    }

    #[test]
    fn a_timeout_is_not_a_kill() {
        let kills = |verdict| Cell::Judged(verdict).kills();
        assert!(kills(Verdict::Race) && kills(Verdict::OverSynchronized));
        assert!(!kills(Verdict::Timeout) && !kills(Verdict::Aborted));
    }
}
