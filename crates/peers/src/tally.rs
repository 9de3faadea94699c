//! What comes of a cross-check, counted.
use crate::compare::{Answer, Limits, PEERS, Peer, Quarrel};
use std::collections::BTreeMap;
use std::fmt;

/// How often a peer answered what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    equal: u64,
    too_long: u64,
    too_large: u64,
    unsuited: u64,
    quarrels: u64,
}

/// Counts over many programs.
#[derive(Clone, Debug)]
pub struct Tally {
    limits: Limits,
    programs: u64,
    deadlocks: u64,
    /// Where both searches finished: how often shuttle has our very outcomes.
    as_shuttle: u64,
    /// And how often ours has more, which are those that need a spurious wakeup.
    by_luck: u64,
    counts: BTreeMap<Peer, Count>,
}

impl Tally {
    /// Nothing counted yet.
    pub fn new(limits: Limits) -> Self {
        let counts = BTreeMap::new();
        Self { limits, programs: 0, deadlocks: 0, as_shuttle: 0, by_luck: 0, counts }
    }

    /// Counts what the peers say of one program.
    pub fn add(&mut self, answers: &[(Peer, Answer)]) {
        self.programs += 1;
        for (peer, answer) in answers {
            let count = self.counts.entry(*peer).or_default();
            match answer {
                Answer::All(_) | Answer::One(_) => count.equal += 1,
                Answer::Unfinished => count.too_long += 1,
                Answer::Unknown => count.too_large += 1,
                Answer::Unsuited => count.unsuited += 1,
                Answer::Failed(_) => count.quarrels += 1,
            }
        }
        let all = |wanted: Peer| {
            answers.iter().find_map(|(peer, answer)| match answer {
                Answer::All(outcomes) if *peer == wanted => Some(outcomes),
                _ => None,
            })
        };
        self.deadlocks += u64::from(all(Peer::Ours).is_some_and(|ours| ours.contains(&None)));
        if let (Some(ours), Some(theirs)) = (all(Peer::Ours), all(Peer::Shuttle)) {
            self.as_shuttle += u64::from(ours == theirs);
            self.by_luck += u64::from(ours != theirs);
        }
    }

    /// Counts a program about which somebody contradicts the model.
    pub fn add_quarrel(&mut self, quarrel: &Quarrel) {
        self.programs += 1;
        self.counts.entry(quarrel.peer).or_default().quarrels += 1;
    }

    /// How many programs somebody quarrels about.
    pub fn quarrels(&self) -> u64 {
        self.counts.values().map(|count| count.quarrels).sum()
    }

    /// One line on the way.
    pub fn progress(&self) -> String {
        let Self { as_shuttle, by_luck, .. } = self;
        let quarrels = self.quarrels();
        format!("{} compared with shuttle, {quarrels} quarrels", as_shuttle + by_luck)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { programs, deadlocks, as_shuttle, by_luck, limits, .. } = self;
        writeln!(f, "{programs} programs; {deadlocks} can deadlock.")?;
        writeln!(f, "Each peer beside the state machine, outcomes and deadlocks:")?;
        writeln!(f, "{:22}   equal  too long  too large  unsuited  quarrels", "")?;
        for peer in PEERS {
            let Count { equal, too_long, too_large, unsuited, quarrels } =
                self.counts.get(&peer).copied().unwrap_or_default();
            let name = match peer {
                Peer::Ours => "our search",
                Peer::OursExhaustive => "ours, no reduction",
                Peer::Shuttle => "shuttle's search",
                Peer::Real => "real threads, one run",
            };
            writeln!(
                f,
                "{name:22}  {equal:>6}  {too_long:>8}  {too_large:>9}  {unsuited:>8}  {quarrels:>8}"
            )?;
        }
        writeln!(f, "too long: more than {} executions", limits.executions)?;
        writeln!(f, "too large: more than {} states of the state machine", limits.states())?;
        writeln!(
            f,
            "unsuited: shuttle ends at a panic, wakes a scope's owner from a lock, and keeps a place in a\n\
             channel for a sender that waits, whom no `try_send` overtakes, and it has no time and no\n\
             `OnceLock`; real threads may hang where a program can deadlock, or where a writer that\n\
             waits keeps readers out"
        )?;
        writeln!(
            f,
            "Our search beside shuttle's: {} programs; the same outcomes in {as_shuttle}; in {by_luck}\n\
             ours has more, those of spurious wakeups and weak exchanges that fail for no\n\
             reason, which shuttle does not model.",
            as_shuttle + by_luck
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_answer_is_counted_where_it_belongs() {
        let mut tally = Tally::new(Limits { executions: 7, only: None });
        let deadlock = Answer::All(BTreeSet::from([None]));
        tally.add(&[(Peer::Ours, deadlock.clone()), (Peer::Shuttle, deadlock.clone())]);
        let nothing = Answer::All(BTreeSet::new());
        tally.add(&[(Peer::Ours, deadlock.clone()), (Peer::Shuttle, nothing)]);
        tally.add(&[(Peer::Ours, deadlock), (Peer::Shuttle, Answer::Unfinished)]);
        tally.add(&[(Peer::Ours, Answer::Unknown), (Peer::Shuttle, Answer::Unsuited)]);
        let text = tally.to_string();
        let rows: Vec<Vec<&str>> =
            text.lines().map(|row| row.split_whitespace().collect()).collect();
        assert!(rows.contains(&vec!["our", "search", "3", "0", "1", "0", "0"]), "{text}");
        assert!(rows.contains(&vec!["shuttle's", "search", "2", "1", "0", "1", "0"]), "{text}");
        assert!(text.starts_with("4 programs; 3 can deadlock."), "{text}");
        assert!(text.contains("2 programs; the same outcomes in 1; in 1"), "{text}");
        assert_eq!(tally.progress(), "2 compared with shuttle, 0 quarrels");
    }
}
