//! The name of a generated scenario: the number of the case, then the steps that shrank it.
//!
//! `7ssc` is case 7 after two simplifications and one complication. Runs of three or more equal steps
//! are counted: `7s12c`.
use std::fmt;
use std::str::FromStr;

/// One step of shrinking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ShrinkStep {
    /// Make the scenario smaller.
    Simplify,
    /// Undo part of the last simplification.
    Complicate,
}

/// The name of a generated scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CaseId {
    pub(crate) number: u32,
    pub(crate) steps: Vec<ShrinkStep>,
}

impl CaseId {
    pub(crate) fn new(number: u32) -> Self {
        Self { number, steps: Vec::new() }
    }
}

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number)?;
        for run in self.steps.chunk_by(|a, b| a == b) {
            let letter = if run[0] == ShrinkStep::Simplify { "s" } else { "c" };
            match run.len() {
                short @ 1..=2 => f.write_str(&letter.repeat(short))?,
                long => write!(f, "{letter}{long}")?,
            }
        }
        Ok(())
    }
}

impl FromStr for CaseId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, mut rest) = text.split_at(digits(text));
        let mut id = Self::new(number.parse().map_err(|_| ())?);
        while let Some(letter) = rest.chars().next() {
            let step = match letter {
                's' => ShrinkStep::Simplify,
                'c' => ShrinkStep::Complicate,
                _ => return Err(()),
            };
            let (count, after) = rest[1..].split_at(digits(&rest[1..]));
            let count = if count.is_empty() { Ok(1) } else { count.parse::<u16>() };
            id.steps.extend(std::iter::repeat_n(step, count.map_err(|_| ())?.into()));
            rest = after;
        }
        Ok(id)
    }
}

#[cfg(test)]
mod tests {
    use super::{CaseId, ShrinkStep};

    #[test]
    fn an_id_reads_back() {
        for text in ["7", "0s", "7ssc", "12s3c4ss", "3cs64"] {
            let id: CaseId = text.parse().expect(text);
            assert_eq!(id.to_string(), text);
        }
        let steps = [ShrinkStep::Simplify, ShrinkStep::Simplify, ShrinkStep::Complicate].into();
        assert_eq!("7ssc".parse(), Ok(CaseId { number: 7, steps }));
    }

    #[test]
    fn invalid_ids_are_rejected() {
        for text in ["", "-", "s", "7x", "7s ", "-7", "7s99999999"] {
            assert_eq!(text.parse::<CaseId>(), Err(()), "{text}");
        }
    }
}
