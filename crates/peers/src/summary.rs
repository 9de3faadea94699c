//! Counts the results of a cross-check.
use crate::answer::Answer;
use crate::compare::{Comparison, Limits, PEERS, Peer};
use std::collections::BTreeMap;
use std::fmt;

/// The columns of the table, one for each kind of answer.
const COLUMNS: [&str; 6] =
    ["equal", "bounded", "too long", "too large", "unsupported", "mismatches"];

/// The last column.
const MISMATCHES: usize = COLUMNS.len() - 1;

/// Counts over many programs.
#[derive(Clone, Debug)]
pub struct Summary {
    limits: Limits,
    programs: u64,
    deadlocks: u64,
    /// Programs whose outcomes are the same in shuttle, where both searches finished.
    same_as_shuttle: u64,
    /// Programs with more outcomes than in shuttle, which need a spurious wakeup or failure.
    more_than_shuttle: u64,
    counts: BTreeMap<Peer, [u64; COLUMNS.len()]>,
}

impl Summary {
    /// A summary of no programs.
    pub fn new(limits: Limits) -> Self {
        let counts = PEERS.map(|peer| (peer, [0; COLUMNS.len()])).into();
        Self { limits, programs: 0, deadlocks: 0, same_as_shuttle: 0, more_than_shuttle: 0, counts }
    }

    /// Counts what the peers report about one program.
    pub fn add(&mut self, comparisons: &[Comparison]) {
        self.programs += 1;
        for comparison in comparisons {
            let column = match comparison.answer {
                _ if comparison.is_mismatch() => MISMATCHES,
                Answer::All(_) | Answer::One(_) | Answer::Failed(_) => 0,
                Answer::Some(_) => 1,
                Answer::ExecutionLimit => 2,
                Answer::StateLimit => 3,
                Answer::Unsupported => 4,
            };
            self.counts.entry(comparison.peer).or_default()[column] += 1;
        }
        let outcomes = |wanted: Peer| {
            comparisons.iter().find_map(|comparison| match &comparison.answer {
                Answer::All(outcomes) if comparison.peer == wanted => Some(outcomes),
                _ => None,
            })
        };
        let interleave = outcomes(Peer::Interleave);
        self.deadlocks += u64::from(interleave.is_some_and(|found| found.contains(&None)));
        if let (Some(interleave), Some(shuttle)) = (interleave, outcomes(Peer::Shuttle)) {
            self.same_as_shuttle += u64::from(interleave == shuttle);
            self.more_than_shuttle += u64::from(interleave != shuttle);
        }
    }

    /// The number of mismatches.
    pub fn mismatches(&self) -> u64 {
        self.counts.values().map(|count| count[MISMATCHES]).sum()
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { programs, deadlocks, same_as_shuttle, more_than_shuttle, limits, .. } = self;
        writeln!(f, "{programs} programs; {deadlocks} can deadlock.")?;
        writeln!(f, "Outcomes, deadlocks included, compared with the state machine:")?;
        writeln!(f, "{:24}{}", "", COLUMNS.map(|column| format!("{column:>12}")).concat())?;
        for (peer, counts) in &self.counts {
            let name = match peer {
                Peer::Interleave => "interleave",
                Peer::InterleaveExhaustive => "interleave, no reduction",
                Peer::Shuttle => "shuttle",
                Peer::RealThreads => "real threads, one run",
            };
            writeln!(f, "{name:24}{}", counts.map(|count| format!("{count:>12}")).concat())?;
        }
        writeln!(
            f,
            "\
bounded: all outcomes found are expected; others are missing or were not looked for
too long: more than {} executions
too large: more than {} states of the state machine
unsupported: by shuttle, programs that panic, poll without end, count references, use timeouts,
`OnceLock`, `Once` or thread-local destructors, block the owner of a scope, or mix `send` and
`try_send` on a bounded channel; without reduction, programs that poll without end; by real threads,
programs that can deadlock, take a read lock or ask for a weak count
interleave and shuttle: {} programs compared, {same_as_shuttle} with the same outcomes;
{more_than_shuttle} have more in interleave, which models spurious wakeups and spurious failures of
weak exchanges",
            limits.executions,
            limits.states(),
            same_as_shuttle + more_than_shuttle,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_answer_is_counted_in_its_column() {
        let mut summary = Summary::new(Limits { executions: 7, only: None });
        let deadlock = || Answer::All(BTreeSet::from([None]));
        let nothing = || Answer::All(BTreeSet::new());
        // shuttle's outcomes are compared with those of a state machine without spurious wakeups.
        let mut add = |interleave, shuttle| {
            let comparison = |peer, answer| {
                let expected = match &answer {
                    Answer::All(outcomes) => outcomes.clone(),
                    _ => BTreeSet::new(),
                };
                Comparison { peer, expected, answer }
            };
            summary.add(&[
                comparison(Peer::Interleave, interleave),
                comparison(Peer::Shuttle, shuttle),
            ]);
        };
        add(deadlock(), deadlock());
        add(deadlock(), nothing());
        add(deadlock(), Answer::ExecutionLimit);
        add(Answer::StateLimit, Answer::Unsupported);
        add(Answer::Failed(String::new()), Answer::Unsupported);
        let text = summary.to_string();
        let rows: Vec<Vec<&str>> =
            text.lines().map(|row| row.split_whitespace().collect()).collect();
        assert!(rows.contains(&vec!["interleave", "3", "0", "0", "1", "0", "1"]), "{text}");
        assert!(rows.contains(&vec!["shuttle", "2", "0", "1", "0", "2", "0"]), "{text}");
        assert!(text.starts_with("5 programs; 3 can deadlock."), "{text}");
        assert!(
            text.contains("2 programs compared, 1 with the same outcomes;\n1 have more"),
            "{text}"
        );
    }
}
