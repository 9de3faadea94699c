//! Something that an exercise must not use.

/// Why something is not allowed, and what to write instead.
pub(crate) type Why = (&'static str, &'static str);

/// One thing that an exercise must not use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The line, counted from 1.
    pub line: usize,
    /// As it is written, such as `std::fs`.
    pub what: String,
    /// Why it is not allowed.
    pub reason: &'static str,
    /// What to write instead.
    pub instead: &'static str,
}

impl Finding {
    pub(crate) fn new(line: usize, what: impl Into<String>, (reason, instead): Why) -> Self {
        Self { line, what: what.into(), reason, instead }
    }
}

/// The result of a check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// What no exercise may use. The file must not be compiled.
    pub refused: Vec<Finding>,
    /// What is not on the list, and most likely a spelling mistake, about which the compiler says more. A
    /// file that compiles nevertheless must not run.
    pub unknown: Vec<Finding>,
}

impl Checked {
    pub(crate) fn refused(finding: Finding) -> Self {
        Self { refused: vec![finding], unknown: Vec::new() }
    }

    pub(crate) fn unknown(finding: Finding) -> Self {
        Self { refused: Vec::new(), unknown: vec![finding] }
    }

    /// Adds the findings in a part of the file that is not code at first sight.
    pub(crate) fn extend_at(&mut self, line: usize, part: Self) {
        let at_line = |finding: Finding| Finding { line, ..finding };
        self.refused.extend(part.refused.into_iter().map(at_line));
        self.unknown.extend(part.unknown.into_iter().map(at_line));
    }

    pub(crate) fn sorted(self) -> Self {
        Self { refused: sorted(self.refused), unknown: sorted(self.unknown) }
    }

    /// Everything that keeps a file that compiles from running, in the order of the lines.
    pub fn all(self) -> Vec<Finding> {
        sorted([self.refused, self.unknown].concat())
    }
}

fn sorted(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| (a.line, &a.what).cmp(&(b.line, &b.what)));
    findings.dedup();
    findings
}
