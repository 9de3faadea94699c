//! Runs a program once on one engine. Each engine's peer compiles this file as its child.
use super::std_api::sync::atomic::{AtomicU32, Ordering, fence};
use super::std_api::thread;
use crate::axioms::program::{Action, CELLS, Outcome, Program, failure_order};
use std::sync::Arc;

/// Runs `program` once.
pub(super) fn run(program: &Arc<Program>) -> Outcome {
    let cells = Arc::new(std::array::from_fn(|_| AtomicU32::new(0)));
    let threads: Vec<_> = (0..program.0.len())
        .map(|number| {
            let (program, cells) = (Arc::clone(program), Arc::clone(&cells));
            thread::spawn(move || {
                let actions = program.0[number].iter();
                actions.filter_map(|(action, order)| act(*action, *order, &cells)).collect()
            })
        })
        .collect();
    let read = threads.into_iter().flat_map(|thread| -> Outcome { thread.join().unwrap() });
    let mut outcome: Outcome = read.collect();
    outcome.extend(cells.iter().map(|cell| cell.load(Ordering::Relaxed)));
    outcome
}

/// Returns the value that is read, if any.
fn act(action: Action, order: Ordering, cells: &[AtomicU32; CELLS]) -> Option<u32> {
    match action {
        Action::Read(cell) => return Some(cells[cell].load(order)),
        Action::Write(cell, value) => cells[cell].store(value, order),
        Action::Update(cell, more) => return Some(cells[cell].fetch_add(more, order)),
        Action::Exchange(cell, old, new) => {
            let result = cells[cell].compare_exchange(old, new, order, failure_order(order));
            return Some(result.unwrap_or_else(|read| read));
        }
        Action::Fence => fence(order),
    }
    None
}
