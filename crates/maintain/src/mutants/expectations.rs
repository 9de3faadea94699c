//! Who must kill a mutant, and what is wrong if another does, or nobody.
use crate::mutants::analysis::fits;
use crate::mutants::build::MutantSet;
use crate::mutants::cell::Cell;
use crate::mutants::diff;
use crate::mutants::equivalent::Equivalent;
use crate::mutants::matrix::{Declared, End, Matrix, killers as who_kills};
use crate::mutants::mutant::{Mutant, Origin};
use protocol::Verdict;

/// Declares a killer for each mutant that is killed: the patch says it, or the reviewed matrix; for a
/// new mutant it is chosen here.
pub(crate) fn killers(matrix: &mut Matrix, reviewed: Option<&Matrix>, mutants: &[Mutant]) {
    let mut kills = vec![0_usize; matrix.tests.len()];
    for row in &matrix.rows {
        who_kills(row.end.verdicts()).for_each(|(test, _)| kills[test] += 1);
    }
    for (row, mutant) in matrix.rows.iter_mut().zip(mutants) {
        let End::Judged(verdicts, declared) = &mut row.end else { continue };
        let before = || match &reviewed?.row(&row.id)?.end {
            End::Judged(_, declared) => declared.clone(),
            _ => None,
        };
        let chosen = || {
            let (test, verdict) = spokesman(verdicts, &kills)?;
            Some(Declared { killer: matrix.tests[test].clone(), verdict })
        };
        let holds = |declared: &Declared| {
            let at = matrix.tests.iter().position(|test| *test == declared.killer);
            at.is_some_and(|at| verdicts[at] == declared.verdict)
        };
        *declared = match &mutant.origin {
            Origin::Handwritten(kill) => {
                Some(Declared { killer: kill.killer.clone(), verdict: kill.verdict })
            }
            Origin::Operator(_) => before().filter(holds).or_else(chosen),
        };
    }
}

/// Who speaks for those that kill a mutant: the test that kills the fewest others, because it is made
/// for such mistakes. What breaks almost everything says nothing about special cases: if more than half
/// of the tests that reach it kill it, the first does; tests stand from the simplest on.
fn spokesman(verdicts: &[Cell], kills: &[usize]) -> Option<(usize, Cell)> {
    let reached = verdicts.iter().filter(|verdict| **verdict != Cell::Unreached).count();
    if who_kills(verdicts).count() * 2 > reached {
        return who_kills(verdicts).next();
    }
    who_kills(verdicts).min_by_key(|(test, _)| (kills[*test], *test))
}

/// Everything that a person has to look at.
pub(crate) fn complaints(
    matrix: &Matrix,
    reviewed: Option<&Matrix>,
    bench: &MutantSet,
    equivalents: &[Equivalent],
) -> Vec<String> {
    let name = &matrix.exercise;
    let mut complaints = Vec::new();
    for (row, mutant) in matrix.rows.iter().zip(&bench.mutants) {
        let id = &row.id;
        match &row.end {
            End::Judged(verdicts, None) => {
                complaints.push(survivor(name, id, verdicts, mutant, bench))
            }
            End::Judged(verdicts, Some(declared)) => {
                complaints.extend(wrong_killer(matrix, id, verdicts, declared));
            }
            End::Equivalent(verdicts) if who_kills(verdicts).next().is_some() => {
                let (test, verdict) =
                    who_kills(verdicts).next().unwrap_or((0, Cell::Judged(Verdict::Passed)));
                let test = &matrix.tests[test];
                complaints.push(format!(
                    "course/{name}/mutants/equivalent.toml: `{id}` is no equivalent: {test} says {verdict}"
                ));
            }
            End::RuledOut(_) if matches!(mutant.origin, Origin::Handwritten(_)) => {
                complaints.push(format!("{name}: `{id}` does not compile"));
            }
            _ => {}
        }
    }
    for entry in equivalents {
        let at = matrix.rows.iter().position(|row| row.id == entry.mutant);
        let stale = match at {
            None => Some("there is no such mutant".to_owned()),
            Some(at) if matches!(matrix.rows[at].end, End::RuledOut(_)) => {
                Some("the compiler rules it out".to_owned())
            }
            Some(at) if !fits(entry, &bench.answer, &bench.mutants[at].text) => Some(format!(
                "its change is now `{}`",
                diff::first_change(&bench.answer, &bench.mutants[at].text)
            )),
            Some(_) => None,
        };
        complaints.extend(stale.map(|why| {
            format!("course/{name}/mutants/equivalent.toml: `{}` is stale: {why}", entry.mutant)
        }));
    }
    complaints.extend(changed(matrix, reviewed));
    complaints
}

fn survivor(name: &str, id: &str, verdicts: &[Cell], mutant: &Mutant, bench: &MutantSet) -> String {
    let unjudged = verdicts
        .iter()
        .any(|verdict| matches!(verdict, Cell::Judged(Verdict::Timeout | Verdict::Aborted)));
    let but = if unjudged { " (a test hangs or cannot judge, which is no kill)" } else { "" };
    format!(
        "{name}: `{id}` survives{but}: {}\n{}",
        mutant.does(),
        diff::unified(&bench.answer, &mutant.text, 1)
    )
}

/// A complaint unless the declared test says what is declared.
fn wrong_killer(
    matrix: &Matrix,
    id: &str,
    verdicts: &[Cell],
    declared: &Declared,
) -> Option<String> {
    let Declared { killer, verdict } = declared;
    let name = &matrix.exercise;
    let Some(at) = matrix.tests.iter().position(|test| test == killer) else {
        return Some(format!("{name}: `{id}`: there is no test `{killer}` that judges"));
    };
    if verdicts[at] == *verdict {
        return None;
    }
    let others: Vec<String> = who_kills(verdicts)
        .map(|(test, verdict)| format!("{} {verdict}", matrix.tests[test]))
        .collect();
    let others = if others.is_empty() { "nothing".to_owned() } else { others.join(", ") };
    Some(format!(
        "{name}: `{id}`: `{killer}` should kill it with {verdict} and says {}; it is killed by {others}",
        verdicts[at]
    ))
}

/// What differs from the reviewed matrix, line by line.
fn changed(matrix: &Matrix, reviewed: Option<&Matrix>) -> Option<String> {
    let name = &matrix.exercise;
    let file = crate::mutants::analysis::file(name);
    let accept = format!("look at it, then: cargo course mutants {name} --accept");
    let Some(reviewed) = reviewed else {
        return Some(format!("there is no {file}: {accept}"));
    };
    let (old, new) = (reviewed.render(), matrix.render());
    (old != new).then(|| format!("{file} has changed; {accept}\n{}", diff::unified(&old, &new, 0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mutants::matrix::tests::example;

    #[test]
    fn a_changed_matrix_shows_its_lines() {
        let matrix = example();
        assert_eq!(changed(&matrix, Some(&matrix)), None);
        let mut other = example();
        other.rows.pop();
        insta::assert_snapshot!(changed(&other, Some(&matrix)).unwrap_or_default());
    }

    #[test]
    fn a_special_mistake_is_declared_for_its_own_test_and_a_crude_one_for_the_first() {
        let [passed, race, deadlock, panic] =
            [Verdict::Passed, Verdict::Race, Verdict::Deadlock, Verdict::Panic].map(Cell::Judged);
        let unreached = Cell::Unreached;
        let kills = [9, 5, 1, 3];
        let special = [race, passed, race, passed];
        assert_eq!(spokesman(&special, &kills), Some((2, race)));
        let crude = [unreached, deadlock, panic, passed];
        assert_eq!(spokesman(&crude, &kills), Some((1, deadlock)));
        assert_eq!(spokesman(&[passed, unreached, passed, passed], &kills), None);
    }

    #[test]
    fn a_kill_by_another_test_is_a_complaint() {
        let matrix = example();
        let verdicts =
            [Cell::Judged(Verdict::Race), Cell::Judged(Verdict::Passed), Cell::Unreached];
        let declared =
            Declared { killer: "two_at_once".to_owned(), verdict: Cell::Judged(Verdict::Race) };
        let said = wrong_killer(&matrix, "a/b", &verdicts, &declared).unwrap_or_default();
        insta::assert_snapshot!(said);
    }
}
