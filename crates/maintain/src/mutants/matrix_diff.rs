//! Two matrices side by side: what an exercise or a property buys.
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::mutants::files::listed;
use crate::mutants::matrix::{End, Matrix, killers};
use crate::mutants::problem::Problem;
use crate::mutants::test_value::worth;

/// What has changed from one matrix to the other; each is a file, or a folder of exercises.
pub(crate) fn files(old: &Path, new: &Path) -> Result<String, Problem> {
    let (old, new) = (matrices(old)?, matrices(new)?);
    let mut text = String::new();
    for name in old.keys().chain(new.keys().filter(|name| !old.contains_key(*name))) {
        match (old.get(name), new.get(name)) {
            (Some(old), Some(new)) => text += &between(old, new),
            (None, Some(new)) => {
                let (mutants, tests) = (new.rows.len(), new.tests.len());
                let _ = writeln!(text, "{name}: new, with {mutants} mutants and {tests} tests");
            }
            _ => {
                let _ = writeln!(text, "{name}: gone");
            }
        }
    }
    if text.is_empty() {
        text.push_str("nothing has changed\n");
    }
    Ok(text)
}

fn matrices(path: &Path) -> Result<BTreeMap<String, Matrix>, Problem> {
    let io = |error| Problem::io("read", path.display(), &error);
    if path.is_file() {
        let folder = path.parent().and_then(Path::file_name).unwrap_or_default();
        let name = folder.to_string_lossy().into_owned();
        return Ok([(name.clone(), read(path, "matrix")?)].into());
    }
    let mut found = BTreeMap::new();
    for folder in listed(path).map_err(io)? {
        let file: PathBuf = folder.join("matrix.txt");
        if file.is_file() {
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            found.insert(name.clone(), read(&file, &name)?);
        }
    }
    if found.is_empty() {
        return Err(Problem::new(format!("there is no matrix.txt in {}", path.display()))
            .help("name a matrix.txt, or a folder with one folder an exercise, such as mutants/"));
    }
    Ok(found)
}

fn read(path: &Path, name: &str) -> Result<Matrix, Problem> {
    let text =
        fs::read_to_string(path).map_err(|error| Problem::io("read", path.display(), &error))?;
    Matrix::parse(name, &text).map_err(|said| Problem::new(format!("{}: {said}", path.display())))
}

/// What has changed in one exercise; nothing if it is nothing.
fn between(old: &Matrix, new: &Matrix) -> String {
    let mut text = String::new();
    let mut list = |what: &str, found: Vec<String>| {
        if !found.is_empty() {
            let _ = writeln!(text, "{}: {what}", new.exercise);
            found.iter().for_each(|one| _ = writeln!(text, "  {one}"));
        }
    };
    let not_in = |these: &[String], those: &[String]| -> Vec<String> {
        these.iter().filter(|test| !those.contains(test)).cloned().collect()
    };
    let added = not_in(&new.tests, &old.tests);
    list("new tests", added.iter().map(|test| format!("{test}{}", buys(new, test))).collect());
    list("tests that are gone", not_in(&old.tests, &new.tests));
    let ids = |matrix: &Matrix| matrix.rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>();
    list("new mutants", not_in(&ids(new), &ids(old)));
    list("mutants that are gone", not_in(&ids(old), &ids(new)));
    let both = |was: fn(&End) -> bool, is: fn(&End) -> bool| -> Vec<String> {
        let rows = new
            .rows
            .iter()
            .filter(|row| is(&row.end) && old.row(&row.id).is_some_and(|before| was(&before.end)));
        rows.map(|row| row.id.clone()).collect()
    };
    list("now killed", both(|end| !dies(end), dies));
    list("not killed any more", both(dies, |end| !dies(end)));
    let changed = new.rows.iter().filter_map(|row| {
        let before = old.row(&row.id).filter(|before| dies(&before.end) && dies(&row.end))?;
        let (was, is) = (by(old, &before.end), by(new, &row.end));
        (was != is).then(|| format!("{}: {} → {}", row.id, was.join(", "), is.join(", ")))
    });
    list("killed by others", changed.collect());
    let (was, is) = (worth(old), worth(new));
    list("tests that have become idle", not_in(&is.idle, &was.idle));
    list("tests that have become redundant", not_in(&is.redundant, &was.redundant));
    text
}

/// What a new test kills that no other does.
fn buys(matrix: &Matrix, test: &str) -> String {
    let at = matrix.tests.iter().position(|other| other == test);
    let kills = |alone: bool| {
        let rows = matrix.rows.iter().map(|row| killers(row.end.verdicts()).map(|(at, _)| at));
        rows.map(Iterator::collect::<Vec<_>>)
            .filter(|by| at.is_some_and(|at| by.contains(&at)) && (!alone || by.len() == 1))
            .count()
    };
    format!(": kills {}, {} of them alone", kills(false), kills(true))
}

fn dies(end: &End) -> bool {
    killers(end.verdicts()).next().is_some()
}

fn by(matrix: &Matrix, end: &End) -> Vec<String> {
    let by = killers(end.verdicts());
    by.map(|(test, verdict)| format!("{} {verdict}", matrix.tests[test])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mutants::cell::Cell;
    use crate::mutants::matrix::tests::example;
    use protocol::Verdict;

    #[test]
    fn a_new_test_shows_what_it_buys() {
        let (old, mut new) = (example(), example());
        new.tests.push("three_at_once".to_owned());
        for row in &mut new.rows {
            if let End::Judged(verdicts, _) | End::Equivalent(verdicts) = &mut row.end {
                verdicts.push(Cell::Judged(Verdict::Passed));
            }
        }
        if let End::Equivalent(verdicts) = &mut new.rows[3].end {
            verdicts[3] = Cell::Judged(Verdict::Race);
        }
        insta::assert_snapshot!(between(&old, &new));
        assert_eq!(between(&old, &old), "");
    }
}
