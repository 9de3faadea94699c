//! Asks every peer for the outcomes of one program, and shrinks a program that they quarrel about.
use crate::model::{self, Wakeups};
use crate::program::{Outcome, Program};
use crate::{ours, shrink, shuttle_peer};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// Outcomes; `None` is a deadlock.
pub type Outcomes = BTreeSet<Option<Outcome>>;

/// Whom one can ask, and compare with [`model`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peer {
    /// Our complete search.
    Ours,
    /// Our depth-first search without reduction.
    OursExhaustive,
    /// Shuttle's depth-first search.
    Shuttle,
    /// One run on real threads, of programs without deadlocks.
    Real,
}

/// Everybody.
pub const PEERS: [Peer; 4] = [Peer::Ours, Peer::OursExhaustive, Peer::Shuttle, Peer::Real];

/// A state of the model is far cheaper than an execution.
const STATES_PER_EXECUTION: usize = 5;

/// What a peer says about a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// These outcomes and no others.
    All(Outcomes),
    /// This one among others.
    One(Outcome),
    /// Not a program for this peer.
    Unsuited,
    /// Not finished within its limit of executions.
    Unfinished,
    /// The model had more states than its limit, so there is nothing to compare with.
    Unknown,
    /// The peer itself failed.
    Failed(String),
}

/// How much a peer may try.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Executions of a search; the model gets a few states for each.
    pub executions: usize,
    /// Whom to ask; everybody if `None`.
    pub only: Option<Peer>,
}

impl Limits {
    /// How many states the model may have.
    pub fn states(&self) -> usize {
        STATES_PER_EXECUTION * self.executions
    }
}

/// Two peers that disagree.
#[derive(Clone, Debug)]
pub struct Quarrel {
    /// The smallest program that was found.
    pub program: Program,
    /// Who disagrees with the model.
    pub peer: Peer,
    /// What the model says.
    pub expected: Outcomes,
    /// What the peer says.
    pub answer: Answer,
    /// What the others make of it.
    pub others: Vec<(Peer, &'static str)>,
}

impl Peer {
    /// What the model expects of this peer, if the model finishes.
    fn expected(self, program: &Program, limits: Limits) -> Option<Outcomes> {
        let wakeups = match self {
            Peer::Shuttle => Wakeups::Notified,
            _ => Wakeups::Spurious,
        };
        model::outcomes(program, wakeups, limits.states())
    }

    /// Asks for the outcomes of `program`, of which the model expects these.
    fn ask(self, program: &Arc<Program>, expected: &Outcomes, limits: Limits) -> Answer {
        match self {
            Peer::Ours => ours::complete(program, limits.executions),
            Peer::OursExhaustive => ours::exhaustive(program, limits.executions),
            Peer::Shuttle if !program.suits_shuttle() => Answer::Unsuited,
            Peer::Shuttle => match shuttle_peer::outcomes(program, limits.executions) {
                Err(message) => Answer::Failed(message),
                Ok(found) if found.complete => Answer::All(found.outcomes),
                Ok(_) => Answer::Unfinished,
            },
            Peer::Real if expected.contains(&None) || !program.suits_real_threads() => {
                Answer::Unsuited
            }
            Peer::Real => Answer::One(crate::real::run(program)),
        }
    }
}

impl Answer {
    /// Whether this cannot be true if `expected` is.
    pub fn contradicts(&self, expected: &Outcomes) -> bool {
        match self {
            Answer::All(outcomes) => outcomes != expected,
            Answer::One(outcome) => !expected.contains(&Some(outcome.clone())),
            Answer::Unsuited | Answer::Unfinished | Answer::Unknown => false,
            Answer::Failed(_) => true,
        }
    }
}

/// What all peers say about `program`.
///
/// # Errors
/// The shrunk program, if one of them contradicts the model.
pub fn compare(program: &Program, limits: Limits) -> Result<Vec<(Peer, Answer)>, Box<Quarrel>> {
    let mut answers = Vec::new();
    for peer in PEERS.into_iter().filter(|peer| limits.only.is_none_or(|only| only == *peer)) {
        let answer = match disagree(program, peer, limits) {
            Ok(answer) => answer,
            Err(first) => {
                let troubles = |program: &Program| disagree(program, peer, limits).is_err();
                let program = shrink::smallest(program.clone(), troubles);
                // One run on real threads need not go the same way again.
                let mut quarrel = disagree(&program, peer, limits).err().unwrap_or(first);
                quarrel.ask_others(limits);
                return Err(quarrel);
            }
        };
        answers.push((peer, answer));
    }
    Ok(answers)
}

fn disagree(program: &Program, peer: Peer, limits: Limits) -> Result<Answer, Box<Quarrel>> {
    let shared = Arc::new(program.clone());
    let Some(expected) = peer.expected(program, limits) else {
        return Ok(Answer::Unknown);
    };
    let answer = peer.ask(&shared, &expected, limits);
    if answer.contradicts(&expected) {
        let (program, others) = (program.clone(), Vec::new());
        return Err(Box::new(Quarrel { program, peer, expected, answer, others }));
    }
    Ok(answer)
}

impl Quarrel {
    /// Lets the others see the small program too: who is alone is probably wrong.
    fn ask_others(&mut self, limits: Limits) {
        for peer in PEERS.into_iter().filter(|peer| *peer != self.peer) {
            let opinion = match disagree(&self.program, peer, limits) {
                Err(_) => "contradicts the model too",
                Ok(Answer::Unsuited) => continue,
                Ok(Answer::Unfinished | Answer::Unknown) => "did not finish",
                Ok(_) => "agrees with the model",
            };
            self.others.push((peer, opinion));
        }
    }
}

impl fmt::Display for Quarrel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:?} contradicts the model about this program:", self.peer)?;
        for (peer, opinion) in &self.others {
            writeln!(f, "({peer:?} {opinion})")?;
        }
        writeln!(f, "{}", self.program)?;
        let (seen, failure) = match &self.answer {
            Answer::All(outcomes) => (outcomes.clone(), None),
            Answer::One(outcome) => (BTreeSet::from([Some(outcome.clone())]), None),
            Answer::Failed(message) => (Outcomes::new(), Some(message)),
            Answer::Unsuited | Answer::Unfinished | Answer::Unknown => (Outcomes::new(), None),
        };
        if let Some(message) = failure {
            return writeln!(f, "{:?} failed: {message}", self.peer);
        }
        for outcome in &self.expected | &seen {
            let mark = match (self.expected.contains(&outcome), seen.contains(&outcome)) {
                (true, true) => "both      ",
                (true, false) => "model only",
                _ => "peer only ",
            };
            let text = outcome.map_or_else(|| "deadlock".into(), |outcome| outcome.to_string());
            writeln!(f, "{mark}  {text}")?;
        }
        Ok(())
    }
}
