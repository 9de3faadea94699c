//! What single tests are worth: those that kill nothing, and those that kill nothing of their own.
use crate::mutants::matrix::{Matrix, killers};

/// The tests of a matrix that could go without any mutant surviving.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Worth {
    /// They kill nothing.
    pub(crate) idle: Vec<String>,
    /// They kill nothing that another test does not kill as well.
    pub(crate) redundant: Vec<String>,
}

pub(crate) fn worth(matrix: &Matrix) -> Worth {
    let mut kills = vec![0_usize; matrix.tests.len()];
    let mut alone = vec![0_usize; matrix.tests.len()];
    for row in &matrix.rows {
        let by: Vec<usize> = killers(row.end.verdicts()).map(|(test, _)| test).collect();
        by.iter().for_each(|test| kills[*test] += 1);
        if let [only] = by[..] {
            alone[only] += 1;
        }
    }
    let mut worth = Worth::default();
    for (at, test) in matrix.tests.iter().enumerate() {
        match (kills[at], alone[at]) {
            (0, _) => worth.idle.push(test.clone()),
            (_, 0) => worth.redundant.push(test.clone()),
            _ => {}
        }
    }
    worth
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mutants::matrix::tests::example;

    #[test]
    fn a_test_that_kills_nothing_is_idle() {
        let mut matrix = example();
        assert_eq!(worth(&matrix).idle, ["idle"]);
        assert!(worth(&matrix).redundant.is_empty());
        let copy = matrix.rows[0].clone();
        matrix.rows[1] = copy.clone();
        if let crate::mutants::matrix::End::Judged(verdicts, _) = &mut matrix.rows[0].end {
            verdicts[0] = crate::mutants::cell::Cell::Judged(protocol::Verdict::Race);
        }
        matrix.rows[1] = matrix.rows[0].clone();
        let worth = worth(&matrix);
        assert_eq!(worth.redundant, ["one_alone", "two_at_once"]);
    }
}
