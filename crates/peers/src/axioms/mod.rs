//! The C11 memory model by its axioms: every execution of a small program, one graph at a time.
//!
//! Nothing is shared with the engine, which is what makes it an oracle.
pub mod consistency;
pub mod graph;
pub mod litmus;
pub mod loom;
pub mod ours;
pub mod program;
pub mod relation;
pub mod small;

use consistency::{Model, is_consistent};
use graph::Graph;
use program::{Outcome, Program};
use std::collections::{BTreeSet, HashSet};

/// Every outcome of `program` that `model` allows.
pub fn outcomes(program: &Program, model: Model) -> BTreeSet<Outcome> {
    executions(program, model).iter().map(Graph::outcome).collect()
}

/// Every complete execution of `program`.
///
/// Graphs are extended event by event: what is inconsistent does not become consistent by more events.
pub fn executions(program: &Program, model: Model) -> HashSet<Graph> {
    let mut graphs = HashSet::from([Graph::new(program)]);
    let operations: usize = program.0.iter().map(Vec::len).sum();
    for _ in 0..operations {
        let mut longer = HashSet::new();
        for graph in &graphs {
            for thread in 0..program.0.len() {
                for next in graph.extend(program, thread) {
                    if !longer.contains(&next) && is_consistent(&next, model) {
                        longer.insert(next);
                    }
                }
            }
        }
        graphs = longer;
    }
    graphs
}
