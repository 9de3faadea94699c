//! The table: a column a thread where there is room, and else the thread's name before each row.

use super::names::Names;
use super::rows::Row;
use crate::thread_set::{ThreadSet, Tid};

/// The widest line: the judge moves a report in by two.
pub(crate) const WIDTH: usize = 98;

/// The narrowest column, and the most of them.
const NARROWEST: usize = 16;
const MOST_COLUMNS: usize = 5;

const GAP: usize = 2;

/// Texts longer than this do not push the lines of others to the right.
const LONG: usize = 40;

/// Where each cell begins, and how wide its text may be before its line.
struct Column {
    thread: Tid,
    offset: usize,
    width: usize,
    text: usize,
}

/// Draws the rows, each on a line of its own, and a comment that does not fit on the next.
pub(crate) fn draw(rows: &[Row], names: &Names) -> String {
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
        None => one_below_the_other(rows, &threads, names),
    }
}

/// Columns in which no cell runs into the next.
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

/// Columns so narrow that a cell may run on: there is only one in a row.
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

fn one_below_the_other(rows: &[Row], threads: &[Tid], names: &Names) -> String {
    let label = threads.iter().map(|thread| width(names.thread(*thread))).max().unwrap_or(0);
    labelled(rows, label, |thread| names.thread(thread).to_owned())
}

/// Rows with a label in front where another one begins.
pub(crate) fn labelled(rows: &[Row], label: usize, name: impl Fn(Tid) -> String) -> String {
    let mut table = Table::default();
    let text = text_width(rows.iter());
    let mut before = None;
    for row in rows {
        match row.thread {
            Some(thread) => {
                let name = if before == Some(thread) { String::new() } else { name(thread) };
                let line = format!("{}{}", padded(&name, label + GAP), cell(row, text));
                table.row(row, 0, label + 2 * GAP, &line);
            }
            None => table.row(row, label + GAP, label + GAP, &row.text),
        }
        before = row.thread;
    }
    table.0
}

/// How far the text of rows goes that have a line behind it; a very long one stands out.
fn text_width<'a>(rows: impl Iterator<Item = &'a Row>) -> usize {
    let texts = rows.filter(|row| row.place.is_some()).map(|row| width(&row.text));
    texts.filter(|text| *text <= LONG).max().unwrap_or(0)
}

/// What a row says, its line behind it.
fn cell(row: &Row, text: usize) -> String {
    match &row.place {
        Some(place) => format!("{}{}{place}", padded(&row.text, text), " ".repeat(GAP)),
        None => row.text.clone(),
    }
}

#[derive(Default)]
struct Table(String);

impl Table {
    /// A row, and its marks: beside it, or below it at the column `below`.
    fn row(&mut self, row: &Row, offset: usize, below: usize, cell: &str) {
        let cell = cut(cell, WIDTH.saturating_sub(offset));
        let end = offset + width(&cell) + GAP;
        let mut comments: Vec<String> =
            row.comments.iter().map(|comment| format!("← {comment}")).collect();
        match comments.as_slice() {
            [only] if end + width(only) <= WIDTH => {
                self.line([(offset, cell), (end, comments.remove(0))]);
            }
            _ => self.line([(offset, cell)]),
        }
        for comment in comments {
            self.mark(&comment, below);
        }
    }

    /// A mark on a line of its own, or on two if it has two parts; moved to the left if it must be.
    fn mark(&mut self, mark: &str, column: usize) {
        let room = WIDTH.saturating_sub(column + GAP);
        match mark.split_once("; ") {
            Some((first, second))
                if width(mark) > room && width(first) < room && width(second) <= room =>
            {
                self.line([(column, format!("{first};"))]);
                self.line([(column + GAP, second.to_owned())]);
            }
            _ => {
                let column = column.min(WIDTH.saturating_sub(width(mark)));
                self.line([(column, cut(mark, WIDTH - column))]);
            }
        }
    }

    fn line(&mut self, parts: impl IntoIterator<Item = (usize, String)>) {
        let mut line = String::new();
        for (offset, part) in parts {
            line = padded(&line, offset);
            line.push_str(&part);
        }
        self.0.push_str(line.trim_end());
        self.0.push('\n');
    }
}

fn padded(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

pub(crate) fn cut(text: &str, to: usize) -> String {
    match width(text) > to {
        true => text.chars().take(to.saturating_sub(1)).chain(['…']).collect(),
        false => text.to_owned(),
    }
}

/// Every letter counts as one.
pub(crate) fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::rows::Shape;
    use crate::trace::TraceInfo;

    fn row(thread: Tid, text: &str, comment: Option<&str>) -> Row {
        Row {
            thread: Some(thread),
            text: text.to_owned(),
            place: Some("a.rs:1".to_owned()),
            comments: comment.map(str::to_owned).into_iter().collect(),
            interrupts: None,
            shape: Shape { place: None, verb: None, is_old: false, unique: None },
            about: None,
            step: 0,
            is_frame: false,
        }
    }

    fn drawn(rows: &[Row]) -> String {
        let threads = ["main", "ann", "bob", "cleo", "dora", "emil"].map(str::to_owned).to_vec();
        draw(rows, &Names::new(&[], &TraceInfo { threads, ..TraceInfo::default() }))
    }

    #[test]
    fn columns_stand_side_by_side_while_there_is_room() {
        let table = drawn(&[row(1, "lock a", None), row(2, "lock b", Some("ann holds a"))]);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[0], "ann               bob");
        assert_eq!(lines[2], "lock a  a.rs:1");
        assert_eq!(lines[3], "                  lock b  a.rs:1  ← ann holds a");
    }

    #[test]
    fn a_comment_that_does_not_fit_is_on_the_next_line() {
        let (text, comment) = ("x".repeat(40), "y".repeat(40));
        let table = drawn(&[row(1, &text, None), row(2, &text, Some(&comment))]);
        assert_eq!(table.lines().count(), 5);
        assert!(table.lines().all(|line| width(line) <= WIDTH), "{table}");
        assert!(table.contains(&comment));
    }

    #[test]
    fn a_comment_of_two_parts_may_stand_on_two_lines() {
        let (text, comment) = ("x".repeat(40), format!("{}; {}", "y".repeat(30), "z".repeat(30)));
        let table = drawn(&[row(1, &text, None), row(2, &text, Some(&comment))]);
        let lines: Vec<&str> = table.lines().skip(4).map(str::trim_start).collect();
        assert_eq!(lines, [format!("← {};", "y".repeat(30)), "z".repeat(30)]);
    }

    #[test]
    fn too_many_threads_stand_one_below_the_other() {
        let rows: Vec<Row> = (0..6).map(|thread| row(thread, "lock a", None)).collect();
        assert!(drawn(&rows).starts_with("main  lock a  a.rs:1\nann   lock a  a.rs:1\n"));
    }

    #[test]
    fn no_line_is_too_wide_whatever_the_names() {
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
