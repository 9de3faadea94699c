//! Which rows are in the table, and which are told before and after it.

use super::names::Names;
use super::story::Row;
use super::table::{WIDTH, cut};
use super::{fold, table, words};
use crate::thread_set::Tid;

/// So many rows of a thread that is alone are shown whole.
const ALONE: usize = 3;

/// The whole picture of one execution.
pub(super) fn picture(rows: Vec<Row>, names: &Names) -> String {
    let parts = split(rows);
    let mut text = told_before(&parts, names);
    text.push_str(&table::draw(&fold::shorten(fold::rounds(parts.middle, names)), names));
    let after = fold::rounds(parts.after, names);
    let left_out = after.len().saturating_sub(ALONE + 1);
    for row in &after[left_out..] {
        line(&mut text, words::THEN, row, names);
    }
    text
}

/// An execution whose beginning and end belong to a thread that has no column.
struct Parts {
    before: Vec<Row>,
    middle: Vec<Row>,
    after: Vec<Row>,
}

fn split(rows: Vec<Row>) -> Parts {
    let whole = |rows: Vec<Row>| {
        let middle = rows;
        Parts { before: Vec::new(), middle, after: Vec::new() }
    };
    let Some(aside) = aside(&rows) else { return whole(rows) };
    let is_aside = |row: &Row| row.thread == Some(aside);
    let (mut before, mut middle, mut after) = (Vec::new(), Vec::new(), Vec::new());
    let first = rows.iter().position(|row| !is_aside(row)).unwrap_or(0);
    for (at, row) in rows.into_iter().enumerate() {
        match is_aside(&row) {
            false => middle.push(row),
            true if row.is_frame => {}
            true if at < first => before.push(row),
            true => after.push(row),
        }
    }
    Parts { before, middle, after }
}

/// The thread that only prepares, spawns, joins and looks at what came of it; most often `main`.
fn aside(rows: &[Row]) -> Option<Tid> {
    let aside = 0;
    let is_other = |row: &Row| row.thread != Some(aside);
    let first = rows.iter().position(is_other)?;
    let last = rows.iter().rposition(is_other)?;
    let between = &rows[first..last];
    between.iter().all(|row| is_other(row) || row.is_frame).then_some(aside)
}

fn told_before(parts: &Parts, names: &Names) -> String {
    let mut text = String::new();
    match parts.before.as_slice() {
        [] => {}
        few if few.len() <= ALONE => {
            for row in few {
                line(&mut text, words::FIRST, row, names);
            }
        }
        many => {
            text.push_str(&words::alone(names.thread(0), many.len()));
            text.push('\n');
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn line(text: &mut String, when: &str, row: &Row, names: &Names) {
    let who = row.thread.map_or("", |thread| names.thread(thread));
    let place = row.place.as_deref().map_or(String::new(), |place| format!("  {place}"));
    text.push_str(&cut(&format!("{when} {who}: {}{place}", row.text), WIDTH));
    text.push('\n');
}
