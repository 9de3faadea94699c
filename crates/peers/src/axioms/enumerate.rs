//! Enumerates the execution graphs of a program that a memory model allows.
use super::consistency::{MemoryModel, is_consistent};
use super::graph::Graph;
use super::program::{Outcome, Program};
use std::collections::{BTreeSet, HashSet};

/// Every outcome of `program` that `model` allows.
pub fn outcomes(program: &Program, model: MemoryModel) -> BTreeSet<Outcome> {
    executions(program, model).iter().map(Graph::outcome).collect()
}

/// Every complete execution of `program`.
///
/// Graphs grow by one event at a time: an inconsistent graph never becomes consistent again.
pub fn executions(program: &Program, model: MemoryModel) -> HashSet<Graph> {
    let mut graphs = HashSet::from([Graph::new(program)]);
    let operations: usize = program.0.iter().map(Vec::len).sum();
    for _ in 0..operations {
        let mut longer = HashSet::new();
        for graph in &graphs {
            for next in (0..program.0.len()).flat_map(|thread| graph.extend(program, thread)) {
                if !longer.contains(&next) && is_consistent(&next, model) {
                    longer.insert(next);
                }
            }
        }
        graphs = longer;
    }
    graphs
}
