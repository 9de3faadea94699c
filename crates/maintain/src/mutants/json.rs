//! Everything about an analysis, for other programs.
use course::Workspace;
use serde::Serialize;

use crate::mutants::analysis::{Analysis, ExerciseAnalysis};
use crate::mutants::cell;
use crate::mutants::diff;
use crate::mutants::equivalent::{self, Equivalent};
use crate::mutants::matrix::{Kill, Status};
use crate::mutants::mutant::Origin;
use crate::mutants::mutant_set::{BuildMode, MutantSet};
use crate::mutants::schemata::Switched;
use crate::mutants::test_value;

/// A whole analysis.
#[derive(Serialize)]
pub(crate) struct Report {
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
    pub(crate) value: &'static str,
}

#[derive(Serialize)]
pub(crate) struct Mutant {
    pub(crate) id: String,
    pub(crate) operator: String,
    pub(crate) group: String,
    pub(crate) description: String,
    pub(crate) line: usize,
    pub(crate) diff: String,
    /// As in `equivalent.toml`.
    pub(crate) change: String,
    /// `"killed"`, `"equivalent"`, `"ruled out"` or `"survives"`.
    pub(crate) status: &'static str,
    /// The compiler's error code.
    pub(crate) code: Option<String>,
    /// What each test found, in the order of the tests.
    pub(crate) verdicts: Vec<&'static str>,
    pub(crate) killer: Option<String>,
    pub(crate) verdict: Option<&'static str>,
    /// What would kill a survivor.
    pub(crate) caught_by: String,
    pub(crate) reason: Option<String>,
    /// The report of the expected killer, or the compiler's message.
    pub(crate) report: String,
}

pub(crate) fn report(workspace: &Workspace, analysis: &Analysis) -> Report {
    let exercises = analysis.exercises.iter().map(|one| exercise(workspace, one));
    Report { exercises: exercises.collect() }
}

fn exercise(workspace: &Workspace, analysis: &ExerciseAnalysis) -> Exercise {
    let name = &analysis.matrix.exercise;
    let value = test_value::of(&analysis.matrix);
    let tests = analysis.matrix.tests.iter().map(|test| Test {
        name: test.clone(),
        value: match (value.idle.contains(test), value.redundant.contains(test)) {
            (true, _) => "idle",
            (_, true) => "redundant",
            _ => "",
        },
    });
    // The analysis has read them already, so there is no error.
    let equivalents = equivalent::read(workspace, name).unwrap_or_default();
    let mutants = (0..analysis.matrix.rows.len()).map(|at| mutant(analysis, at, &equivalents));
    Exercise { name: name.clone(), tests: tests.collect(), mutants: mutants.collect() }
}

fn mutant(analysis: &ExerciseAnalysis, at: usize, equivalents: &[Equivalent]) -> Mutant {
    let (row, mutant) = (&analysis.matrix.rows[at], &analysis.set.mutants[at]);
    let (status, code, kill) = match &row.status {
        Status::RuledOut(code) => ("ruled out", Some(code.clone()), None),
        Status::Equivalent(_) => ("equivalent", None, None),
        Status::Judged(_, kill) if row.is_killed() => ("killed", None, kill.as_ref()),
        Status::Judged(_, kill) => ("survives", None, kill.as_ref()),
    };
    let answer = &analysis.set.answer;
    Mutant {
        id: row.id.clone(),
        operator: mutant.operator().to_owned(),
        group: match &mutant.origin {
            Origin::Operator(operator) => operator.group.to_string(),
            Origin::Handwritten(_) => "planted".to_owned(),
        },
        description: mutant.description().to_owned(),
        line: diff::first_line(answer, &mutant.text),
        change: diff::first_change(answer, &mutant.text),
        diff: diff::unified(answer, &mutant.text, 3),
        status,
        code,
        verdicts: row.status.cells().iter().map(|it| cell::name(*it)).collect(),
        killer: kill.map(|kill| kill.killer.clone()),
        verdict: kill.map(|kill| kill.verdict.name()),
        caught_by: mutant.caught_by().to_owned(),
        reason: equivalents
            .iter()
            .find(|entry| entry.mutant == row.id)
            .map(|entry| entry.reason.clone()),
        report: failure(analysis, at, kill),
    }
}

/// The failing interleaving, with the lines of the mutant's own file.
fn failure(analysis: &ExerciseAnalysis, at: usize, kill: Option<&Kill>) -> String {
    let set = &analysis.set;
    if let BuildMode::RuledOut { message, .. } = &set.modes[at] {
        return own_lines(message, &set.name, &set.switched);
    }
    let test = kill.and_then(|kill| analysis.matrix.tests.iter().position(|t| *t == kill.killer));
    let records = analysis.records[at].as_ref();
    let record = records.zip(test).and_then(|(records, at)| records[at].as_ref());
    record.map_or_else(String::new, |record| own_report(set, at, &record.report))
}

/// A report with the lines of the mutant's own file.
pub(crate) fn own_report(set: &MutantSet, at: usize, report: &str) -> String {
    match set.modes[at] {
        BuildMode::Alone => report.trim_end().to_owned(),
        _ => own_lines(report, &set.name, &set.switched),
    }
}

/// A place with the line of the mutant's own file.
pub(crate) fn own_place(set: &MutantSet, (path, line): (String, u32)) -> (String, u32) {
    match (path.ends_with(&switched_file(&set.name)), set.switched.origin(line as usize)) {
        (true, Some((_, own))) => (format!("{}.rs", set.name), own as u32),
        _ => (path, line),
    }
}

/// The name of the file that contains all mutants of an exercise.
fn switched_file(name: &str) -> String {
    format!("{}.rs", name.to_uppercase())
}

/// Replaces lines of the switched file by those of the mutant's own file: `COFFEE.rs:812` becomes
/// `coffee.rs:46`.
fn own_lines(report: &str, name: &str, switched: &Switched) -> String {
    let file = switched_file(name);
    let mut text = renumbered(report.trim_end(), &format!("{file}:"), switched);
    if text.contains(&format!(" of {file}")) {
        text = renumbered(&text, " line ", switched);
    }
    text.replace(&file, &format!("{name}.rs"))
}

/// Replaces every number that follows `mark`.
fn renumbered(report: &str, mark: &str, switched: &Switched) -> String {
    let mut parts = report.split(mark);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let (line, rest) = part.split_at(digits);
        let origin = line.parse().ok().and_then(|line| switched.origin(line));
        let line = origin.map_or_else(|| line.to_owned(), |(_, line)| line.to_string());
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
