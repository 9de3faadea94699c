//! Which test is expected to kill a mutant, and what is wrong if it does not.
use protocol::Verdict;

use crate::mutants::cell::{self, Cell};
use crate::mutants::diff;
use crate::mutants::equivalent::{self, Equivalent};
use crate::mutants::matrix::{self, Kill, Matrix, Row, Status, killers};
use crate::mutants::mutant::{Mutant, Origin};
use crate::mutants::mutant_set::MutantSet;

/// Assigns a killer to each mutant that is killed: the one that the patch or the reviewed matrix names,
/// or a new one.
pub(crate) fn assign(matrix: &mut Matrix, reviewed: Option<&Matrix>, mutants: &[Mutant]) {
    let mut kills = vec![0_usize; matrix.tests.len()];
    for row in &matrix.rows {
        row.killers().for_each(|(test, _)| kills[test] += 1);
    }
    for (row, mutant) in matrix.rows.iter_mut().zip(mutants) {
        let Status::Judged(cells, expected) = &mut row.status else { continue };
        let before = || match &reviewed?.row(&row.id)?.status {
            Status::Judged(_, expected) => expected.clone(),
            _ => None,
        };
        let choose = || {
            let (test, verdict) = best_killer(cells, &kills)?;
            Some(Kill { killer: matrix.tests[test].clone(), verdict })
        };
        let still_holds = |kill: &Kill| {
            let at = matrix.tests.iter().position(|test| *test == kill.killer);
            at.is_some_and(|at| cells[at] == Some(kill.verdict))
        };
        *expected = match &mutant.origin {
            Origin::Handwritten(patch) => Some(patch.kill.clone()),
            Origin::Operator(_) => before().filter(still_holds).or_else(choose),
        };
    }
}

/// The killer to expect: the test that kills the fewest other mutants, because it is the most specific.
/// If more than half of the tests that reach the mutant kill it, the first of them, because tests are
/// ordered from simple to complex.
pub(crate) fn best_killer(cells: &[Cell], kills: &[usize]) -> Option<(usize, Verdict)> {
    let reached = cells.iter().filter(|cell| cell.is_some()).count();
    if killers(cells).count() * 2 > reached {
        return killers(cells).next();
    }
    killers(cells).min_by_key(|(test, _)| (kills[*test], *test))
}

/// Everything that a person has to review.
pub(crate) fn errors(
    matrix: &Matrix,
    reviewed: Option<&Matrix>,
    set: &MutantSet,
    equivalents: &[Equivalent],
) -> Vec<String> {
    let mut errors = Vec::new();
    let file = equivalent::file(&set.name);
    for (row, mutant) in matrix.rows.iter().zip(&set.mutants) {
        errors.extend(match &row.status {
            Status::Judged(cells, None) => Some(survivor(row, cells, mutant, set)),
            Status::Judged(cells, Some(kill)) => wrong_killer(matrix, row, cells, kill),
            Status::Equivalent(_) => row.killers().next().map(|(test, verdict)| {
                let (id, test) = (&row.id, &matrix.tests[test]);
                format!("{file}: `{id}` is not equivalent: {test} reports {verdict}")
            }),
            Status::RuledOut(_) if matches!(mutant.origin, Origin::Handwritten(_)) => {
                Some(format!("{}: `{}` does not compile", set.name, row.id))
            }
            Status::RuledOut(_) => None,
        });
    }
    errors.extend(equivalents.iter().filter_map(|entry| stale(entry, matrix, set)));
    errors.extend(change(matrix, reviewed));
    errors
}

fn survivor(row: &Row, cells: &[Cell], mutant: &Mutant, set: &MutantSet) -> String {
    let is_open = |cell: &Cell| matches!(cell::letter(*cell), 'H' | 'A' | 'M');
    let note = match cells.iter().any(is_open) {
        true => " (a test timed out or aborted, which is not a kill)",
        false => "",
    };
    let (does, diff) = (mutant.description(), diff::unified(&set.answer, &mutant.text, 1));
    format!("{}: `{}` survives{note}: {does}\n{diff}", set.name, row.id)
}

/// An error unless the expected test reports the expected verdict.
fn wrong_killer(matrix: &Matrix, row: &Row, cells: &[Cell], kill: &Kill) -> Option<String> {
    let Kill { killer, verdict } = kill;
    let start = format!("{}: `{}`", matrix.exercise, row.id);
    let Some(at) = matrix.tests.iter().position(|test| test == killer) else {
        return Some(format!("{start}: the expected killer `{killer}` does not exist"));
    };
    if cells[at] == Some(*verdict) {
        return None;
    }
    let others: Vec<String> =
        row.killers().map(|(test, by)| format!("{} {by}", matrix.tests[test])).collect();
    let others = match others.is_empty() {
        true => "no test kills it".to_owned(),
        false => format!("it is killed by {}", others.join(", ")),
    };
    let found = cell::name(cells[at]);
    Some(format!("{start}: expected `{killer}` to report {verdict}, not {found}; {others}"))
}

/// An error if an entry of `equivalent.toml` no longer describes its mutant.
fn stale(entry: &Equivalent, matrix: &Matrix, set: &MutantSet) -> Option<String> {
    let reason = match matrix.rows.iter().position(|row| row.id == entry.mutant) {
        None => "there is no such mutant".to_owned(),
        Some(at) if matches!(matrix.rows[at].status, Status::RuledOut(_)) => {
            "the compiler rules it out".to_owned()
        }
        Some(at) => match diff::first_change(&set.answer, &set.mutants[at].text) {
            change if change == entry.change => return None,
            change => format!("its change is now `{change}`"),
        },
    };
    Some(format!("{}: `{}` is stale: {reason}", equivalent::file(&set.name), entry.mutant))
}

/// What differs from the reviewed matrix, line by line.
fn change(matrix: &Matrix, reviewed: Option<&Matrix>) -> Option<String> {
    let name = &matrix.exercise;
    let file = matrix::file(name);
    let accept = format!("review it, then run `cargo course mutants {name} --accept`");
    let Some(reviewed) = reviewed else {
        return Some(format!("{file} is missing; {accept}"));
    };
    let (old, new) = (reviewed.render(), matrix.render());
    (old != new).then(|| format!("{file} has changed; {accept}\n{}", diff::unified(&old, &new, 0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mutants::matrix::tests::example;

    const PASSED: Cell = Some(Verdict::Passed);
    const RACE: Cell = Some(Verdict::Race);
    const DEADLOCK: Cell = Some(Verdict::Deadlock);

    #[test]
    fn a_changed_matrix_shows_its_lines() {
        let matrix = example();
        assert_eq!(change(&matrix, Some(&matrix)), None);
        let mut other = example();
        other.rows.pop();
        insta::assert_snapshot!(change(&other, Some(&matrix)).unwrap_or_default());
    }

    #[test]
    fn a_subtle_mistake_gets_its_own_test_and_a_crude_one_the_first() {
        let kills = [9, 5, 1, 3];
        assert_eq!(best_killer(&[RACE, PASSED, RACE, PASSED], &kills), Some((2, Verdict::Race)));
        let crude = [None, DEADLOCK, RACE, PASSED];
        assert_eq!(best_killer(&crude, &kills), Some((1, Verdict::Deadlock)));
        assert_eq!(best_killer(&[PASSED, None, PASSED, PASSED], &kills), None);
    }

    #[test]
    fn a_kill_by_another_test_is_an_error() {
        let matrix = example();
        let cells = vec![RACE, PASSED, None];
        let kill = Kill { killer: "two_at_once".to_owned(), verdict: Verdict::Race };
        let status = Status::Judged(cells.clone(), Some(kill.clone()));
        let row = Row { id: "a/b".to_owned(), status };
        let error = wrong_killer(&matrix, &row, &cells, &kill);
        insta::assert_snapshot!(error.unwrap_or_default());
    }
}
