//! The search is compared with one that tries every order.

use std::cell::Cell;

use super::search::{self, Stuck};
use super::states::States;

#[derive(Clone, Copy, Debug)]
enum Op {
    Write(u8),
    Read,
    Add,
}

/// Every operation returns the previous value.
fn apply(value: &mut u8, op: &Op) -> u8 {
    let before = *value;
    match op {
        Op::Write(new) => *value = *new,
        Op::Read => {}
        Op::Add => *value += 1,
    }
    before
}

type Ops = Vec<(Op, Option<u8>)>;

/// Searches with a model that is a number, which is 0 at first.
fn searched(
    ops: &Ops,
    before: &[u64],
    apply: impl Fn(&mut u8, &Op) -> u8,
) -> Result<Vec<usize>, Stuck> {
    let mut states = States::new(0);
    let pending: Vec<bool> = ops.iter().map(|(_, result)| result.is_none()).collect();
    search::search(&pending, before, &mut |state, at| {
        let mut value = *states.get(state);
        let expected = apply(&mut value, &ops[at].0);
        ops[at].1.is_none_or(|seen| seen == expected).then(|| states.number(value))
    })
}

/// Xorshift (Marsaglia, 2003).
struct Rng(u64);

impl Rng {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// A few operations, some without a result, and a partial order in which those without precede no
/// other.
fn history(rng: &mut Rng) -> (Ops, Vec<u64>) {
    let count = 1 + rng.below(6) as usize;
    let density = rng.below(10);
    let ops: Ops = (0..count)
        .map(|_| {
            let op = match rng.below(5) {
                0 | 1 => Op::Write(rng.below(3) as u8),
                2 | 3 => Op::Read,
                _ => Op::Add,
            };
            (op, (rng.below(6) > 0).then(|| rng.below(3) as u8))
        })
        .collect();
    let mut before = vec![0_u64; count];
    for later in 0..count {
        for earlier in 0..later {
            if ops[earlier].1.is_some() && rng.below(10) < density {
                before[later] |= before[earlier] | 1 << earlier;
            }
        }
    }
    rotated(&ops, &before, rng.below(count as u64) as usize)
}

/// Rotates the list of operations, but not their order.
fn rotated(ops: &Ops, before: &[u64], by: usize) -> (Ops, Vec<u64>) {
    let count = ops.len();
    let old = |at: usize| (at + by) % count;
    let set = |at: usize| {
        let earlier = (0..count).filter(|other| before[old(at)] & 1 << old(*other) != 0);
        earlier.fold(0, |set, other| set | 1 << other)
    };
    ((0..count).map(|at| ops[old(at)]).collect(), (0..count).map(set).collect())
}

/// Whether `order` contains every operation with a result, none twice, each after those that
/// precede it, and explains the results.
fn explains(ops: &Ops, before: &[u64], order: &[usize]) -> bool {
    let mut value = 0;
    let mut done = 0_u64;
    let each = order.iter().all(|&at| {
        let result = apply(&mut value, &ops[at].0);
        let fits = ops[at].1.is_none_or(|seen| seen == result);
        let in_time = before[at] & !done == 0 && done & 1 << at == 0;
        done |= 1 << at;
        fits && in_time
    });
    each && (0..ops.len()).all(|at| ops[at].1.is_none() || done & 1 << at != 0)
}

/// Calls `visit` with every sequence of distinct operations.
fn sequences(count: usize, sequence: &mut Vec<usize>, visit: &mut impl FnMut(&[usize])) {
    visit(sequence);
    for at in 0..count {
        if !sequence.contains(&at) {
            sequence.push(at);
            sequences(count, sequence, visit);
            sequence.pop();
        }
    }
}

#[test]
fn the_search_finds_an_order_exactly_if_there_is_one() {
    let mut rng = Rng(0x9E37_79B9_7F4A_7C15);
    let (mut found, mut missed) = (0, 0);
    for _ in 0..1_500 {
        let (ops, before) = history(&mut rng);
        let mut exists = false;
        sequences(ops.len(), &mut Vec::new(), &mut |sequence| {
            exists |= explains(&ops, &before, sequence);
        });
        match searched(&ops, &before, apply) {
            Ok(order) => {
                assert!(explains(&ops, &before, &order), "{ops:?} {before:?} {order:?}");
                found += 1;
            }
            Err(stuck) => {
                assert!(!exists, "{ops:?} {before:?} {stuck:?}");
                missed += 1;
            }
        }
    }
    assert!(found > 300 && missed > 300, "{found} and {missed}");
}

/// The number of results that a prefix explains.
fn explained(ops: &Ops, before: &[u64], order: &[usize]) -> Option<usize> {
    let rest = |at: usize| !order.contains(&at) && ops[at].1.is_some();
    let mut shorter = ops.clone();
    for at in (0..ops.len()).filter(|at| rest(*at)) {
        shorter[at].1 = None;
    }
    let count = order.iter().filter(|at| ops[**at].1.is_some()).count();
    explains(&shorter, before, order).then_some(count)
}

#[test]
fn a_failed_search_returns_a_longest_prefix_that_no_operation_extends() {
    let mut rng = Rng(0x2545_F491_4F6C_DD1D);
    for _ in 0..500 {
        let (ops, before) = history(&mut rng);
        let Err(stuck) = searched(&ops, &before, apply) else {
            continue;
        };
        let mut longest = 0;
        sequences(ops.len(), &mut Vec::new(), &mut |sequence| {
            longest = longest.max(explained(&ops, &before, sequence).unwrap_or(0));
        });
        assert_eq!(explained(&ops, &before, &stuck.order), Some(longest), "{ops:?} {before:?}");
        assert!(stuck.order.last().is_none_or(|at| ops[*at].1.is_some()), "ends with a guess");
        assert!(!stuck.next.is_empty());
        let mut value = 0;
        for at in &stuck.order {
            apply(&mut value, &ops[*at].0);
        }
        for at in &stuck.next {
            let expected = apply(&mut value.clone(), &ops[*at].0);
            assert!(ops[*at].1.is_some_and(|seen| seen != expected));
        }
    }
}

#[test]
fn a_full_history_of_overlapping_operations_is_searched_without_trying_every_order() {
    let ops: Ops = (0..64).map(|at| (Op::Add, Some(63 - at))).collect();
    let order = searched(&ops, &[0; 64], apply);
    assert_eq!(order.unwrap(), (0..64).rev().collect::<Vec<_>>());

    // Half of them fit in any order: 8! orders, but only 2^8 sets.
    let reads: Ops = (0..16).map(|at| (Op::Read, Some(at % 2 * 9))).collect();
    let tried = Cell::new(0);
    let counted = |value: &mut u8, op: &Op| {
        tried.set(tried.get() + 1);
        apply(value, op)
    };
    assert!(searched(&reads, &[0; 16], counted).is_err());
    assert!(tried.get() < 5_000, "{tried:?}");
}
