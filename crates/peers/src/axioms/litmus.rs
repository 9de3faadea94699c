//! The classic litmus tests, each with every placement of orders: our engine and loom beside the
//! axioms. Names are those of Alglave, Maranget, Tautschnig: Herding Cats (TOPLAS 2014).
use super::consistency::Model;
use super::graph::Graph;
use super::program::{Outcome, Program, placements};
use super::{executions, loom, ours};
use std::collections::BTreeSet;

/// A shape: operations, some with an order and some without.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// What it is called.
    pub name: &'static str,
    /// Its operations; one without an order gets each in turn.
    pub text: &'static str,
    /// A part of its placements that is enough for every day; all of them if there is none.
    pub part: Option<&'static str>,
    /// Whether loom is asked too.
    pub loom: Loom,
}

/// What is known of loom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loom {
    /// It has the outcomes of the model.
    Equal,
    /// It takes SeqCst for AcqRel: one outcome too many where every operation is SeqCst.
    Strict,
    /// It lets a store come between an update and what the update reads: in so many placements.
    Torn(usize),
    /// It takes too long.
    Slow,
}

impl Loom {
    /// In how many placements loom has an outcome that the model forbids; `None` if it is not asked.
    pub fn wrong(self) -> Option<usize> {
        match self {
            Loom::Equal => Some(0),
            Loom::Strict => Some(1),
            Loom::Torn(placements) => Some(placements),
            Loom::Slow => None,
        }
    }
}

use Loom::{Equal, Slow, Strict, Torn};

const fn shape(name: &'static str, text: &'static str, loom: Loom) -> Shape {
    Shape { name, text, part: None, loom }
}

const fn long(name: &'static str, text: &'static str, part: &'static str) -> Shape {
    Shape { name, text, part: Some(part), loom: Slow }
}

/// All shapes.
pub const SHAPES: [Shape; 36] = [
    shape("MP", "Wx1 Wy1 || Ry Rx", Equal),
    shape("MP, fences", "Wx1.rlx F Wy1.rlx || Ry.rlx F Rx.rlx", Equal),
    shape("SB", "Wx1 Ry || Wy1 Rx", Strict),
    shape("SB, fences", "Wx1.rlx F Ry.rlx || Wy1.rlx F Rx.rlx", Equal),
    shape("SB, updates", "Ux1 Ry || Uy1 Rx", Slow),
    shape("LB", "Rx Wy1 || Ry Wx1", Equal),
    shape("2+2W", "Wx1 Wy2 || Wy1 Wx2", Strict),
    shape("2+2W, fences", "Wx1.rlx F Wy2.rlx || Wy1.rlx F Wx2.rlx", Equal),
    shape("2+2W, updates", "Ux1 Wy2.rlx || Wy1.rlx Ux2", Equal),
    shape("R", "Wx1 Wy1 || Wy2 Rx", Strict),
    shape("R, fences", "Wx1.rlx F Wy1.rlx || Wy2.rlx F Rx.rlx", Equal),
    shape("S", "Wx2 Wy1 || Ry Wx1", Equal),
    shape("S, fences", "Wx2.rlx F Wy1.rlx || Ry.rlx F Wx1.rlx", Equal),
    shape("S, update", "Wx2.rlx Wy1 || Uy10 Wx1.rlx", Torn(15)),
    shape("CoRR", "Wx1 || Rx Rx", Equal),
    long(
        "CoRR, twice",
        "Wx1 || Wx2 || Rx Rx || Rx Rx",
        "Wx1.rlx || Wx2.rlx || Rx Rx.rlx || Rx Rx.rlx",
    ),
    shape("CoWR", "Wx1 Rx || Wx2", Equal),
    shape("CoRW", "Rx Wx1 || Wx2", Equal),
    shape("CoWW", "Wx1 Wx2 || Rx", Equal),
    shape("CoWW, updates", "Ux1 Rx || Ux10 Wx5", Slow),
    long("WRC", "Wx1 || Rx Wy1 || Ry Rx", "Wx1.rlx || Rx Wy1 || Ry Rx.rlx"),
    long("WWC", "Wx2 || Rx Wy1 || Ry Wx1", "Wx2.rlx || Rx Wy1 || Ry Wx1.rlx"),
    long("RWC", "Wx1 || Rx Ry || Wy1 Rx", "Wx1.sc || Rx Ry.sc || Wy1 Rx.sc"),
    shape("RWC, all SeqCst", "Wx1.sc || Rx.sc Ry.sc || Wy1.sc Rx.sc", Strict),
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
    shape("the same, loom", "Wx1.rlx Wy1.rel || Uy10.rlx || Ry.acq Rx.rlx", Torn(1)),
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
    shape("exchanges", "Cx0-1 Ry.rlx || Wy1.rlx Cx0-2", Slow),
];

/// What came of a shape, over its placements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How many placements of orders there are.
    pub placements: usize,
    /// Where our engine misses an outcome, and where it has one too many.
    pub ours: [usize; 2],
    /// The same of loom; `None` where it was not asked.
    pub loom: Option<[usize; 2]>,
    /// How many execution graphs the model has.
    pub graphs: u64,
    /// How many executions our engine took.
    pub executions: u64,
    /// And how many of them were given up as repetitions.
    pub redundant: u64,
}

impl Shape {
    /// Compares all placements of orders, or the part of them that is for every day.
    ///
    /// # Panics
    /// If our engine does not finish.
    pub fn count(&self, all: bool) -> Count {
        let mut count = Count { loom: self.loom.wrong().map(|_| [0; 2]), ..Count::default() };
        let text = if all { self.text } else { self.part.unwrap_or(self.text) };
        for program in placements(text) {
            count.add(&program);
        }
        count
    }
}

impl Count {
    fn add(&mut self, program: &Program) {
        let graphs = executions(program, Model::Cpp20);
        let allowed: BTreeSet<Outcome> = graphs.iter().map(Graph::outcome).collect();
        let found = ours::explore(program);
        assert!(found.complete, "{program}");
        let differs = |found: &BTreeSet<Outcome>| {
            [!allowed.is_subset(found), !found.is_subset(&allowed)].map(usize::from)
        };
        let more = |count: &mut [usize; 2], [less, more]: [usize; 2]| {
            count[0] += less;
            count[1] += more;
        };
        self.placements += 1;
        more(&mut self.ours, differs(&found.outcomes));
        if let Some(count) = &mut self.loom {
            more(count, differs(&loom::outcomes(program)));
        }
        self.graphs += graphs.len() as u64;
        self.executions += found.executions;
        self.redundant += found.redundant;
    }
}
