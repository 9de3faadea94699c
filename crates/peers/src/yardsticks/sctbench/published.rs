//! The published figures of other tools.
use crate::yardsticks::bug::Bug;
use crate::yardsticks::prelude::*;
use std::fmt;

/// The executions that a tool needs for a bug.
#[derive(Clone, Copy, Debug)]
pub enum Figure {
    /// The mean over all trials.
    Mean(f64),
    /// The mean over this many of the trials; the others found nothing.
    Of(f64, u32),
    /// The calibration run fails.
    Trivial,
    /// No trial found it.
    Never,
}

/// The figures of the tools that are compared.
#[derive(Clone, Copy, Debug)]
pub struct Published {
    /// Reads-from fuzzing.
    pub rff: Figure,
    /// Partial order sampling.
    pub pos: Figure,
    /// PCT with two change points.
    pub pct3: Figure,
    /// Periodical scheduling.
    pub period: Figure,
}

/// A program, with the figures of RFF, POS, PCT3 and PERIOD.
pub(super) const fn bug(
    name: &'static str,
    body: fn(Twin),
    [rff, pos, pct3, period]: [Figure; 4],
) -> Bug<Published> {
    Bug { name, body, published: Published { rff, pos, pct3, period } }
}

impl Figure {
    fn mean(self) -> Option<f64> {
        match self {
            Self::Mean(mean) | Self::Of(mean, _) => Some(mean),
            Self::Trivial | Self::Never => None,
        }
    }
}

impl Published {
    /// The mean of reads-from fuzzing; where its calibration run already fails, that of PCT3. `None` if
    /// neither found it.
    pub fn goal(&self) -> Option<f64> {
        self.rff.mean().or(self.pct3.mean())
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mean(mean) => write!(f, "{mean:.1}"),
            Self::Of(mean, trials) => write!(f, "{mean:.1} ({trials} of 20)"),
            Self::Trivial => f.write_str("1†"),
            Self::Never => f.write_str("—"),
        }
    }
}
