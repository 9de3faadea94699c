//! Compares the outcomes of one program between each peer and the state machine.
use crate::answer::{Answer, Outcomes};
use crate::program::Program;
use crate::state_machine::{self, Wakeups};
use crate::{interleave_peer, shuttle_peer, std_peer};
use interleave::Explorer;
use std::fmt;
use std::sync::Arc;

/// What is compared with the state machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peer {
    /// `interleave`'s complete search.
    Interleave,
    /// `interleave`'s depth-first search without reduction.
    InterleaveExhaustive,
    /// shuttle's depth-first search.
    Shuttle,
    /// One run on real threads, of programs without deadlocks.
    RealThreads,
}

/// All peers.
pub const PEERS: [Peer; 4] =
    [Peer::Interleave, Peer::InterleaveExhaustive, Peer::Shuttle, Peer::RealThreads];

/// A state of the state machine is far cheaper than an execution.
const STATES_PER_EXECUTION: usize = 5;

/// What to compare, and how long each search may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many executions a search may take.
    pub executions: usize,
    /// The only peer to compare; all if `None`.
    pub only: Option<Peer>,
}

impl Limits {
    /// How many states the state machine may have.
    pub fn states(&self) -> usize {
        STATES_PER_EXECUTION * self.executions
    }
}

/// What a peer reports about a program, and what it should report.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The peer.
    pub peer: Peer,
    /// The outcomes of the state machine.
    pub expected: Outcomes,
    /// What the peer reports.
    pub answer: Answer,
}

impl Peer {
    /// The outcomes of `program`, given those of the state machine.
    fn answer(self, program: &Program, expected: &Outcomes, limits: Limits) -> Answer {
        let program = &Arc::new(program.clone());
        let can_deadlock = expected.contains(&None);
        match self {
            Peer::Interleave => {
                interleave_peer::outcomes(Explorer::new(), program, limits.executions)
            }
            Peer::InterleaveExhaustive if !program.polls() => {
                let explorer = Explorer::new().exhaustive();
                interleave_peer::outcomes(explorer, program, limits.executions)
            }
            Peer::Shuttle if program.suits_shuttle() => {
                shuttle_peer::outcomes(program, limits.executions)
            }
            Peer::RealThreads if program.suits_real_threads() && !can_deadlock => {
                Answer::One(std_peer::run(program))
            }
            Peer::InterleaveExhaustive | Peer::Shuttle | Peer::RealThreads => Answer::Unsupported,
        }
    }
}

/// Compares the peers that `limits` allows.
pub fn compare(program: &Program, limits: Limits) -> Vec<Comparison> {
    let peers = PEERS.into_iter().filter(|peer| limits.only.is_none_or(|only| only == *peer));
    peers.map(|peer| compare_peer(program, peer, limits)).collect()
}

fn compare_peer(program: &Program, peer: Peer, limits: Limits) -> Comparison {
    let wakeups = match peer {
        Peer::Shuttle => Wakeups::Notified,
        _ => Wakeups::Spurious,
    };
    let expected = state_machine::outcomes(program, wakeups, limits.states());
    let answer = expected
        .as_ref()
        .map_or(Answer::StateLimit, |expected| peer.answer(program, expected, limits));
    Comparison { peer, expected: expected.unwrap_or_default(), answer }
}

impl Comparison {
    /// Whether the peer contradicts the state machine.
    pub fn is_mismatch(&self) -> bool {
        match &self.answer {
            Answer::All(outcomes) => *outcomes != self.expected,
            Answer::Some(outcomes) => !outcomes.is_subset(&self.expected),
            Answer::One(outcome) => !self.expected.contains(&Some(outcome.clone())),
            Answer::Unsupported | Answer::ExecutionLimit | Answer::StateLimit => false,
            Answer::Failed(_) => true,
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { peer, expected, answer } = self;
        let seen = match answer {
            Answer::All(outcomes) | Answer::Some(outcomes) => outcomes.clone(),
            Answer::One(outcome) => Outcomes::from([Some(outcome.clone())]),
            _ => return writeln!(f, "{peer:?}: {answer:?}"),
        };
        let head = if self.is_mismatch() { "contradicts" } else { "agrees with" };
        writeln!(f, "{peer:?} {head} the state machine:")?;
        for outcome in expected | &seen {
            let found_by = match (expected.contains(&outcome), seen.contains(&outcome)) {
                (true, true) => "both              ",
                (true, false) => "state machine only",
                _ => "peer only         ",
            };
            let text = outcome.map_or_else(|| "deadlock".into(), |outcome| outcome.to_string());
            writeln!(f, "  {found_by}  {text}")?;
        }
        Ok(())
    }
}
