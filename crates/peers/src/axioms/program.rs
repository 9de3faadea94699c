//! Straight-line programs over three atomic cells, and the text that describes one.
//!
//! `Wx1.rel Ry.acq || Ux10.acqrel F.sc`: a write of 1 to x, a read of y; beside it an update that
//! adds 10 to x, and a fence. `Cx0-5.sc` exchanges 5 for 0 if it reads 0.
use std::fmt;
use std::str::FromStr;
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Relaxed, Release, SeqCst};

/// How many cells there are, `x`, `y` and `z`; all begin at 0.
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
    /// Writes the last number if the cell has the first. A failed exchange reads with what the order
    /// has of an acquire.
    Exchange(usize, u32, u32),
    /// A fence.
    Fence,
}

/// What each thread does, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program(pub Vec<Vec<(Action, Ordering)>>);

/// All values read, thread by thread, and what the cells have at the end. A successful exchange is
/// told from a failed one by the value.
pub type Outcome = Vec<u32>;

impl Action {
    /// The orders that the operation can have.
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

/// The order of an exchange that failed.
pub fn failure_order(order: Ordering) -> Ordering {
    match order {
        SeqCst => SeqCst,
        AcqRel | Acquire => Acquire,
        _ => Relaxed,
    }
}

const ORDERS: [(&str, Ordering); 5] =
    [("rlx", Relaxed), ("acq", Acquire), ("rel", Release), ("acqrel", AcqRel), ("sc", SeqCst)];

/// The program that `shape` describes with each placement of orders where it names none.
///
/// # Panics
/// If `shape` is not a description.
pub fn placements(shape: &str) -> Vec<Program> {
    let mut all = vec![Program(Vec::new())];
    for thread in shape.split("||") {
        all.iter_mut().for_each(|program| program.0.push(Vec::new()));
        for word in thread.split_whitespace() {
            let (action, order) = word.split_once('.').unwrap_or((word, ""));
            let action = parse(action).unwrap_or_else(|| panic!("`{word}` is no operation"));
            let fixed = ORDERS.iter().find(|(name, _)| *name == order);
            let orders = fixed.map_or(action.orders(), |(_, order)| std::slice::from_ref(order));
            let with = |program: &Program, order: Ordering| {
                let mut program = program.clone();
                program.0.last_mut().expect("a thread was begun").push((action, order));
                program
            };
            all = all
                .iter()
                .flat_map(|program| orders.iter().map(move |order| with(program, *order)))
                .collect();
        }
    }
    all
}

fn parse(word: &str) -> Option<Action> {
    let mut letters = word.chars();
    let kind = letters.next()?;
    if kind == 'F' {
        return Some(Action::Fence);
    }
    let cell = match letters.next()? {
        'x' => 0,
        'y' => 1,
        'z' => 2,
        _ => return None,
    };
    let rest = letters.as_str();
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
        let mut all = placements(text);
        match all.len() {
            1 => Ok(all.remove(0)),
            _ => Err(format!("`{text}` does not say each order")),
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
                let (order, _) = ORDERS.iter().find(|(_, o)| o == order).expect("each has a name");
                write!(f, ".{order}")?;
            }
        }
        Ok(())
    }
}
