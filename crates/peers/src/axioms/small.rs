//! Small programs by chance, and a smaller one that does the same wrong.
use super::program::{Action, Program};
use crate::random::Random;

/// So many cells suffice for most of what three threads can do.
const CELLS: u8 = 2;

/// The program with this number: two or three threads of two or three operations.
pub fn program(number: u64) -> Program {
    let mut random = Random::new(number ^ 0xA70_11C5);
    // Each value is written once, so that a read tells its write.
    let mut value = 0;
    let threads = 2 + random.below(2);
    let thread = |random: &mut Random, value: &mut u32| {
        let operations = 2 + random.below(2);
        (0..operations)
            .map(|_| {
                let cell = usize::from(random.below(CELLS));
                *value += 1;
                let action = match random.below(10) {
                    0..=3 => Action::Read(cell),
                    4..=6 => Action::Write(cell, *value),
                    7 => Action::Update(cell, 10 * *value),
                    8 => Action::Exchange(cell, random.pick(&[0, 1, 2]), *value),
                    _ => Action::Fence,
                };
                (action, random.pick(action.orders()))
            })
            .collect()
    };
    Program((0..threads).map(|_| thread(&mut random, &mut value)).collect())
}

/// Leaves out operations and threads as long as the program stays `wrong`.
pub fn shrink(program: Program, wrong: impl Fn(&Program) -> bool) -> Program {
    let mut smallest = program;
    'again: loop {
        for thread in 0..smallest.0.len() {
            for at in 0..smallest.0[thread].len() {
                let mut smaller = smallest.clone();
                smaller.0[thread].remove(at);
                smaller.0.retain(|thread| !thread.is_empty());
                if wrong(&smaller) {
                    smallest = smaller;
                    continue 'again;
                }
            }
        }
        for thread in 0..smallest.0.len() {
            for at in 0..smallest.0[thread].len() {
                let (action, order) = smallest.0[thread][at];
                for weaker in action.orders().iter().take_while(|weaker| **weaker != order) {
                    let mut smaller = smallest.clone();
                    smaller.0[thread][at].1 = *weaker;
                    if wrong(&smaller) {
                        smallest = smaller;
                        continue 'again;
                    }
                }
            }
        }
        return smallest;
    }
}
