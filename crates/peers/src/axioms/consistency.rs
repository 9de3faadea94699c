//! The consistency of an execution graph: coherence, and the order of SeqCst operations.
//!
//! Release sequences are those of C++20: a head and the updates that continue it. Names are those of
//! Lahav, Vafeiadis, Kang, Hur, Dreyer: Repairing Sequential Consistency in C/C++11 (PLDI 2017).
use super::graph::Graph;
use super::program::CELLS;
use super::relation::{Relation, bits};
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Release, SeqCst};

/// A memory model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MemoryModel {
    /// RC11: `psc` has no cycle.
    Rc11,
    /// C++20, to which Rust refers: SeqCst operations have a single total order that agrees with
    /// strongly-happens-before and with coherence order, reads included.
    Cpp20,
}

/// The relations of one graph.
struct Relations {
    sb: Relation,
    mo: Relation,
    hb: Relation,
    /// Extended coherence order: the transitive closure of `rf`, `mo` and `rb`.
    eco: Relation,
    rb: Relation,
    /// The SeqCst events, as bits.
    sc: u16,
    fences: u16,
    /// The accesses of each cell.
    accesses: [u16; CELLS],
}

/// Whether `graph` is an execution of `model`.
pub fn is_consistent(graph: &Graph, model: MemoryModel) -> bool {
    let relations = Relations::of(graph);
    let Relations { hb, eco, .. } = &relations;
    if !hb.is_irreflexive() || !hb.then(eco).is_irreflexive() || !eco.is_irreflexive() {
        return false;
    }
    match model {
        MemoryModel::Rc11 => relations.sc == 0 || relations.psc().is_acyclic(),
        MemoryModel::Cpp20 => relations.sc == 0 || relations.sc_constraints().is_acyclic(),
    }
}

impl Relations {
    fn of(graph: &Graph) -> Self {
        let [mut sb, mut rf, mut mo, mut rb] = [Relation::default(); 4];
        let (mut sc, mut fences, mut accesses) = (0, 0, [0; CELLS]);
        for (number, event) in graph.iter() {
            let bit = 1_u16 << number;
            sc |= if event.order == SeqCst { bit } else { 0 };
            fences |= if event.cell.is_none() { bit } else { 0 };
            if let Some(cell) = event.cell {
                accesses[cell] |= bit;
            }
            for (later, other) in graph.iter().filter(|(later, _)| *later > number) {
                let first = event.thread.is_none() && other.thread.is_some();
                if first || (event.thread.is_some() && event.thread == other.thread) {
                    sb.add(number, later);
                }
            }
            if let Some(write) = event.reads {
                rf.add(write, number);
            }
        }
        for writes in &graph.modification {
            for (at, write) in writes.iter().enumerate() {
                writes[at + 1..].iter().for_each(|later| mo.add(*write, *later));
            }
        }
        for (number, event) in graph.iter() {
            if let Some(write) = event.reads {
                bits(mo.after(write) & !(1 << number)).for_each(|later| rb.add(number, later));
            }
        }
        let hb = synchronizes(graph, &sb).or(&sb).closure();
        let eco = rf.or(&mo).or(&rb).closure();
        Self { sb, mo, hb, eco, rb, sc, fences, accesses }
    }

    fn one_cell(&self, relation: Relation) -> Relation {
        let within = self.accesses.map(|cell| relation.between(cell, cell));
        within.iter().fold(Relation::default(), |all, some| all.or(some))
    }

    fn other_cell(&self, relation: Relation) -> Relation {
        let fences = relation.between(self.fences, !0).or(&relation.between(!0, self.fences));
        let away = self.accesses.map(|cell| relation.between(cell, !cell));
        away.iter().fold(fences, |all, some| all.or(some))
    }

    /// RC11's partial order of SeqCst events.
    fn psc(&self) -> Relation {
        let Relations { sb, hb, mo, rb, eco, sc, fences, .. } = self;
        let sc_fences = sc & fences;
        let away = self.other_cell(*sb);
        let scb = sb.or(&away.then(hb).then(&away)).or(&self.one_cell(*hb)).or(mo).or(rb);
        let from = hb.between(sc_fences, !0).or_itself(*sc);
        let to = hb.between(!0, sc_fences).or_itself(*sc);
        let base = from.then(&scb).then(&to);
        base.or(&hb.or(&hb.then(eco).then(hb)).between(sc_fences, sc_fences))
    }

    /// The pairs that C++20's total order of SeqCst events must contain.
    fn sc_constraints(&self) -> Relation {
        let Relations { sb, hb, eco, sc, fences, .. } = self;
        let sc_fences = sc & fences;
        let from = hb.between(sc_fences, !0).or_itself(sc & !fences);
        let to = hb.between(!0, sc_fences).or_itself(sc & !fences);
        let coherent = from.then(eco).then(&to);
        // SeqCst operations that synchronize are already in coherence order.
        let strongly = sb.or(&sb.then(hb).then(sb)).between(*sc, *sc);
        strongly.or(&coherent)
    }
}

/// Synchronizes-with: from a release, or a fence before it, to an acquire, or a fence after it.
fn synchronizes(graph: &Graph, sb: &Relation) -> Relation {
    let mut sw = Relation::default();
    let fence = |number: usize, wanted: fn(Ordering) -> bool| {
        graph.events[number].is_some_and(|event| event.cell.is_none() && wanted(event.order))
    };
    for (number, event) in graph.iter() {
        let mut acquired: Vec<usize> =
            bits(sb.after(number)).filter(|later| fence(*later, acquires)).collect();
        if acquires(event.order) {
            acquired.push(number);
        }
        let mut head = event.reads;
        while let Some(write) = head {
            let released = graph.events[write].expect("reads are from existing events");
            for (from, _) in graph.iter() {
                let fence = fence(from, releases) && sb.has(from, write);
                if fence || (from == write && releases(released.order)) {
                    acquired.iter().for_each(|to| sw.add(from, *to));
                }
            }
            head = if released.is_update() { released.reads } else { None };
        }
    }
    sw
}

fn acquires(order: Ordering) -> bool {
    matches!(order, Acquire | AcqRel | SeqCst)
}

fn releases(order: Ordering) -> bool {
    matches!(order, Release | AcqRel | SeqCst)
}
