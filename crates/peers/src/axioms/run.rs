//! A small program on an engine. This file is compiled once for each engine, as its child.
use super::engine::sync::atomic::{AtomicU32, Ordering, fence};
use super::engine::thread;
use super::program::{Action, CELLS, Outcome, Program, failure_order};
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
    let mut outcome = Outcome::new();
    for thread in threads {
        let read: Outcome = thread.join().unwrap();
        outcome.extend(read);
    }
    outcome.extend(cells.iter().map(|cell| cell.load(Ordering::Relaxed)));
    outcome
}

fn act(action: Action, order: Ordering, cells: &[AtomicU32; CELLS]) -> Option<u32> {
    match action {
        Action::Read(cell) => Some(cells[cell].load(order)),
        Action::Write(cell, value) => {
            cells[cell].store(value, order);
            None
        }
        Action::Update(cell, more) => Some(cells[cell].fetch_add(more, order)),
        Action::Exchange(cell, current, new) => {
            let result = cells[cell].compare_exchange(current, new, order, failure_order(order));
            Some(result.unwrap_or_else(|read| read))
        }
        Action::Fence => {
            fence(order);
            None
        }
    }
}
