//! Everything about a run, for other programs.
use serde::Serialize;

use crate::mutants::analysis::{Analysis, Outcome};
use crate::mutants::diff;
use crate::mutants::matrix::{Declared, End, killers};
use crate::mutants::mutant::Origin;
use crate::mutants::schemata::Switched;
use crate::mutants::test_run::Record;
use crate::mutants::test_value::worth;

/// A whole run.
#[derive(Serialize)]
pub(crate) struct Run {
    pub(crate) exercises: Vec<Exercise>,
}

#[derive(Serialize)]
pub(crate) struct Exercise {
    pub(crate) name: String,
    pub(crate) tests: Vec<Test>,
    pub(crate) mutants: Vec<Mutant>,
}

#[derive(Serialize)]
pub(crate) struct Test {
    pub(crate) name: String,
    /// `""`, `"idle"` or `"redundant"`.
    pub(crate) worth: &'static str,
}

#[derive(Serialize)]
pub(crate) struct Mutant {
    pub(crate) id: String,
    pub(crate) operator: String,
    pub(crate) group: String,
    pub(crate) does: String,
    pub(crate) line: usize,
    pub(crate) diff: String,
    /// What an entry in `equivalent.toml` says of it.
    pub(crate) change: String,
    /// `"killed"`, `"equivalent"`, `"ruled out"` or `"survives"`.
    pub(crate) end: &'static str,
    /// The error of the compiler.
    pub(crate) code: Option<String>,
    /// What each test said, in the order of the tests.
    pub(crate) verdicts: Vec<&'static str>,
    pub(crate) killer: Option<String>,
    pub(crate) verdict: Option<&'static str>,
    /// What a survivor needs.
    pub(crate) caught_by: String,
    pub(crate) reason: Option<String>,
    /// The report of the declared killer, or what the compiler says.
    pub(crate) report: String,
}

pub(crate) fn run(root: &std::path::Path, campaign: &Analysis) -> Run {
    Run { exercises: campaign.outcomes.iter().map(|outcome| exercise(root, outcome)).collect() }
}

fn exercise(root: &std::path::Path, outcome: &Outcome) -> Exercise {
    let worth = worth(&outcome.matrix);
    let worth_of = |test: &String| match (worth.idle.contains(test), worth.redundant.contains(test))
    {
        (true, _) => "idle",
        (_, true) => "redundant",
        _ => "",
    };
    let tests = outcome.matrix.tests.iter();
    let tests = tests.map(|test| Test { name: test.clone(), worth: worth_of(test) }).collect();
    let equivalents =
        crate::mutants::equivalent::all(root, &outcome.matrix.exercise).unwrap_or_default();
    let mutants = (0..outcome.matrix.rows.len()).map(|at| mutant(outcome, at, &equivalents));
    Exercise { name: outcome.matrix.exercise.clone(), tests, mutants: mutants.collect() }
}

fn mutant(
    outcome: &Outcome,
    at: usize,
    equivalents: &[crate::mutants::equivalent::Equivalent],
) -> Mutant {
    let (row, mutant) = (&outcome.matrix.rows[at], &outcome.bench.mutants[at]);
    let declared = match &row.end {
        End::Judged(_, declared) => declared.as_ref(),
        _ => None,
    };
    let caught_by = match &mutant.origin {
        Origin::Operator(operator) => operator.caught_by.to_owned(),
        Origin::Handwritten(kill) => kill.killer.clone(),
    };
    let (end, code) = match &row.end {
        End::RuledOut(code) => ("ruled out", Some(code.clone())),
        End::Equivalent(_) => ("equivalent", None),
        End::Judged(verdicts, _) if killers(verdicts).next().is_some() => ("killed", None),
        End::Judged(..) => ("survives", None),
    };
    let reason = equivalents.iter().find(|entry| entry.mutant == row.id);
    Mutant {
        id: row.id.clone(),
        operator: mutant.operator().to_owned(),
        group: mutant.group().map_or_else(|| "planted".to_owned(), |group| group.to_string()),
        does: mutant.does().to_owned(),
        line: diff::first_line(&outcome.bench.answer, &mutant.text),
        change: diff::first_change(&outcome.bench.answer, &mutant.text),
        diff: diff::unified(&outcome.bench.answer, &mutant.text, 3),
        end,
        code,
        verdicts: row.end.verdicts().iter().map(|verdict| verdict.name()).collect(),
        killer: declared.map(|declared| declared.killer.clone()),
        verdict: declared.map(|declared| declared.verdict.name()),
        caught_by,
        reason: reason.map(|entry| entry.reason.clone()),
        report: report(outcome, at, declared),
    }
}

/// The failing interleaving, with lines of the mutant's own file.
fn report(outcome: &Outcome, at: usize, declared: Option<&Declared>) -> String {
    if let crate::mutants::build::BuildMode::RuledOut { said, .. } = &outcome.bench.built[at] {
        return own_lines(said, &outcome.bench.name, &outcome.bench.switched);
    }
    let test =
        declared.and_then(|of| outcome.matrix.tests.iter().position(|test| *test == of.killer));
    let record: Option<&Record> = outcome.records[at].as_ref().zip(test).map(|(all, at)| &all[at]);
    let Some(record) = record else { return String::new() };
    if matches!(outcome.bench.built[at], crate::mutants::build::BuildMode::Alone) {
        return record.report.trim_end().to_owned();
    }
    own_lines(&record.report, &outcome.bench.name, &outcome.bench.switched)
}

/// The report of a switched mutant with the lines of the mutant's own file: `COFFEE.rs:812`, which is
/// in the file of all mutants, becomes `coffee.rs:46`.
fn own_lines(report: &str, name: &str, switched: &Switched) -> String {
    let file = format!("{}.rs", name.to_uppercase());
    let mut text = renumbered(report.trim_end(), &format!("{file}:"), switched);
    if text.contains(&format!(" of {file}")) {
        text = renumbered(&text, " line ", switched);
    }
    text.replace(&file, &format!("{name}.rs"))
}

/// Every number that follows `mark`, as the line of the mutant's own file.
fn renumbered(report: &str, mark: &str, switched: &Switched) -> String {
    let mut parts = report.split(mark);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let (line, rest) = part.split_at(digits);
        let home = line.parse().ok().and_then(|line| switched.home(line));
        let line = home.map_or_else(|| line.to_owned(), |(_, line)| line.to_string());
        text += &format!("{mark}{line}{rest}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mutants::schemata::Lines;

    #[test]
    fn a_report_names_lines_of_the_mutants_own_file() {
        let lines = vec![Lines { here: 100..110, mutant: 3, there: 40 }];
        let switched = Switched { text: String::new(), lines, functions: Vec::new() };
        let report = "lock age  LOON.rs:102\n  Between line 103 and line 105 of LOON.rs it is free.\n\
            in loon.rs:7 of the tests";
        assert_eq!(
            own_lines(report, "loon", &switched),
            "lock age  loon.rs:42\n  Between line 43 and line 45 of loon.rs it is free.\n\
             in loon.rs:7 of the tests"
        );
    }
}
