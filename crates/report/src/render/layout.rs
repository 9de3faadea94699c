//! Which rows are in the table, and which are told before and after it.

use super::names::Names;
use super::rows::Row;
use super::visible_trace::VisibleTrace;
use super::{collapse, table};
use crate::messages;
use crate::thread_set::Tid;

/// So many rows of a thread that is alone are shown whole.
const ALONE: usize = 3;

/// The whole picture of one execution.
pub(crate) fn picture(rows: Vec<Row>, scene: &VisibleTrace<'_>, names: &Names) -> String {
    let parts = split(rows);
    let mut text = told_before(&parts.before, names);
    text.push_str(&table::draw(&collapse::shorten(collapse::rounds(parts.middle, names)), names));
    let after = collapse::rounds(parts.after, names);
    let left_out = after.len().saturating_sub(ALONE + 1);
    if !after.is_empty() {
        text.push('\n');
    }
    text.push_str(&told_aside(&after[left_out..], messages::THEN, names));
    let unfinished: Vec<&str> =
        scene.unfinished().into_iter().map(|tid| names.thread(tid)).collect();
    if !unfinished.is_empty() {
        text.push('\n');
        text.push_str(&messages::filled(&messages::unfinished(&unfinished)));
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
    // One row is no table: nothing would stand in columns.
    if rows.iter().filter(|row| !is_aside(row)).count() < 2 {
        return whole(rows);
    }
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
    if rows.iter().any(|row| row.interrupts == Some(aside)) {
        return None;
    }
    let is_other = |row: &Row| row.thread != Some(aside);
    let first = rows.iter().position(is_other)?;
    let last = rows.iter().rposition(is_other)?;
    let between = &rows[first..last];
    between.iter().all(|row| is_other(row) || row.is_frame).then_some(aside)
}

fn told_before(before: &[Row], names: &Names) -> String {
    match before {
        [] => String::new(),
        few if few.len() <= ALONE => format!("{}\n", told_aside(few, messages::FIRST, names)),
        many => format!("{}\n\n", messages::alone(names.thread(0), many.len())),
    }
}

fn told_aside(rows: &[Row], when: &str, names: &Names) -> String {
    let label = |thread| format!("{when} {}:", names.thread(thread));
    let width = rows.iter().filter_map(|row| row.thread).map(|thread| table::width(&label(thread)));
    table::labelled(rows, width.max().unwrap_or(0), label)
}
