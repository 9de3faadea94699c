//! The table: a column for each thread if there is room, otherwise the thread's name before each row.

use super::rows::Row;
use super::wrap::wrap;
use crate::messages::{self, truncated};
use crate::names::{Call, Names};
use crate::thread_set::{ThreadSet, Tid};

/// The maximum width of a line. The test kit indents a report by two of 100 columns.
const WIDTH: usize = 98;

/// The minimum width of a column, and the maximum number of columns.
const NARROWEST: usize = 16;
const MOST_COLUMNS: usize = 5;

const GAP: usize = 2;

/// Longer texts do not move the places of other rows to the right.
const LONG: usize = 40;

struct Column {
    thread: Tid,
    offset: usize,
    width: usize,
    /// The width of a text before its place.
    text: usize,
}

/// Draws the rows, each on its own line. An annotation that does not fit is on the next line. If the places
/// do not fit with the functions that they are in, a sentence for each function follows.
pub(super) fn draw(rows: &[Row], names: &Names) -> String {
    let calls: Vec<(&str, &Call)> = rows.iter().filter_map(Row::call).collect();
    let detailed: Vec<Row> = rows.iter().cloned().map(Row::with_function).collect();
    let threads: ThreadSet = rows.iter().filter_map(|row| row.thread).collect();
    let threads: Vec<Tid> = threads.iter().collect();
    let fits = threads.len() < 2 || aligned(&detailed, &threads, names).is_some();
    match calls.is_empty() || fits {
        true => columns(&detailed, names),
        false => format!("{}\n{}", columns(rows, names), wrap(&messages::calls(&calls))),
    }
}

fn columns(rows: &[Row], names: &Names) -> String {
    let threads: ThreadSet = rows.iter().filter_map(|row| row.thread).collect();
    let threads: Vec<Tid> = threads.iter().collect();
    let columns = match threads.len() {
        2..=MOST_COLUMNS => {
            aligned(rows, &threads, names).or_else(|| narrow(rows, &threads, names))
        }
        _ => None,
    };
    match columns {
        Some(columns) => side_by_side(rows, &columns, names),
        None => labeled(rows, |thread| names.thread(thread).to_owned()),
    }
}

/// Columns that are as wide as their cells.
fn aligned(rows: &[Row], threads: &[Tid], names: &Names) -> Option<Vec<Column>> {
    let mut offset = 0;
    let mut columns = Vec::new();
    for thread in threads {
        let own = || rows.iter().filter(|row| row.thread == Some(*thread));
        let text = text_width(own());
        let widest = own().map(|row| width(&cell(row, text))).max().unwrap_or(0);
        let wide = widest.max(width(names.thread(*thread))).max(NARROWEST);
        columns.push(Column { thread: *thread, offset, width: wide, text });
        offset += wide + GAP;
    }
    (offset - GAP <= WIDTH).then_some(columns)
}

/// Columns that are narrower than their cells: each row has only one cell, which may extend into the next
/// column.
fn narrow(rows: &[Row], threads: &[Tid], names: &Names) -> Option<Vec<Column>> {
    let mut each = (WIDTH + GAP) / threads.len();
    for (index, thread) in threads.iter().enumerate().skip(1) {
        let own = rows.iter().filter(|row| row.thread == Some(*thread));
        let longest = own.map(|row| width(&cell(row, 0))).max().unwrap_or(0).min(WIDTH);
        each = each.min((WIDTH - longest) / index);
    }
    let name = threads.iter().map(|thread| width(names.thread(*thread))).max().unwrap_or(0);
    let column = |(index, thread): (usize, &Tid)| Column {
        thread: *thread,
        offset: index * each,
        width: each - GAP,
        text: 0,
    };
    (each >= NARROWEST + GAP && each >= name + GAP)
        .then(|| threads.iter().enumerate().map(column).collect())
}

fn side_by_side(rows: &[Row], columns: &[Column], names: &Names) -> String {
    let mut table = Table::default();
    let heads =
        columns.iter().map(|column| (column.offset, names.thread(column.thread).to_owned()));
    table.line(heads);
    table.line(columns.iter().map(|column| (column.offset, "─".repeat(column.width))));
    for row in rows {
        match columns.iter().find(|column| row.thread == Some(column.thread)) {
            Some(column) => {
                let offset = column.offset;
                table.row(row, offset, offset + GAP, &cell(row, column.text));
            }
            None => table.row(row, 0, GAP, &row.text),
        }
    }
    table.0
}

/// Rows with a label before the first row of each thread.
pub(super) fn labeled(rows: &[Row], name: impl Fn(Tid) -> String) -> String {
    let rows: Vec<Row> = rows.iter().cloned().map(Row::with_function).collect();
    let labels = rows.iter().filter_map(|row| row.thread).map(|thread| width(&name(thread)));
    let label = labels.max().unwrap_or(0);
    let mut table = Table::default();
    let text = text_width(rows.iter());
    let mut before = None;
    for row in &rows {
        match row.thread {
            Some(thread) => {
                let name = if before == Some(thread) { String::new() } else { name(thread) };
                let line = format!("{name:w$}{}", cell(row, text), w = label + GAP);
                table.row(row, 0, label + 2 * GAP, &line);
            }
            None => table.row(row, label + GAP, label + GAP, &row.text),
        }
        before = row.thread;
    }
    table.0
}

/// The width of the texts that are followed by a place, except for very long ones.
fn text_width<'a>(rows: impl Iterator<Item = &'a Row>) -> usize {
    let texts = rows.filter(|row| row.place.is_some()).map(|row| width(&row.text));
    texts.filter(|text| *text <= LONG).max().unwrap_or(0)
}

/// The text of a row, followed by its place.
fn cell(row: &Row, text: usize) -> String {
    match &row.place {
        Some(place) => format!("{:text$}{:GAP$}{place}", row.text, ""),
        None => row.text.clone(),
    }
}

#[derive(Default)]
struct Table(String);

impl Table {
    /// A row with its annotations: after it, or on the following lines at the column `below`.
    fn row(&mut self, row: &Row, offset: usize, below: usize, cell: &str) {
        let cell = truncated(cell, WIDTH.saturating_sub(offset));
        let end = offset + width(&cell) + GAP;
        let mut annotations: Vec<String> =
            row.annotations.iter().map(|text| format!("← {text}")).collect();
        match annotations.as_slice() {
            [only] if end + width(only) <= WIDTH => {
                self.line([(offset, cell), (end, annotations.remove(0))]);
            }
            _ => self.line([(offset, cell)]),
        }
        for annotation in annotations {
            self.annotation(&annotation, below);
        }
    }

    /// An annotation on its own line, or on two lines if it consists of two parts. It starts further to the
    /// left if it has to.
    fn annotation(&mut self, text: &str, column: usize) {
        let room = WIDTH.saturating_sub(column + GAP);
        match text.split_once("; ") {
            Some((first, second))
                if width(text) > room && width(first) < room && width(second) <= room =>
            {
                self.line([(column, format!("{first};"))]);
                self.line([(column + GAP, second.to_owned())]);
            }
            _ => {
                let column = column.min(WIDTH.saturating_sub(width(text)));
                self.line([(column, truncated(text, WIDTH - column))]);
            }
        }
    }

    fn line(&mut self, parts: impl IntoIterator<Item = (usize, String)>) {
        let mut line = String::new();
        for (offset, part) in parts {
            line = format!("{line:offset$}{part}");
        }
        self.0.push_str(line.trim_end());
        self.0.push('\n');
    }
}

/// The number of characters.
fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::TraceInfo;

    fn row(thread: Tid, text: &str, annotation: Option<&str>) -> Row {
        Row {
            thread: Some(thread),
            text: text.to_owned(),
            place: Some("a.rs:1".to_owned()),
            annotations: annotation.map(str::to_owned).into_iter().collect(),
            ..Row::default()
        }
    }

    fn drawn(rows: &[Row]) -> String {
        let threads = ["main", "ann", "bob", "cleo", "dora", "emil"].map(str::to_owned).to_vec();
        draw(rows, &Names::new(&[], &TraceInfo { threads, ..TraceInfo::default() }))
    }

    #[test]
    fn each_thread_has_a_column_if_there_is_room() {
        let table = drawn(&[row(1, "lock a", None), row(2, "lock b", Some("ann holds a"))]);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[0], "ann               bob");
        assert_eq!(lines[2], "lock a  a.rs:1");
        assert_eq!(lines[3], "                  lock b  a.rs:1  ← ann holds a");
    }

    #[test]
    fn an_annotation_that_does_not_fit_is_on_the_next_line() {
        let (text, annotation) = ("x".repeat(40), "y".repeat(40));
        let table = drawn(&[row(1, &text, None), row(2, &text, Some(&annotation))]);
        assert_eq!(table.lines().count(), 5);
        assert!(table.lines().all(|line| width(line) <= WIDTH), "{table}");
        assert!(table.contains(&annotation));
    }

    #[test]
    fn an_annotation_of_two_parts_can_be_on_two_lines() {
        let (text, annotation) =
            ("x".repeat(40), format!("{}; {}", "y".repeat(30), "z".repeat(30)));
        let table = drawn(&[row(1, &text, None), row(2, &text, Some(&annotation))]);
        let lines: Vec<&str> = table.lines().skip(4).map(str::trim_start).collect();
        assert_eq!(lines, [format!("← {};", "y".repeat(30)), "z".repeat(30)]);
    }

    #[test]
    fn many_threads_are_labels_instead_of_columns() {
        let rows: Vec<Row> = (0..6).map(|thread| row(thread, "lock a", None)).collect();
        assert!(drawn(&rows).starts_with("main  lock a  a.rs:1\nann   lock a  a.rs:1\n"));
    }

    #[test]
    fn no_line_is_too_wide() {
        for length in [1, 30, 60, 200] {
            for threads in 1..=6 {
                let text = "x".repeat(length);
                let rows: Vec<Row> =
                    (0..threads).map(|thread| row(thread, &text, Some(&text))).collect();
                let table = drawn(&rows);
                assert!(table.lines().all(|line| width(line) <= WIDTH), "{table}");
            }
        }
    }
}
