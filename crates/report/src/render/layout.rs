//! Which rows are in the table, and which are listed before and after it.

use super::collapse::{collapse, shorten};
use super::rows::Row;
use super::screen::{Screen, wrap};
use super::table;
use crate::analysis::VisibleTrace;
use crate::messages;
use crate::names::Names;
use crate::thread_set::Tid;

/// This many rows of a thread without a column are shown.
const LISTED: usize = 3;

/// The thread that can be without a column.
const BODY: Tid = 0;

/// Draws the rows of one execution.
pub(super) fn draw(
    rows: Vec<Row>,
    trace: &VisibleTrace<'_>,
    names: &Names,
    screen: Screen,
) -> String {
    let [before, middle, after] = split(rows);
    let first = match before.len() <= LISTED {
        true => listed(&before, messages::FIRST, names, screen),
        false => messages::alone(names.thread(BODY), before.len()),
    };
    let table = table::draw(&shorten(collapse(&middle, names)), names, screen);
    let after = collapse(&after, names);
    let left_out = after.len().saturating_sub(LISTED + 1);
    let then = listed(&after[left_out..], messages::THEN, names, screen);
    let unfinished = match trace.unfinished() {
        none if none.is_empty() => String::new(),
        some => messages::unfinished(&names.list(some.iter().copied()), some.len() > 1),
    };
    paragraphs([&*first, &table, &then, &wrap(&unfinished, screen.width)])
}

/// Paragraphs with an empty line between them; without those that are empty.
pub(super) fn paragraphs<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    let parts: Vec<String> = parts.map(|part| format!("{}\n", part.trim_end())).collect();
    parts.join("\n")
}

/// Splits off the rows of the body at the start and at the end, if it only prepares, spawns, joins and checks the
/// result.
fn split(rows: Vec<Row>) -> [Vec<Row>; 3] {
    let is_other = |row: &Row| row.thread != Some(BODY);
    let is_only_frame = |first: usize, last: usize| {
        !rows.iter().any(|row| row.interrupts == Some(BODY))
            && rows[first..last].iter().all(|row| is_other(row) || row.is_frame)
    };
    let first = rows.iter().position(is_other).unwrap_or(0);
    let last = rows.iter().rposition(is_other).unwrap_or(0);
    // A single row is not a table.
    if !is_only_frame(first, last) || rows.iter().filter(|row| is_other(row)).count() < 2 {
        return [Vec::new(), rows, Vec::new()];
    }
    let [mut before, mut middle, mut after] = [const { Vec::new() }; 3];
    for (at, row) in rows.into_iter().enumerate() {
        match is_other(&row) {
            true => middle.push(row),
            false if row.is_frame => {}
            false if at < first => before.push(row),
            false => after.push(row),
        }
    }
    [before, middle, after]
}

/// Rows after a label such as `first main:`.
fn listed(rows: &[Row], when: &str, names: &Names, screen: Screen) -> String {
    table::labeled(rows, |thread| format!("{when} {}:", names.thread(thread)), screen)
}
