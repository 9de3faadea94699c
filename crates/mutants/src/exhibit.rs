//! The exhibit: a suite for `cat` that never calls two things at once, beside the real one.
use std::fmt::Write;
use std::path::Path;

use crate::campaign::{self, Outcome};
use crate::files;
use crate::matrix::{End, killers};
use crate::operators::Group;
use crate::problem::Problem;
use crate::screen::Progress;
use crate::workshop::Suite;

const EXERCISE: &str = "cat";

/// Both matrices, and how many of which mistakes each suite finds.
pub(crate) fn both(root: &Path, jobs: usize, progress: &Progress) -> Result<String, Problem> {
    let names = [EXERCISE.to_owned()];
    let real = one(campaign::run(root, &Suite::ours(root), &names, jobs, 1, progress)?)?;
    let suite = Suite {
        tests: root.join("crates/mutants/exhibit"),
        folder: files::scratch(root).join("exhibit"),
    };
    let sequential = one(campaign::run(root, &suite, &names, jobs, 1, progress)?)?;
    Ok(beside(&real, &sequential))
}

fn one(campaign: campaign::Campaign) -> Result<Outcome, Problem> {
    let first = campaign.outcomes.into_iter().next();
    first.ok_or_else(|| Problem::new(format!("there is no exercise `{EXERCISE}`")))
}

fn beside(real: &Outcome, sequential: &Outcome) -> String {
    let mut text = String::from("the real suite\n\n");
    text += matrix_of(real).as_str();
    text += "\na suite that never calls two things at once\n\n";
    text += matrix_of(sequential).as_str();
    let _ = writeln!(text, "\nmistakes found               real   sequential");
    for (what, is_of) in [("of one thread", true), ("of threads together", false)] {
        let (found, all) = found(real, is_of);
        let (by_sequential, _) = self::found(sequential, is_of);
        let _ = writeln!(text, "{what:22} {found:>4} of {all:<4} {by_sequential:>4} of {all}");
    }
    text
}

/// How many mutants are killed of those that are sequential, or of all others; equivalent ones and
/// those that the compiler rules out are no mistakes that a test could find.
fn found(outcome: &Outcome, sequential: bool) -> (usize, usize) {
    let rows = outcome.matrix.rows.iter().zip(&outcome.bench.mutants);
    let of_sort = rows.filter(|(row, mutant)| {
        matches!(row.end, End::Judged(..))
            && (mutant.group() == Some(Group::Sequential)) == sequential
    });
    of_sort.fold((0, 0), |(found, all), (row, _)| {
        let dies = killers(row.end.verdicts()).next().is_some();
        (found + usize::from(dies), all + 1)
    })
}

/// The matrix as its file shows it, without the head.
fn matrix_of(outcome: &Outcome) -> String {
    let text = outcome.matrix.render();
    let start = text.find("tests\n").unwrap_or(0);
    text[start..].to_owned()
}
