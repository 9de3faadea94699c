//! Generates small programs of atomic operations.
use super::program::{Action, Program};
use crate::numbered;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Two cells suffice for most behaviors of three threads.
const CELLS: usize = 2;

/// The program with this number: two or three threads of two or three operations.
pub fn program(number: u64) -> Program {
    numbered::generate(&strategy(), number)
}

/// The smallest program that `fails`, starting from the one with this number.
pub fn shrink(number: u64, fails: impl Fn(&Program) -> bool) -> Program {
    numbered::shrink(&strategy(), number, fails)
}

fn strategy() -> impl Strategy<Value = Program> {
    let action = prop_oneof![
        4 => (0..CELLS).prop_map(Action::Read),
        3 => (0..CELLS).prop_map(|cell| Action::Write(cell, 0)),
        1 => (0..CELLS).prop_map(|cell| Action::Update(cell, 0)),
        1 => (0..CELLS, 0..3_u32).prop_map(|(cell, old)| Action::Exchange(cell, old, 0)),
        1 => Just(Action::Fence),
    ];
    let operation = action.prop_flat_map(|action| (Just(action), select(action.orders())));
    vec(vec(operation, 2..4), 2..4).prop_map(with_distinct_values)
}

/// Writes each value only once, so that a value identifies its write.
fn with_distinct_values(mut threads: Vec<Vec<(Action, std::sync::atomic::Ordering)>>) -> Program {
    for (number, (action, _)) in (1..).zip(threads.iter_mut().flatten()) {
        match action {
            Action::Write(_, value) | Action::Exchange(_, _, value) => *value = number,
            Action::Update(_, value) => *value = 10 * number,
            Action::Read(_) | Action::Fence => {}
        }
    }
    Program(threads)
}
