//! Compares two matrices: what a new test or a new property adds.
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use course::Error;
use course::files::list;

use crate::mutants::matrix::{Matrix, Row};
use crate::mutants::test_value;

/// What has changed from `old` to `new`; each is a matrix, or a folder like `course`.
pub(crate) fn files(old: &Path, new: &Path) -> Result<String, Error> {
    let (old, new) = (matrices(old)?, matrices(new)?);
    let mut text = String::new();
    for name in old.keys().chain(new.keys().filter(|name| !old.contains_key(*name))) {
        match (old.get(name), new.get(name)) {
            (Some(old), Some(new)) => text += &between(old, new),
            (None, Some(new)) => {
                let (mutants, tests) = (new.rows.len(), new.tests.len());
                let _ = writeln!(text, "{name}: new, with {mutants} mutants and {tests} tests");
            }
            _ => _ = writeln!(text, "{name}: removed"),
        }
    }
    if text.is_empty() {
        text.push_str("no differences\n");
    }
    Ok(text)
}

fn matrices(path: &Path) -> Result<BTreeMap<String, Matrix>, Error> {
    if path.is_file() {
        return Ok([("matrix".to_owned(), read(path, "matrix")?)].into());
    }
    let mut found = BTreeMap::new();
    for folder in list(path).map_err(|error| Error::io("read", path.display(), &error))? {
        let files = [folder.join("mutants/matrix.txt"), folder.join("matrix.txt")];
        if let Some(file) = files.iter().find(|file| file.is_file()) {
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            found.insert(name.clone(), read(file, &name)?);
        }
    }
    if found.is_empty() {
        return Err(Error::new(format!("there is no matrix.txt below {}", path.display()))
            .help("name a matrix.txt, or a folder with a folder for each exercise, like course/"));
    }
    Ok(found)
}

fn read(path: &Path, name: &str) -> Result<Matrix, Error> {
    let text =
        fs::read_to_string(path).map_err(|error| Error::io("read", path.display(), &error))?;
    Matrix::parse(name, &text).map_err(|error| Error::new(format!("{}: {error}", path.display())))
}

/// What has changed in one exercise; empty if nothing has.
fn between(old: &Matrix, new: &Matrix) -> String {
    let mut text = String::new();
    let mut list = |heading: &str, items: Vec<String>| {
        if !items.is_empty() {
            let _ = writeln!(text, "{}: {heading}", new.exercise);
            items.iter().for_each(|item| _ = writeln!(text, "  {item}"));
        }
    };
    let missing = |from: &[String], items: &[String]| -> Vec<String> {
        items.iter().filter(|item| !from.contains(item)).cloned().collect()
    };
    let ids = |matrix: &Matrix| matrix.rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>();
    let added = missing(&old.tests, &new.tests);
    list("new tests", added.iter().map(|test| format!("{test}{}", kills(new, test))).collect());
    list("removed tests", missing(&new.tests, &old.tests));
    list("new mutants", missing(&ids(old), &ids(new)));
    list("removed mutants", missing(&ids(new), &ids(old)));
    let both = || new.rows.iter().filter_map(|row| Some((old.row(&row.id)?, row)));
    let changed = |was_killed: bool| -> Vec<String> {
        let rows =
            both().filter(|(a, b)| a.is_killed() == was_killed && b.is_killed() != was_killed);
        rows.map(|(_, row)| row.id.clone()).collect()
    };
    list("now killed", changed(false));
    list("no longer killed", changed(true));
    let others = both().filter(|(a, b)| a.is_killed() && b.is_killed()).filter_map(|(a, b)| {
        let (was, is) = (killers(old, a), killers(new, b));
        (was != is).then(|| format!("{}: {} → {}", b.id, was.join(", "), is.join(", ")))
    });
    list("killed by other tests", others.collect());
    let (was, is) = (test_value::of(old), test_value::of(new));
    list("tests that have become idle", missing(&was.idle, &is.idle));
    list("tests that have become redundant", missing(&was.redundant, &is.redundant));
    text
}

/// How many mutants a new test kills.
fn kills(matrix: &Matrix, test: &str) -> String {
    let at = matrix.tests.iter().position(|other| other == test);
    let rows = matrix.rows.iter().map(|row| row.killers().map(|(at, _)| at).collect::<Vec<_>>());
    let killed: Vec<_> = rows.filter(|by| at.is_some_and(|at| by.contains(&at))).collect();
    let alone = killed.iter().filter(|by| by.len() == 1).count();
    format!(": kills {}, {alone} of them alone", killed.len())
}

fn killers(matrix: &Matrix, row: &Row) -> Vec<String> {
    row.killers().map(|(test, cell)| format!("{} {cell}", matrix.tests[test])).collect()
}

#[cfg(test)]
mod tests {
    use protocol::Verdict;

    use super::*;
    use crate::mutants::cell::Cell;
    use crate::mutants::matrix::Status;
    use crate::mutants::matrix::tests::example;

    #[test]
    fn a_new_test_shows_what_it_kills() {
        let (old, mut new) = (example(), example());
        new.tests.push("three_at_once".to_owned());
        for row in &mut new.rows {
            if let Status::Judged(cells, _) | Status::Equivalent(cells) = &mut row.status {
                cells.push(Cell::Judged(Verdict::Passed));
            }
        }
        if let Status::Equivalent(cells) = &mut new.rows[3].status {
            cells[3] = Cell::Judged(Verdict::Race);
        }
        insta::assert_snapshot!(between(&old, &new));
        assert_eq!(between(&old, &old), "");
    }
}
