//! The baseline: a suite for `cat` that never makes two calls at once, compared with the real one.
use std::fmt::Write;

use course::Error;
use course::catalog::Catalog;

use crate::mutants::analysis::{self, ExerciseAnalysis, Plan};
use crate::mutants::diff;
use crate::mutants::matrix::{Matrix, Status, column, letters};
use crate::mutants::mutant::{Mutant, Origin};
use crate::mutants::mutant_set::TestSuite;
use crate::mutants::operators::Group;
use crate::mutants::paths::scratch;
use crate::mutants::session::Session;

pub(crate) const EXERCISE: &str = "cat";

/// The single-threaded suite, from the root.
pub(crate) const TESTS: &str = "crates/maintain/baseline";

/// The reviewed comparison.
pub(crate) const FILE: &str = "course/cat/mutants/baseline.txt";

/// The kinds of mistakes that the comparison distinguishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Handwritten,
    Synchronization,
    Sequential,
}

impl Kind {
    const ALL: [(Self, &str); 3] = [
        (Self::Handwritten, "handwritten: mistakes that people make"),
        (Self::Synchronization, "synchronization: removed, moved, weakened, strengthened"),
        (Self::Sequential, "sequential: values, operators, match arms"),
    ];

    fn of(mutant: &Mutant) -> Self {
        match &mutant.origin {
            Origin::Handwritten(_) => Self::Handwritten,
            Origin::Operator(operator) if operator.group == Group::Sequential => Self::Sequential,
            Origin::Operator(_) => Self::Synchronization,
        }
    }
}

/// Runs both suites and compares them.
pub(crate) fn compare(session: Session<'_>) -> Result<String, Error> {
    compare_with(session, &analyze(session, &TestSuite::of(session.workspace))?)
}

/// Runs only the single-threaded suite.
fn compare_with(session: Session<'_>, real: &ExerciseAnalysis) -> Result<String, Error> {
    let folder = scratch(session.workspace).join("baseline");
    let tests = session.workspace.path(TESTS);
    let suite = TestSuite { tests, folder, handwritten_alone: false };
    let sequential = analyze(session, &suite)?;
    let kinds: Vec<Kind> = real.set.mutants.iter().map(Kind::of).collect();
    Ok(render(&real.matrix, &sequential.matrix, &kinds))
}

fn analyze(session: Session<'_>, suite: &TestSuite) -> Result<ExerciseAnalysis, Error> {
    let catalog = Catalog::load(session.workspace)?;
    let exercise = catalog.get(EXERCISE)?;
    let analysis = analysis::run(session, suite, &[exercise], Plan::ONCE)?;
    let first = analysis.exercises.into_iter().next();
    first.ok_or_else(|| Error::new(format!("there is no exercise `{EXERCISE}`")))
}

/// What differs from the reviewed comparison.
pub(crate) fn changes(
    session: Session<'_>,
    real: &ExerciseAnalysis,
) -> Result<Option<String>, Error> {
    let text = compare_with(session, real)?;
    let reviewed = session.workspace.read(FILE).unwrap_or_default();
    Ok((text != reviewed).then(|| {
        format!(
            "{FILE} has changed; review it, then run `cargo course mutants --baseline --accept`\n{}",
            diff::unified(&reviewed, &text, 0)
        )
    }))
}

/// Both suites have the same mutants, in the same order, of these kinds.
fn render(real: &Matrix, sequential: &Matrix, kinds: &[Kind]) -> String {
    let mut text = String::new();
    for (matrix, name) in [(real, "the real suite"), (sequential, "the single-threaded suite")] {
        let _ = writeln!(text, "{name}");
        for (at, test) in matrix.tests.iter().enumerate() {
            let _ = writeln!(text, "  {}  {test}", column(at));
        }
        text.push('\n');
    }
    text += "R race, O over-synchronized, D deadlock, L livelock, P panic; . passed, - not reached\n\
        Both suites run under every interleaving; on real threads the second would find less.\n";
    let [left, right] =
        [real, sequential].map(|matrix| (0..matrix.tests.len()).map(column).collect::<String>());
    let (mut sums, mut left_out) = (Vec::new(), 0);
    for (kind, heading) in Kind::ALL {
        let _ = writeln!(text, "\n{heading}\n  {left}  {right}");
        let (mut all, mut killed) = (0, [0, 0]);
        let rows = real.rows.iter().zip(&sequential.rows).zip(kinds);
        for ((one, other), _) in rows.filter(|(_, of)| **of == kind) {
            // No test can kill what does not compile or is equivalent.
            let (Status::Judged(first, _), Status::Judged(second, _)) =
                (&one.status, &other.status)
            else {
                left_out += 1;
                continue;
            };
            let kills = [one, other].map(|row| row.is_killed());
            all += 1;
            killed = [0, 1].map(|suite| killed[suite] + usize::from(kills[suite]));
            let note = match kills {
                [true, true] => "",
                [true, false] => "  only the real suite",
                [false, true] => "  only the single-threaded suite",
                [false, false] => "  neither",
            };
            let id = one.id.strip_prefix("planted/").unwrap_or(&one.id);
            let _ = writeln!(text, "  {}  {}  {id:42}{note}", letters(first), letters(second));
        }
        sums.push((heading, all, killed));
    }
    let _ = writeln!(text, "\n{:55} {:>8}  {:>15}", "killed", "real", "single-threaded");
    for (heading, all, [real, sequential]) in sums {
        let _ = writeln!(text, "{heading:55} {real:>2} of {all:<2} {sequential:>9} of {all:<2}");
    }
    let _ = writeln!(text, "({left_out} more are ruled out by the compiler, or equivalent)");
    text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_suites_are_compared() {
        let real = Matrix::parse(
            "cat",
            "tests\n  a  no_cat_is_reserved_twice\n  b  the_list_shows_every_cat\nmutants\n  ab\n\
             \x20 R.  planted/as_taught  no_cat_is_reserved_twice race\n\
             \x20 R.  unlocked-between/reserve  no_cat_is_reserved_twice race\n\
             \x20 E0382  dropped-early/reserve  ruled out by the compiler\n\
             \x20 .R  returns-at-once/cats  the_list_shows_every_cat race\n\
             \x20 ..  number/decode  equivalent\n",
        );
        let sequential = Matrix::parse(
            "cat",
            "tests\n  a  a_new_list_has_all_cats\nmutants\n  a\n\
             \x20 .  planted/as_taught  no_cat_is_reserved_twice race\n\
             \x20 .  unlocked-between/reserve  SURVIVES\n\
             \x20 E0382  dropped-early/reserve  ruled out by the compiler\n\
             \x20 R  returns-at-once/cats  a_new_list_has_all_cats race\n\
             \x20 .  number/decode  equivalent\n",
        );
        let kinds = [
            Kind::Handwritten,
            Kind::Synchronization,
            Kind::Synchronization,
            Kind::Sequential,
            Kind::Sequential,
        ];
        let (real, sequential) = (real.expect("it is valid"), sequential.expect("it is valid"));
        insta::assert_snapshot!(render(&real, &sequential, &kinds));
    }
}
