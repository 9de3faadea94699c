//! The classic litmus tests with every combination of memory orders, compared with the axioms.
//!
//! Names are those of Alglave, Maranget, Tautschnig: Herding Cats (TOPLAS 2014).
use super::consistency::MemoryModel;
use super::enumerate::executions;
use super::graph::Graph;
use super::program::{Outcome, Program, combinations};
use super::{interleave_peer, loom_peer};
use std::collections::BTreeSet;

/// A litmus test; operations without an order get each possible one in turn.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Its name.
    pub name: &'static str,
    /// Its operations.
    pub text: &'static str,
    /// A subset of the combinations for the quick test; all of them if `None`.
    pub quick: Option<&'static str>,
    /// What is known about loom.
    pub loom: Loom,
}

/// How loom deviates from the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loom {
    /// It does not.
    Equal,
    /// It treats SeqCst as AcqRel: if every operation is SeqCst, it has a forbidden outcome.
    SeqCstAsAcqRel,
    /// It orders a store between an update and the write that it reads: in this many combinations.
    NonAtomicUpdate(usize),
    /// Unknown: it takes too long.
    TooSlow,
}

impl Loom {
    /// The number of combinations in which loom has a forbidden outcome; `None` if it is not run.
    pub fn forbidden(self) -> Option<usize> {
        match self {
            Loom::Equal => Some(0),
            Loom::SeqCstAsAcqRel => Some(1),
            Loom::NonAtomicUpdate(combinations) => Some(combinations),
            Loom::TooSlow => None,
        }
    }
}

use Loom::{Equal, NonAtomicUpdate, SeqCstAsAcqRel, TooSlow};

const fn shape(name: &'static str, text: &'static str, loom: Loom) -> Shape {
    Shape { name, text, quick: None, loom }
}

const fn long(name: &'static str, text: &'static str, quick: &'static str) -> Shape {
    Shape { name, text, quick: Some(quick), loom: TooSlow }
}

/// All shapes.
pub const SHAPES: [Shape; 36] = [
    shape("MP", "Wx1 Wy1 || Ry Rx", Equal),
    shape("MP, fences", "Wx1.rlx F Wy1.rlx || Ry.rlx F Rx.rlx", Equal),
    shape("SB", "Wx1 Ry || Wy1 Rx", SeqCstAsAcqRel),
    shape("SB, fences", "Wx1.rlx F Ry.rlx || Wy1.rlx F Rx.rlx", Equal),
    shape("SB, updates", "Ux1 Ry || Uy1 Rx", TooSlow),
    shape("LB", "Rx Wy1 || Ry Wx1", Equal),
    shape("2+2W", "Wx1 Wy2 || Wy1 Wx2", SeqCstAsAcqRel),
    shape("2+2W, fences", "Wx1.rlx F Wy2.rlx || Wy1.rlx F Wx2.rlx", Equal),
    shape("2+2W, updates", "Ux1 Wy2.rlx || Wy1.rlx Ux2", Equal),
    shape("R", "Wx1 Wy1 || Wy2 Rx", SeqCstAsAcqRel),
    shape("R, fences", "Wx1.rlx F Wy1.rlx || Wy2.rlx F Rx.rlx", Equal),
    shape("S", "Wx2 Wy1 || Ry Wx1", Equal),
    shape("S, fences", "Wx2.rlx F Wy1.rlx || Ry.rlx F Wx1.rlx", Equal),
    shape("S, update", "Wx2.rlx Wy1 || Uy10 Wx1.rlx", NonAtomicUpdate(15)),
    shape("CoRR", "Wx1 || Rx Rx", Equal),
    long(
        "CoRR, twice",
        "Wx1 || Wx2 || Rx Rx || Rx Rx",
        "Wx1.rlx || Wx2.rlx || Rx Rx.rlx || Rx Rx.rlx",
    ),
    shape("CoWR", "Wx1 Rx || Wx2", Equal),
    shape("CoRW", "Rx Wx1 || Wx2", Equal),
    shape("CoWW", "Wx1 Wx2 || Rx", Equal),
    shape("CoWW, updates", "Ux1 Rx || Ux10 Wx5", TooSlow),
    long("WRC", "Wx1 || Rx Wy1 || Ry Rx", "Wx1.rlx || Rx Wy1 || Ry Rx.rlx"),
    long("WWC", "Wx2 || Rx Wy1 || Ry Wx1", "Wx2.rlx || Rx Wy1 || Ry Wx1.rlx"),
    long("RWC", "Wx1 || Rx Ry || Wy1 Rx", "Wx1.sc || Rx Ry.sc || Wy1 Rx.sc"),
    shape("RWC, all SeqCst", "Wx1.sc || Rx.sc Ry.sc || Wy1.sc Rx.sc", SeqCstAsAcqRel),
    long("W+RWC", "Wx1 Wz1 || Rz Ry || Wy1 Rx", "Wx1.sc Wz1 || Rz Ry.sc || Wy1.sc Rx.sc"),
    long("Z6.3", "Wx1 Wy1 || Wy2 Wz1 || Rz Rx", "Wx1.rlx Wy1 || Wy2 Wz1.rel || Rz.acq Rx.rlx"),
    long("3.2W", "Wx1 Wy2 || Wy1 Wz2 || Wz1 Wx2", "Wx1.rlx Wy2 || Wy1.rlx Wz2 || Wz1.rlx Wx2"),
    long("ISA2", "Wx1 Wy1 || Ry Wz1 || Rz Rx", "Wx1.rlx Wy1 || Ry Wz1 || Rz.acq Rx.rlx"),
    long("IRIW", "Wx1 || Wy1 || Rx Ry || Ry Rx", "Wx1.sc || Wy1.sc || Rx Ry.sc || Ry Rx"),
    long(
        "IRIW, fences",
        "Wx1 || Wy1 || Rx.rlx F Ry.rlx || Ry.rlx F Rx.rlx",
        "Wx1.rlx || Wy1.rlx || Rx.rlx F Ry.rlx || Ry.rlx F.sc Rx.rlx",
    ),
    long(
        "release sequence, update",
        "Wx1.rlx Wy1 || Uy10 || Ry Rx.rlx",
        "Wx1.rlx Wy1 || Uy10 || Ry.acq Rx.rlx",
    ),
    shape(
        "release sequence, loom",
        "Wx1.rlx Wy1.rel || Uy10.rlx || Ry.acq Rx.rlx",
        NonAtomicUpdate(1),
    ),
    long(
        "release sequence, exchange",
        "Wx1.rlx Wy1 || Cy1-2 || Ry Rx.rlx",
        "Wx1.rlx Wy1 || Cy1-2 || Ry.acq Rx.rlx",
    ),
    shape("release sequence, store", "Wx1.rlx Wy1 Wy2.rlx || Ry Rx.rlx", Equal),
    long(
        "SeqCst against hb",
        "Wx1.sc Wy1 || Uy1 Ry || Wy3 Rx.sc",
        "Wx1.sc Wy1 || Uy1 Ry.rlx || Wy3 Rx.sc",
    ),
    shape("exchanges", "Cx0-1 Ry.rlx || Wy1.rlx Cx0-2", TooSlow),
];

/// The results of a shape over its combinations of orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// The number of combinations.
    pub combinations: usize,
    /// In how many `interleave` lacks an allowed outcome, and in how many it has a forbidden one.
    pub interleave: [usize; 2],
    /// The same for loom; `None` if it is not run.
    pub loom: Option<[usize; 2]>,
    /// The number of execution graphs of the model.
    pub graphs: u64,
    /// The number of executions that `interleave` ran.
    pub executions: u64,
    /// The number of those that it abandoned as redundant.
    pub redundant: u64,
}

impl Shape {
    /// Compares all combinations of orders, or the quick ones.
    ///
    /// # Panics
    /// If `interleave` does not finish.
    pub fn count(&self, all: bool) -> Count {
        let mut count = Count { loom: self.loom.forbidden().map(|_| [0; 2]), ..Count::default() };
        let text = if all { self.text } else { self.quick.unwrap_or(self.text) };
        for program in combinations(text).expect("the shapes are well-formed") {
            count.add(&program);
        }
        count
    }
}

impl Count {
    fn add(&mut self, program: &Program) {
        let graphs = executions(program, MemoryModel::Cpp20);
        let allowed: BTreeSet<Outcome> = graphs.iter().map(Graph::outcome).collect();
        let (found, coverage) = interleave_peer::explore(program);
        assert!(coverage.is_complete(), "{program}");
        let differs = |found: &BTreeSet<Outcome>| {
            [!allowed.is_subset(found), !found.is_subset(&allowed)].map(usize::from)
        };
        let add = |count: &mut [usize; 2], [missing, forbidden]: [usize; 2]| {
            count[0] += missing;
            count[1] += forbidden;
        };
        self.combinations += 1;
        add(&mut self.interleave, differs(&found));
        if let Some(count) = &mut self.loom {
            add(count, differs(&loom_peer::outcomes(program)));
        }
        self.graphs += graphs.len() as u64;
        self.executions += coverage.executions;
        self.redundant += coverage.redundant;
    }
}
