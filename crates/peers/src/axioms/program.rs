//! Straight-line programs over three atomic cells, and their textual form.
//!
//! In `Wx1.rel Ry.acq || Ux10.acqrel F.sc`, one thread writes 1 to x and reads y; the other adds 10
//! to x and executes a fence. `Cx0-5.sc` is a compare-exchange of x from 0 to 5.
use std::fmt;
use std::str::FromStr;
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Relaxed, Release, SeqCst};

/// The number of cells: `x`, `y` and `z`, all initially 0.
pub const CELLS: usize = 3;

/// One atomic operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Reads the cell.
    Read(usize),
    /// Writes a value to the cell.
    Write(usize, u32),
    /// Adds to the cell.
    Update(usize, u32),
    /// Writes the second value if the cell has the first. A failed exchange reads with the acquire
    /// part of the order.
    Exchange(usize, u32, u32),
    /// A fence.
    Fence,
}

/// The operations of each thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program(pub Vec<Vec<(Action, Ordering)>>);

/// All values read, thread by thread, and the final values of the cells. The value that an exchange
/// reads shows whether it succeeded.
pub type Outcome = Vec<u32>;

impl Action {
    /// The memory orders that the operation can have, weakest first.
    pub fn orders(self) -> &'static [Ordering] {
        match self {
            Action::Read(_) => &[Relaxed, Acquire, SeqCst],
            Action::Write(..) => &[Relaxed, Release, SeqCst],
            Action::Update(..) | Action::Exchange(..) => {
                &[Relaxed, Acquire, Release, AcqRel, SeqCst]
            }
            Action::Fence => &[Acquire, Release, AcqRel, SeqCst],
        }
    }
}

/// The order of a failed exchange.
pub fn failure_order(order: Ordering) -> Ordering {
    match order {
        SeqCst => SeqCst,
        AcqRel | Acquire => Acquire,
        _ => Relaxed,
    }
}

const ORDERS: [(&str, Ordering); 5] =
    [("rlx", Relaxed), ("acq", Acquire), ("rel", Release), ("acqrel", AcqRel), ("sc", SeqCst)];

/// The programs of `shape`: each combination of orders for the operations without one.
///
/// # Errors
/// If a word is not an operation.
pub fn combinations(shape: &str) -> Result<Vec<Program>, String> {
    let mut all = vec![Program(Vec::new())];
    for thread in shape.split("||") {
        all.iter_mut().for_each(|program| program.0.push(Vec::new()));
        for word in thread.split_whitespace() {
            let (action, order) = word.split_once('.').unwrap_or((word, ""));
            let fixed = ORDERS.iter().find(|(name, _)| *name == order);
            let action = parse(action)
                .filter(|_| order.is_empty() || fixed.is_some())
                .ok_or_else(|| format!("`{word}` is not an operation"))?;
            let orders = fixed.map_or(action.orders(), |(_, order)| std::slice::from_ref(order));
            let with = |program: &Program, order: Ordering| {
                let mut program = program.clone();
                program.0.last_mut().expect("a thread has been added").push((action, order));
                program
            };
            all = all
                .iter()
                .flat_map(|program| orders.iter().map(move |order| with(program, *order)))
                .collect();
        }
    }
    Ok(all)
}

fn parse(word: &str) -> Option<Action> {
    let mut characters = word.chars();
    let kind = characters.next()?;
    if kind == 'F' {
        return Some(Action::Fence);
    }
    let cell = match characters.next()? {
        'x' => 0,
        'y' => 1,
        'z' => 2,
        _ => return None,
    };
    let rest = characters.as_str();
    Some(match kind {
        'R' => Action::Read(cell),
        'W' => Action::Write(cell, rest.parse().ok()?),
        'U' => Action::Update(cell, rest.parse().ok()?),
        'C' => {
            let (current, new) = rest.split_once('-')?;
            Action::Exchange(cell, current.parse().ok()?, new.parse().ok()?)
        }
        _ => return None,
    })
}

impl FromStr for Program {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match &combinations(text)?[..] {
            [program] => Ok(program.clone()),
            _ => Err(format!("`{text}` leaves memory orders open")),
        }
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, thread) in self.0.iter().enumerate() {
            f.write_str(if number > 0 { " ||" } else { "" })?;
            for (at, (action, order)) in thread.iter().enumerate() {
                f.write_str(if number > 0 || at > 0 { " " } else { "" })?;
                let name = |cell: usize| ["x", "y", "z"][cell];
                match *action {
                    Action::Read(cell) => write!(f, "R{}", name(cell))?,
                    Action::Write(cell, value) => write!(f, "W{}{value}", name(cell))?,
                    Action::Update(cell, value) => write!(f, "U{}{value}", name(cell))?,
                    Action::Exchange(cell, current, new) => {
                        write!(f, "C{}{current}-{new}", name(cell))?;
                    }
                    Action::Fence => f.write_str("F")?,
                }
                let (order, _) =
                    ORDERS.iter().find(|(_, o)| o == order).expect("each order has a name");
                write!(f, ".{order}")?;
            }
        }
        Ok(())
    }
}
