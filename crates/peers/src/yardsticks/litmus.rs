//! Litmus tests in a line of text.
//!
//! In `Wx1.rlx Uy.ar | Ry.acq>0? Rx.rlx`, one thread writes 1 to x and adds 1 to y; the other reads y, and
//! ends there unless it reads more than 0. The other operations are `Xx1.rlx` (swap), `Cx0-1.rlx`
//! (compare-exchange from 0 to 1; a failure has the acquire part of the order) and `F.sc` (fence). `Wxr.rlx`
//! writes what the thread last read with an `R`, and `Wxr-1.rlx` one less.
use super::threads;
use crate::axioms::program::failure_order;
use interleave::sync::atomic::{AtomicU32, Ordering, fence};

/// Cells by the last letters of the alphabet, then the first: `x` is 0.
const CELLS: &str = "xyzwabcd";

#[derive(Clone, Copy, Debug)]
enum Value {
    Number(u32),
    /// What was read last, minus a number.
    LastRead(u32),
}

#[derive(Clone, Copy, Debug)]
enum Action {
    /// The rest is executed only if the value is more than the second number.
    Read(usize, Option<u32>),
    Write(usize, Value),
    Add(usize, u32),
    Swap(usize, u32),
    Exchange(usize, Value, u32),
    Fence,
}

/// The operations of each thread.
#[derive(Debug)]
pub(super) struct Litmus(Vec<Vec<(Action, Ordering)>>);

impl Litmus {
    /// # Panics
    /// If the text is malformed.
    pub(super) fn parse(text: &str) -> Self {
        let operation = |word| parse(word).unwrap_or_else(|| panic!("`{word}` in `{text}`"));
        let threads = text.split('|');
        Self(threads.map(|thread| thread.split_whitespace().map(operation).collect()).collect())
    }

    /// Runs it once.
    pub(super) fn run(&self) -> bool {
        let cells = [const { AtomicU32::new(0) }; CELLS.len()];
        threads::each(self.0.len(), |thread| {
            run(&self.0[thread], &cells);
            Some(())
        })
    }
}

fn parse(word: &str) -> Option<(Action, Ordering)> {
    let (action, order) = word.split_once('.')?;
    let (order, limit) = match order.strip_suffix('?') {
        Some(condition) => {
            let (order, limit) = condition.split_once('>')?;
            (order, Some(limit.parse().ok()?))
        }
        None => (order, None),
    };
    let order = match order {
        "rlx" => Ordering::Relaxed,
        "acq" => Ordering::Acquire,
        "rel" => Ordering::Release,
        "ar" => Ordering::AcqRel,
        "sc" => Ordering::SeqCst,
        _ => return None,
    };
    if action == "F" {
        return Some((Action::Fence, order));
    }
    let mut characters = action.chars();
    let kind = characters.next()?;
    let cell = CELLS.find(characters.next()?)?;
    let rest = characters.as_str();
    let action = match kind {
        'R' => Action::Read(cell, limit),
        'W' => Action::Write(cell, value(rest)?),
        'U' => Action::Add(cell, if rest.is_empty() { 1 } else { rest.parse().ok()? }),
        'X' => Action::Swap(cell, rest.parse().ok()?),
        'C' => {
            let (current, new) = rest.split_once('-')?;
            Action::Exchange(cell, value(current)?, new.parse().ok()?)
        }
        _ => return None,
    };
    Some((action, order))
}

fn value(text: &str) -> Option<Value> {
    match text.strip_prefix('r') {
        Some("") => Some(Value::LastRead(0)),
        Some(less) => Some(Value::LastRead(less.strip_prefix('-')?.parse().ok()?)),
        None => Some(Value::Number(text.parse().ok()?)),
    }
}

fn run(actions: &[(Action, Ordering)], cells: &[AtomicU32]) {
    let mut read = 0;
    for (action, order) in actions {
        let number = |value| match value {
            Value::Number(number) => number,
            Value::LastRead(less) => u32::wrapping_sub(read, less),
        };
        match *action {
            Action::Read(cell, limit) => {
                read = cells[cell].load(*order);
                if limit.is_some_and(|limit| read <= limit) {
                    return;
                }
            }
            Action::Write(cell, value) => cells[cell].store(number(value), *order),
            Action::Add(cell, more) => _ = cells[cell].fetch_add(more, *order),
            Action::Swap(cell, new) => _ = cells[cell].swap(new, *order),
            Action::Exchange(cell, current, new) => {
                let (current, failure) = (number(current), failure_order(*order));
                _ = cells[cell].compare_exchange(current, new, *order, failure);
            }
            Action::Fence => fence(*order),
        }
    }
}
