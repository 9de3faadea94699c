//! The text of a history that is not linearizable.

use std::fmt::{self, Display};

use super::NotLinearizable;

/// The width of the text. Reports may indent it.
const WIDTH: usize = 96;

impl Display for NotLinearizable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "no order of these operations explains the results")?;
        for at in 0..self.ops.len() {
            if at == 0 || self.calls.owners[at - 1] != self.calls.owners[at] {
                writeln!(f, "\n  {}", cut(&self.calls.threads[self.calls.owners[at]], WIDTH - 2))?;
            }
            writeln!(f, "{}", self.line(at))?;
        }
        let note = match (0..self.ops.len()).all(|at| self.overlaps(at).is_empty()) {
            true => "\nNo two of them overlap, so each must see the effects of all before it.",
            false => {
                "\nOperations that overlap may take effect in either order: no thread could tell which came first."
            }
        };
        writeln!(f, "{note}")?;
        self.fmt_stuck(f)
    }
}

impl NotLinearizable {
    fn line(&self, at: usize) -> String {
        let (op, result) = &self.ops[at];
        let result = match result {
            Some(result) => result.clone(),
            None => "did not return, so it may have taken effect or not".to_owned(),
        };
        let what = format!("{:>5}. {} -> ", at + 1, cut(op, 50));
        let room = WIDTH - what.chars().count();
        let what = format!("{what}{}", cut(&result, room));
        match self.overlaps(at) {
            overlaps if overlaps.is_empty() => what,
            overlaps => {
                let overlaps = format!("overlaps {}", numbers(&overlaps));
                let line = format!("{what:44}  {overlaps}");
                match line.chars().count() <= WIDTH {
                    true => line,
                    false => format!("{what}\n       {}", cut(&overlaps, WIDTH - 7)),
                }
            }
        }
    }

    fn fmt_stuck(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let next = match self.order.as_slice() {
            [] => "None of them could come first:".to_owned(),
            [.., last] => {
                let order = numbers(&self.order);
                let longest = format!("The longest prefix that explains its results is {order}.");
                writeln!(f, "{}", wrapped(&longest))?;
                format!("After {}:", cut(&self.who_did(*last), WIDTH - 7))
            }
        };
        write!(f, "{next}")?;
        for (at, expected) in &self.next {
            let who = cut(&format!("    {}", self.who_did(*at)), WIDTH);
            let must = format!("must return {expected}");
            let gave = format!("but returned {}", self.ops[*at].1.as_deref().unwrap_or_default());
            let line = format!("{who} {must}, {gave}");
            match line.chars().count() <= WIDTH {
                true => write!(f, "\n{line}")?,
                false => {
                    let (must, gave) = (cut(&must, WIDTH - 7), cut(&gave, WIDTH - 7));
                    write!(f, "\n{who}\n       {must}\n       {gave}")?;
                }
            }
        }
        Ok(())
    }

    fn who_did(&self, at: usize) -> String {
        let (op, thread) = (cut(&self.ops[at].0, 50), &self.calls.threads[self.calls.owners[at]]);
        format!("{}. {op} by {thread}", at + 1)
    }

    /// The operations that are concurrent with this one.
    fn overlaps(&self, at: usize) -> Vec<usize> {
        let apart = |other: usize| {
            self.calls.before[at] & 1 << other != 0
                || self.calls.before[other] & 1 << at != 0
                || other == at
        };
        (0..self.ops.len()).filter(|other| !apart(*other)).collect()
    }
}

fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let start: String = text.chars().take(width - 3).collect();
    format!("{start}...")
}

/// The numbers of the operations, from 1, with runs of three or more as `3-5`.
fn numbers(ops: &[usize]) -> String {
    let runs = ops.chunk_by(|one, next| one + 1 == *next);
    let parts = runs.flat_map(|run| match run {
        [first, _, .., last] => vec![format!("{}-{}", first + 1, last + 1)],
        few => few.iter().map(|at| (at + 1).to_string()).collect(),
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// Wraps a sentence.
fn wrapped(sentence: &str) -> String {
    let mut lines = vec![String::new()];
    for word in sentence.split(' ') {
        let last = lines.len() - 1;
        let line = &mut lines[last];
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}
