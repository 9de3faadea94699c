//! The exhibit: a suite for `cat` that never calls two things at once, beside the real one.
use std::fmt::Write;
use std::path::Path;

use crate::mutants::analysis::{self, Outcome, Plan};
use crate::mutants::build::Suite;
use crate::mutants::diff;
use crate::mutants::files;
use crate::mutants::matrix::{End, Matrix, column, killers, letters};
use crate::mutants::mutant::Mutant;
use crate::mutants::operators::Group;
use crate::mutants::problem::Problem;
use crate::mutants::screen::Progress;

pub(crate) const EXERCISE: &str = "cat";

/// The suite without threads, from the root.
pub(crate) const TESTS: &str = "crates/maintain/baseline";

/// What `both` said when a person read it last.
const FILE: &str = "course/cat/mutants/baseline.txt";

/// What sort of mistake a mutant is, as far as the exhibit tells sorts apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Handwritten,
    Synchronisation,
    Sequential,
}

impl Sort {
    const ALL: [(Self, &str); 3] = [
        (Self::Handwritten, "planted by hand: what people really get wrong"),
        (Self::Synchronisation, "synchronisation: removed, moved, weaker, stronger"),
        (Self::Sequential, "one thread alone: values, operators, arms"),
    ];

    fn of(mutant: &Mutant) -> Self {
        match mutant.group() {
            None => Self::Handwritten,
            Some(Group::Sequential) => Self::Sequential,
            Some(_) => Self::Synchronisation,
        }
    }
}

/// Both matrices side by side, and how many of which mistakes each suite finds.
pub(crate) fn both(root: &Path, jobs: usize, progress: &Progress) -> Result<String, Problem> {
    let names = [EXERCISE.to_owned()];
    let real = one(analysis::run(root, &Suite::ours(root), &names, Plan::once(jobs), progress)?)?;
    with(root, &real, jobs, progress)
}

/// The same, where the real suite has been run already.
fn with(root: &Path, real: &Outcome, jobs: usize, progress: &Progress) -> Result<String, Problem> {
    let suite = Suite { tests: root.join(TESTS), folder: files::scratch(root).join("baseline") };
    let names = [EXERCISE.to_owned()];
    let sequential = one(analysis::run(root, &suite, &names, Plan::once(jobs), progress)?)?;
    let sorts: Vec<Sort> = real.bench.mutants.iter().map(Sort::of).collect();
    Ok(beside(&real.matrix, &sequential.matrix, &sorts))
}

/// Writes what a person reads now.
pub(crate) fn accept(root: &Path, text: &str) -> Result<(), Problem> {
    files::put(&root.join(FILE), text).map_err(|error| Problem::io("write", FILE, &error))
}

/// What differs from what a person has read.
pub(crate) fn complaint(
    root: &Path,
    real: &Outcome,
    jobs: usize,
    progress: &Progress,
) -> Result<Option<String>, Problem> {
    let text = with(root, real, jobs, progress)?;
    let reviewed = files::read(root, FILE).unwrap_or_default();
    Ok((text != reviewed).then(|| {
        format!(
            "{FILE} has changed; look at it, then: cargo course mutants --exhibit --accept\n{}",
            diff::unified(&reviewed, &text, 0)
        )
    }))
}

fn one(campaign: analysis::Analysis) -> Result<Outcome, Problem> {
    let first = campaign.outcomes.into_iter().next();
    first.ok_or_else(|| Problem::new(format!("there is no exercise `{EXERCISE}`")))
}

/// Both suites have the same mutants, in the same order, of these sorts.
fn beside(real: &Matrix, sequential: &Matrix, sorts: &[Sort]) -> String {
    let widths = [real, sequential].map(|matrix| matrix.tests.len());
    let mut text = String::new();
    for (matrix, what) in [(real, "the real suite"), (sequential, "a suite without threads")] {
        let _ = writeln!(text, "{what}");
        for (at, test) in matrix.tests.iter().enumerate() {
            let _ = writeln!(text, "  {}  {test}", column(at));
        }
        text.push('\n');
    }
    text += "R race, O over-synchronized, D deadlock, L livelock, P panic; . passed, - not reached\n\
        Both run under every interleaving: on real threads, the second would find less.\n";
    let (mut sums, mut left_out) = (Vec::new(), 0);
    for (sort, what) in Sort::ALL {
        let [left, right] = widths.map(|width| (0..width).map(column).collect::<String>());
        let _ = writeln!(text, "\n{what}\n  {left}  {right}");
        let (mut all, mut found) = (0, [0, 0]);
        let rows = real.rows.iter().zip(&sequential.rows).zip(sorts);
        for ((one, other), _) in rows.filter(|(_, of)| **of == sort) {
            // What the compiler rejects and what is equivalent is no mistake that a test could find.
            let (End::Judged(first, _), End::Judged(second, _)) = (&one.end, &other.end) else {
                left_out += 1;
                continue;
            };
            let finds = [first, second].map(|verdicts| killers(verdicts).next().is_some());
            all += 1;
            found = [0, 1].map(|suite| found[suite] + usize::from(finds[suite]));
            let note = match finds {
                [true, true] => "",
                [true, false] => "  only the real suite",
                [false, true] => "  only the one without threads",
                [false, false] => "  neither",
            };
            let _ = writeln!(
                text,
                "  {}  {}  {:42}{note}",
                letters(first),
                letters(second),
                one.id.split("planted/").last().unwrap_or_default()
            );
        }
        sums.push((what, all, found));
    }
    let _ = writeln!(text, "\n{:52} {:>6}  {:>15}", "mistakes found", "real", "without threads");
    for (what, all, [real, sequential]) in sums {
        let _ = writeln!(text, "{what:52} {real:>2} of {all:<2} {sequential:>9} of {all:<2}");
    }
    let _ = writeln!(
        text,
        "({left_out} more are ruled out by the compiler, or equivalent: no mistakes)"
    );
    text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_suites_stand_side_by_side() {
        let real = Matrix::parse(
            "cat",
            "tests\n  a  no_cat_is_reserved_twice\n  b  the_list_shows_every_cat\nmutants\n  ab\n\
             \x20 R.  planted/as_taught  no_cat_is_reserved_twice race\n\
             \x20 R.  unlocked-in-between/reserve  no_cat_is_reserved_twice race\n\
             \x20 E0382  dropped-early/reserve  ruled out by the compiler\n\
             \x20 .R  returns-at-once/cats  the_list_shows_every_cat race\n\
             \x20 ..  number/decode  equivalent\n",
        );
        let sequential = Matrix::parse(
            "cat",
            "tests\n  a  a_new_list_has_all_cats\nmutants\n  a\n\
             \x20 .  planted/as_taught  no_cat_is_reserved_twice race\n\
             \x20 .  unlocked-in-between/reserve  SURVIVES\n\
             \x20 E0382  dropped-early/reserve  ruled out by the compiler\n\
             \x20 R  returns-at-once/cats  a_new_list_has_all_cats race\n\
             \x20 .  number/decode  equivalent\n",
        );
        let sorts = [
            Sort::Handwritten,
            Sort::Synchronisation,
            Sort::Synchronisation,
            Sort::Sequential,
            Sort::Sequential,
        ];
        insta::assert_snapshot!(beside(&real.unwrap(), &sequential.unwrap(), &sorts));
    }
}
