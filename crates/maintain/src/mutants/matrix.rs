//! The kill matrix of an exercise: mutants down, tests across. As a file it is reviewed by people.
use std::fmt::Write;

use crate::mutants::cell::Cell;

/// Which test says what about which mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Matrix {
    pub(crate) exercise: String,
    pub(crate) tests: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

/// A mutant and its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) end: End,
}

/// What became of a mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    /// The compiler does not accept it, with this error.
    RuledOut(String),
    /// What each test said, and which of them must kill it.
    Judged(Vec<Cell>, Option<Declared>),
    /// What each test said: nothing, for it is no mistake.
    Equivalent(Vec<Cell>),
}

/// The test that must kill a mutant, and the verdict that it must give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Declared {
    pub(crate) killer: String,
    pub(crate) verdict: Cell,
}

const HEAD: &str = "\
# Which test kills which mutant. `cargo course mutants NAME --accept` writes this file, a person
# reviews it, and `make verify` fails on any change, on a survivor, and on a kill by another test
# than the one that is named. Equivalent ones have their reasons in equivalent.toml.
#
#   R race   O over-synchronized   D deadlock   L livelock   X disallowed   P panic
#   . passed   - not reached   A aborted   H timeout: these kill nothing
";

const TESTS: &str = "tests";
const MUTANTS: &str = "mutants";
const RULED_OUT: &str = "ruled out by the compiler";
const EQUIVALENT: &str = "equivalent";
const SURVIVES: &str = "SURVIVES";

impl Matrix {
    /// As a file.
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
        for Row { id, end } in &self.rows {
            let (row, end) = match end {
                End::RuledOut(code) => (code.clone(), RULED_OUT.to_owned()),
                End::Equivalent(verdicts) => (letters(verdicts), EQUIVALENT.to_owned()),
                End::Judged(verdicts, None) => (letters(verdicts), SURVIVES.to_owned()),
                End::Judged(verdicts, Some(Declared { killer, verdict })) => {
                    (letters(verdicts), format!("{killer} {verdict}"))
                }
            };
            let _ = writeln!(text, "  {row:tests$}  {id:width$}  {end}");
        }
        text
    }

    /// Reads a file; the error names the line.
    pub(crate) fn parse(exercise: &str, text: &str) -> Result<Self, String> {
        let mut matrix =
            Self { exercise: exercise.to_owned(), tests: Vec::new(), rows: Vec::new() };
        let mut part = "";
        for (number, line) in text.lines().enumerate() {
            let wrong = |what: &str| format!("line {}: {what}: `{line}`", number + 1);
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if !line.starts_with(' ') {
                part = line;
                continue;
            }
            let mut words = line.split_whitespace();
            let first = words.next().unwrap_or_default();
            match (part, words.next()) {
                (TESTS, Some(test)) => matrix.tests.push(test.to_owned()),
                // The names of the columns.
                (MUTANTS, None) => {}
                (MUTANTS, Some(id)) => {
                    let rest: Vec<&str> = words.collect();
                    let end = end(first, &rest.join(" ")).ok_or_else(|| wrong("no such end"))?;
                    matrix.rows.push(Row { id: id.to_owned(), end });
                }
                _ => return Err(wrong("not understood")),
            }
        }
        Ok(matrix)
    }

    pub(crate) fn row(&self, id: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == id)
    }
}

impl End {
    /// What each test said; nothing if it was not compiled.
    pub(crate) fn verdicts(&self) -> &[Cell] {
        match self {
            Self::RuledOut(_) => &[],
            Self::Judged(verdicts, _) | Self::Equivalent(verdicts) => verdicts,
        }
    }
}

/// Who kills, by the place of the test.
pub(crate) fn killers(verdicts: &[Cell]) -> impl Iterator<Item = (usize, Cell)> {
    verdicts.iter().copied().enumerate().filter(|(_, verdict)| verdict.kills())
}

pub(crate) fn letters(verdicts: &[Cell]) -> String {
    verdicts.iter().map(|verdict| verdict.letter()).collect()
}

fn end(first: &str, rest: &str) -> Option<End> {
    if rest == RULED_OUT {
        return Some(End::RuledOut(first.to_owned()));
    }
    let verdicts = first.chars().map(Cell::of_letter).collect::<Option<Vec<_>>>()?;
    Some(match rest {
        EQUIVALENT => End::Equivalent(verdicts),
        SURVIVES => End::Judged(verdicts, None),
        declared => {
            let (killer, verdict) = declared.split_once(' ')?;
            let (killer, verdict) = (killer.to_owned(), Cell::of_name(verdict)?);
            End::Judged(verdicts, Some(Declared { killer, verdict }))
        }
    })
}

/// The name of a column: a letter, as far as there are letters.
pub(crate) fn column(at: usize) -> char {
    const NAMES: &[u8; 52] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    NAMES.get(at).map_or('?', |name| char::from(*name))
}

#[cfg(test)]
pub(crate) mod tests {
    use protocol::Verdict;

    use super::*;

    pub(crate) fn example() -> Matrix {
        let [passed, race, deadlock] =
            [Verdict::Passed, Verdict::Race, Verdict::Deadlock].map(Cell::Judged);
        let declared = Declared { killer: "two_at_once".to_owned(), verdict: race };
        let row = |id: &str, end| Row { id: id.to_owned(), end };
        Matrix {
            exercise: "coffee".to_owned(),
            tests: ["one_alone", "two_at_once", "idle"].map(str::to_owned).to_vec(),
            rows: vec![
                row(
                    "planted/one",
                    End::Judged(vec![passed, race, Cell::Unreached], Some(declared)),
                ),
                row("guard-removed/a", End::Judged(vec![deadlock, passed, Cell::Unreached], None)),
                row("dropped-early/a::b", End::RuledOut("E0382".to_owned())),
                row("poison-ignored/a", End::Equivalent(vec![passed, passed, Cell::Unreached])),
            ],
        }
    }

    #[test]
    fn a_matrix_is_read_as_it_is_written() {
        let text = example().render();
        insta::assert_snapshot!(text);
        assert_eq!(Matrix::parse("coffee", &text), Ok(example()));
    }

    #[test]
    fn a_line_that_means_nothing_is_named() {
        let error = Matrix::parse("coffee", "mutants\n  .?  a  b race\n").unwrap_err();
        assert_eq!(error, "line 2: no such end: `  .?  a  b race`");
    }
}
