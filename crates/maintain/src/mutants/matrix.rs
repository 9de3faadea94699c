//! The kill matrix of an exercise: a row for each mutant, a column for each test. The file is reviewed.
use std::fmt::Write;

use course::{Error, Workspace};
use protocol::Verdict;

use crate::mutants::cell::{self, Cell};
use crate::mutants::paths::folder;

/// Which test finds what on which mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Matrix {
    pub(crate) exercise: String,
    pub(crate) tests: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

/// A mutant and its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) status: Status,
}

/// What happened to a mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Status {
    /// The compiler rejects it with this error.
    RuledOut(String),
    /// What each test found, and which of them is expected to kill the mutant.
    Judged(Vec<Cell>, Option<Kill>),
    /// What each test found on a mutant that is not a mistake.
    Equivalent(Vec<Cell>),
}

/// A test that kills a mutant, and its verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kill {
    pub(crate) killer: String,
    pub(crate) verdict: Verdict,
}

const HEAD: &str = "\
# Which test kills which mutant. `cargo course mutants NAME --accept` writes this file, a person
# reviews it, and `make verify` fails on any change, on a survivor, and on a kill by another test
# than the one that is named. The reasons for equivalent mutants are in equivalent.toml.
#
#   R race   O over-synchronized   D deadlock   L livelock   X disallowed   P panic
#   . passed   - not reached   A aborted   H timeout: these kill nothing
";

const TESTS: &str = "tests";
const MUTANTS: &str = "mutants";
const RULED_OUT: &str = "ruled out by the compiler";
const EQUIVALENT: &str = "equivalent";
const SURVIVES: &str = "SURVIVES";

/// The file of the matrix, from the root.
pub(crate) fn file(exercise: &str) -> String {
    format!("{}/matrix.txt", folder(exercise))
}

/// The reviewed matrix, if there is one.
pub(crate) fn reviewed(workspace: &Workspace, exercise: &str) -> Result<Option<Matrix>, Error> {
    let file = file(exercise);
    if !workspace.path(&file).is_file() {
        return Ok(None);
    }
    Matrix::parse(exercise, &workspace.read(&file)?).map(Some).map_err(|message| {
        Error::new(format!("{file}: {message}"))
            .help(format!("write it again: cargo course mutants {exercise} --accept"))
    })
}

impl Matrix {
    /// The content of the file.
    pub(crate) fn render(&self) -> String {
        let mut text = HEAD.replace("NAME", &self.exercise);
        let _ = writeln!(text, "\n{TESTS}");
        for (at, test) in self.tests.iter().enumerate() {
            let _ = writeln!(text, "  {}  {test}", column(at));
        }
        let columns: String = (0..self.tests.len()).map(column).collect();
        let _ = writeln!(text, "\n{MUTANTS}\n  {columns}");
        let width = self.rows.iter().map(|row| row.id.chars().count()).max().unwrap_or(0);
        let tests = self.tests.len().max(5);
        for Row { id, status } in &self.rows {
            let (cells, status) = match status {
                Status::RuledOut(code) => (code.clone(), RULED_OUT.to_owned()),
                Status::Equivalent(cells) => (letters(cells), EQUIVALENT.to_owned()),
                Status::Judged(cells, None) => (letters(cells), SURVIVES.to_owned()),
                Status::Judged(cells, Some(Kill { killer, verdict })) => {
                    (letters(cells), format!("{killer} {verdict}"))
                }
            };
            let _ = writeln!(text, "  {cells:tests$}  {id:width$}  {status}");
        }
        text
    }

    /// Reads a file; the error names the line.
    pub(crate) fn parse(exercise: &str, text: &str) -> Result<Self, String> {
        let mut matrix =
            Self { exercise: exercise.to_owned(), tests: Vec::new(), rows: Vec::new() };
        let mut section = "";
        for (number, line) in text.lines().enumerate() {
            let error = || format!("line {}: cannot read `{line}`", number + 1);
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if !line.starts_with(' ') {
                section = line;
                continue;
            }
            let mut words = line.split_whitespace();
            let first = words.next().unwrap_or_default();
            match (section, words.next()) {
                (TESTS, Some(test)) => matrix.tests.push(test.to_owned()),
                // The names of the columns.
                (MUTANTS, None) => {}
                (MUTANTS, Some(id)) => {
                    let rest: Vec<&str> = words.collect();
                    let status = status(first, &rest.join(" ")).ok_or_else(error)?;
                    matrix.rows.push(Row { id: id.to_owned(), status });
                }
                _ => return Err(error()),
            }
        }
        Ok(matrix)
    }

    pub(crate) fn row(&self, id: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == id)
    }
}

impl Row {
    /// The tests that kill the mutant, by their columns.
    pub(crate) fn killers(&self) -> impl Iterator<Item = (usize, Verdict)> {
        killers(self.status.cells())
    }

    pub(crate) fn is_killed(&self) -> bool {
        self.killers().next().is_some()
    }

    pub(crate) fn survives(&self) -> bool {
        matches!(self.status, Status::Judged(..)) && !self.is_killed()
    }
}

impl Status {
    /// What each test found; empty if the mutant was not compiled.
    pub(crate) fn cells(&self) -> &[Cell] {
        match self {
            Self::RuledOut(_) => &[],
            Self::Judged(cells, _) | Self::Equivalent(cells) => cells,
        }
    }
}

/// The cells that kill, by their columns.
pub(crate) fn killers(cells: &[Cell]) -> impl Iterator<Item = (usize, Verdict)> {
    let verdicts = cells.iter().enumerate().filter_map(|(at, cell)| Some((at, (*cell)?)));
    verdicts.filter(|(_, verdict)| cell::kills(*verdict))
}

pub(crate) fn letters(cells: &[Cell]) -> String {
    cells.iter().map(|it| cell::letter(*it)).collect()
}

fn status(first: &str, rest: &str) -> Option<Status> {
    if rest == RULED_OUT {
        return Some(Status::RuledOut(first.to_owned()));
    }
    let cells = first.chars().map(cell::of_letter).collect::<Option<Vec<_>>>()?;
    Some(match rest {
        EQUIVALENT => Status::Equivalent(cells),
        SURVIVES => Status::Judged(cells, None),
        kill => {
            let (killer, verdict) = kill.split_once(' ')?;
            let (killer, verdict) = (killer.to_owned(), verdict.parse().ok()?);
            Status::Judged(cells, Some(Kill { killer, verdict }))
        }
    })
}

/// The name of a column: a letter, as long as there are letters.
pub(crate) fn column(at: usize) -> char {
    ('a'..='z').chain('A'..='Z').nth(at).unwrap_or('?')
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn example() -> Matrix {
        let [passed, race, deadlock] =
            [Verdict::Passed, Verdict::Race, Verdict::Deadlock].map(Some);
        let kill = Kill { killer: "two_at_once".to_owned(), verdict: Verdict::Race };
        let row = |id: &str, status| Row { id: id.to_owned(), status };
        Matrix {
            exercise: "coffee".to_owned(),
            tests: ["one_alone", "two_at_once", "idle"].map(str::to_owned).to_vec(),
            rows: vec![
                row("planted/one", Status::Judged(vec![passed, race, None], Some(kill))),
                row("guard-removed/a", Status::Judged(vec![deadlock, passed, None], None)),
                row("dropped-early/a::b", Status::RuledOut("E0382".to_owned())),
                row("poison-ignored/a", Status::Equivalent(vec![passed, passed, None])),
            ],
        }
    }

    #[test]
    fn a_matrix_reads_back() {
        let text = example().render();
        insta::assert_snapshot!(text);
        assert_eq!(Matrix::parse("coffee", &text), Ok(example()));
    }

    #[test]
    fn an_invalid_line_is_named() {
        let error = Matrix::parse("coffee", "mutants\n  .Q  a  b race\n").unwrap_err();
        assert_eq!(error, "line 2: cannot read `  .Q  a  b race`");
    }
}
