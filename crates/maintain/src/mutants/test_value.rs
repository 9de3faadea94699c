//! What a single test contributes: some kill nothing, some nothing of their own.
use crate::mutants::matrix::Matrix;

/// The tests of a matrix that could be removed without a mutant surviving.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct TestValue {
    /// They kill nothing.
    pub(crate) idle: Vec<String>,
    /// Another test kills everything that they kill.
    pub(crate) redundant: Vec<String>,
}

pub(crate) fn of(matrix: &Matrix) -> TestValue {
    let mut kills = vec![0_usize; matrix.tests.len()];
    let mut alone = vec![0_usize; matrix.tests.len()];
    for row in &matrix.rows {
        let killers: Vec<usize> = row.killers().map(|(test, _)| test).collect();
        killers.iter().for_each(|test| kills[*test] += 1);
        if let [only] = killers[..] {
            alone[only] += 1;
        }
    }
    let mut value = TestValue::default();
    for (at, test) in matrix.tests.iter().enumerate() {
        match (kills[at], alone[at]) {
            (0, _) => value.idle.push(test.clone()),
            (_, 0) => value.redundant.push(test.clone()),
            _ => {}
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use protocol::Verdict;

    use super::*;
    use crate::mutants::matrix::Status;
    use crate::mutants::matrix::tests::example;

    #[test]
    fn a_test_that_kills_nothing_is_idle() {
        let mut matrix = example();
        assert_eq!(of(&matrix).idle, ["idle"]);
        assert!(of(&matrix).redundant.is_empty());
        if let Status::Judged(cells, _) = &mut matrix.rows[0].status {
            cells[0] = Some(Verdict::Race);
        }
        matrix.rows[1] = matrix.rows[0].clone();
        assert_eq!(of(&matrix).redundant, ["one_alone", "two_at_once"]);
    }
}
