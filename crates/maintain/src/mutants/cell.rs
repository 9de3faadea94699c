//! One field of the matrix: what a test found on a mutant.
use protocol::Verdict;

/// The verdict; `None` if the test does not call a mutated function, so it finds what it finds on the solution.
pub(crate) type Cell = Option<Verdict>;

pub(crate) fn letter(cell: Cell) -> char {
    match cell {
        None => '-',
        Some(Verdict::Passed) => '.',
        Some(Verdict::Race) => 'R',
        Some(Verdict::OverSynchronized) => 'O',
        Some(Verdict::Deadlock) => 'D',
        Some(Verdict::Livelock) => 'L',
        Some(Verdict::BusyWaiting) => 'B',
        Some(Verdict::Disallowed) => 'X',
        Some(Verdict::Panic) => 'P',
        Some(Verdict::Timeout) => 'H',
        Some(Verdict::OutOfMemory) => 'M',
        Some(Verdict::Aborted) => 'A',
        Some(Verdict::Tampered) => 'T',
        Some(Verdict::Unrecorded) => 'U',
    }
}

pub(crate) fn of_letter(wanted: char) -> Option<Cell> {
    let all = Verdict::ALL.map(Some).into_iter().chain([None]);
    all.into_iter().find(|cell| letter(*cell) == wanted)
}

pub(crate) fn name(cell: Cell) -> &'static str {
    cell.map_or("not reached", Verdict::name)
}

/// Whether the verdict shows that the test detects the mutant. A timeout does not, and neither does a test that
/// could not be carried out.
pub(crate) fn kills(verdict: Verdict) -> bool {
    use Verdict::{BusyWaiting, Deadlock, Disallowed, Livelock, OverSynchronized, Panic, Race};
    matches!(
        verdict,
        Race | OverSynchronized | Deadlock | Livelock | BusyWaiting | Disallowed | Panic
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_reads_back() {
        for cell in Verdict::ALL.map(Some).into_iter().chain([None]) {
            assert_eq!(of_letter(letter(cell)), Some(cell));
        }
        assert_eq!(of_letter('Q'), None);
    }

    #[test]
    fn a_timeout_is_not_a_kill() {
        assert!(kills(Verdict::Race) && kills(Verdict::OverSynchronized));
        assert!(!kills(Verdict::Timeout) && !kills(Verdict::Aborted));
    }
}
