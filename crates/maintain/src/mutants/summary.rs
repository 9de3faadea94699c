//! The end of an analysis: a table, the survivors, and what single tests contribute.
use std::collections::BTreeMap;
use std::fmt::Write;

use crate::mutants::analysis::{Analysis, ExerciseAnalysis};
use crate::mutants::diff;
use crate::mutants::matrix::Status;
use crate::mutants::mutant::Origin;
use crate::mutants::test_value::{self, TestValue};

/// How many mutants have which status.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Count {
    mutants: usize,
    killed: usize,
    /// By error code.
    ruled_out: BTreeMap<String, usize>,
    equivalent: usize,
    survivors: usize,
}

impl Count {
    fn of(exercises: &[ExerciseAnalysis]) -> Self {
        let mut count = Self::default();
        for row in exercises.iter().flat_map(|exercise| &exercise.matrix.rows) {
            count.mutants += 1;
            match &row.status {
                Status::RuledOut(code) => *count.ruled_out.entry(code.clone()).or_default() += 1,
                Status::Equivalent(_) => count.equivalent += 1,
                Status::Judged(..) if row.is_killed() => count.killed += 1,
                Status::Judged(..) => count.survivors += 1,
            }
        }
        count
    }

    fn all_ruled_out(&self) -> usize {
        self.ruled_out.values().sum()
    }
}

/// Everything that is printed at the end.
pub(crate) fn render(analysis: &Analysis) -> String {
    let all = Count::of(&analysis.exercises);
    let counts = analysis.exercises.iter().map(|exercise| {
        (exercise.matrix.exercise.as_str(), Count::of(std::slice::from_ref(exercise)))
    });
    let mut text = table(&counts.collect::<Vec<_>>(), &all);
    for exercise in &analysis.exercises {
        survivors(exercise, &mut text);
    }
    for exercise in &analysis.exercises {
        let value = test_value::of(&exercise.matrix);
        text += &tests(&exercise.matrix.exercise, &value, &exercise.answer.native);
    }
    let seconds = analysis.duration.as_secs_f64();
    let each = seconds / all.mutants.max(1) as f64;
    let build = if analysis.built { "including builds" } else { "without builds" };
    let _ = writeln!(text, "\n{} mutants in {seconds:.1} s {build}: {each:.3} s each", all.mutants);
    text
}

/// Everything in one line.
pub(crate) fn in_one_line(analysis: &Analysis) -> String {
    let all = Count::of(&analysis.exercises);
    let Count { mutants, killed, equivalent, .. } = &all;
    let ruled_out = all.all_ruled_out();
    format!(
        "{mutants} mutants: {killed} killed as expected, {ruled_out} ruled out by the compiler, \
         {equivalent} equivalent"
    )
}

/// A line for each exercise, the sum, and the error codes of the mutants that do not compile.
fn table(counts: &[(&str, Count)], all: &Count) -> String {
    let mut text = format!(
        "{:14} {:>7} {:>7} {:>9} {:>10} {:>9}\n",
        "exercise", "mutants", "killed", "ruled out", "equivalent", "survivors"
    );
    let mut line = |name: &str, count: &Count| {
        let Count { mutants, killed, equivalent, survivors, .. } = count;
        let ruled_out = count.all_ruled_out();
        let _ = writeln!(
            text,
            "{name:14} {mutants:>7} {killed:>7} {ruled_out:>9} {equivalent:>10} {survivors:>9}"
        );
    };
    counts.iter().for_each(|(name, count)| line(name, count));
    if counts.len() > 1 {
        line("all", all);
    }
    let mut codes: Vec<(&String, &usize)> = all.ruled_out.iter().collect();
    codes.sort_by_key(|(code, number)| (usize::MAX - *number, code.to_owned()));
    if !codes.is_empty() {
        let codes: Vec<String> =
            codes.iter().map(|(code, number)| format!("{code} {number}")).collect();
        let _ = writeln!(text, "\nruled out by the compiler: {}", codes.join(", "));
        text += "(`rustc --explain E0382` explains an error)\n";
    }
    text
}

fn survivors(exercise: &ExerciseAnalysis, text: &mut String) {
    let (name, answer) = (&exercise.matrix.exercise, &exercise.set.answer);
    let rows = exercise.matrix.rows.iter().zip(&exercise.set.mutants);
    for (row, mutant) in rows.filter(|(row, _)| row.survives()) {
        let line = diff::first_line(answer, &mutant.text);
        let _ = writeln!(text, "\nsurvivor: {} in complete/{name}.rs:{line}", row.id);
        let _ = writeln!(text, "  {}", mutant.description());
        for line in diff::unified(answer, &mutant.text, 2).lines() {
            let _ = writeln!(text, "  | {line}");
        }
        let what = match mutant.origin {
            Origin::Operator(_) => "a property that would kill it",
            Origin::Handwritten(_) => "the test that should kill it",
        };
        let _ = writeln!(text, "  {what}: {}", mutant.caught_by());
        let _ = writeln!(
            text,
            "  if it is not a mistake, add it to course/{name}/mutants/equivalent.toml"
        );
    }
}

fn tests(name: &str, value: &TestValue, native: &[String]) -> String {
    let mut text = String::new();
    let mut list = |heading: &str, tests: &[String]| {
        if !tests.is_empty() {
            let _ = writeln!(text, "\n{name}: {heading}");
            tests.iter().for_each(|test| _ = writeln!(text, "  {test}"));
        }
    };
    list("idle tests, which kill nothing", &value.idle);
    list("redundant tests: other tests kill the same mutants", &value.redundant);
    list("not counted: tests on real threads, which see one interleaving of many", native);
    text
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn the_table_reads_well() {
        let mut one = Count { mutants: 44, killed: 30, equivalent: 5, ..Count::default() };
        one.ruled_out.insert("E0382".to_owned(), 7);
        one.ruled_out.insert("E0425".to_owned(), 2);
        let two = Count { mutants: 3, killed: 2, survivors: 1, ..Count::default() };
        let all = Count { mutants: 47, killed: 32, survivors: 1, ..one.clone() };
        insta::assert_snapshot!(table(&[("loon", one), ("coffee", two)], &all));
    }

    #[test]
    fn dispensable_tests_are_listed() {
        let value = TestValue { idle: vec!["a".to_owned()], redundant: vec!["b".to_owned()] };
        insta::assert_snapshot!(tests("loon", &value, &["c".to_owned()]));
    }
}
