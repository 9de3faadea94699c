//! The table: a column for each thread if there is room, otherwise the thread's name before each row.

use std::borrow::Cow;

use super::rows::Row;
use super::screen::{Screen, wrap};
use crate::messages;
use crate::names::{Call, Names};
use crate::text::{count, truncated};
use crate::thread_set::{ThreadSet, Tid};

/// The minimum width of a column, and the maximum number of columns.
const NARROWEST: usize = 16;
const MOST_COLUMNS: usize = 5;

const GAP: usize = 2;

/// Longer texts do not move the places of other rows to the right.
const LONG: usize = 40;

/// An annotation that has less room starts further to the left.
const ANNOTATION: usize = 26;

struct Column {
    thread: Tid,
    offset: usize,
    width: usize,
    /// The width of a text before its place.
    text: usize,
}

/// Rows, and the file whose name is in the heads of the columns instead of in each place; empty if there is
/// none.
struct Cells<'a> {
    rows: Cow<'a, [Row]>,
    file: &'a str,
}

/// Draws the rows. An annotation that does not fit is on the next
/// line. If the places do not fit with the functions that they are in, a sentence for each function follows;
/// if they still do not fit, the columns name the file.
pub(super) fn draw(rows: &[Row], names: &Names, screen: Screen) -> String {
    let threads: ThreadSet = rows.iter().filter_map(|row| row.thread).collect();
    let threads: Vec<Tid> = threads.iter().collect();
    let labeled = || labeled(rows, |thread| names.thread(thread).to_owned(), screen);
    if !(2..=MOST_COLUMNS).contains(&threads.len()) {
        return labeled();
    }
    let aligned = |cells: &Cells<'_>| {
        let columns = cells.aligned(&threads, names, screen.width)?;
        Some(cells.side_by_side(&columns, names, screen))
    };
    let detailed = Cells { rows: rows.iter().cloned().map(Row::with_function).collect(), file: "" };
    if let Some(table) = aligned(&detailed) {
        return table;
    }
    let short = Cells::without_file(rows);
    let narrow = || {
        let columns = short.narrow(&threads, names, screen.width)?;
        Some(short.side_by_side(&columns, names, screen))
    };
    let found = aligned(&Cells { rows: rows.into(), file: "" }).or_else(|| aligned(&short));
    let Some(table) = found.or_else(narrow) else { return labeled() };
    let calls: Vec<(&str, &Call)> = rows.iter().filter_map(Row::call).collect();
    match calls.is_empty() {
        true => table,
        false => format!("{table}\n{}", wrap(&messages::calls(&calls), screen.width)),
    }
}

impl<'a> Cells<'a> {
    /// The rows without the file that most places are in.
    fn without_file(rows: &'a [Row]) -> Self {
        // A test spawns and joins threads.
        let rows_of_code = || rows.iter().filter(|row| !row.is_frame);
        let files =
            || rows_of_code().filter_map(|row| Some(row.place.as_ref()?.rsplit_once(':')?.0));
        let times = |file: &str| files().filter(|other| *other == file).count();
        // The first of those that are equally frequent.
        let file = files().rev().max_by_key(|file| times(file)).unwrap_or_default();
        let short = |row: &Row| {
            let line = row.place.as_ref().and_then(|place| place.strip_prefix(file));
            let line = line.filter(|line| line.starts_with(':')).map(str::to_owned);
            Row { place: line.or_else(|| row.place.clone()), ..row.clone() }
        };
        Self { rows: rows.iter().map(short).collect(), file }
    }

    fn of(&self, thread: Tid) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.thread == Some(thread))
    }

    /// Columns that are as wide as their cells.
    fn aligned(&self, threads: &[Tid], names: &Names, width: usize) -> Option<Vec<Column>> {
        let mut offset = 0;
        let mut columns = Vec::new();
        for thread in threads {
            let text = text_width(self.of(*thread).filter(|row| self.is_aligned(row)));
            let widest = self.of(*thread).map(|row| count(&self.cell(row, text))).max();
            let head = count(&self.head(*thread, names, 0));
            let wide = widest.unwrap_or(0).max(head).max(NARROWEST);
            columns.push(Column { thread: *thread, offset, width: wide, text });
            offset += wide + GAP;
        }
        (offset - GAP <= width).then_some(columns)
    }

    /// Columns that are narrower than their cells: each row has only one cell, which may extend into the next
    /// column.
    fn narrow(&self, threads: &[Tid], names: &Names, width: usize) -> Option<Vec<Column>> {
        let mut each = (width + GAP) / threads.len();
        for (index, thread) in threads.iter().enumerate() {
            let longest = self.of(*thread).map(|row| count(&cell(row, 0))).max().unwrap_or(0);
            let room = width.checked_sub(longest)?;
            each = each.min(room.checked_div(index).unwrap_or(each));
        }
        let heads = threads.iter().map(|thread| count(&self.head(*thread, names, 0)));
        let head = heads.max().unwrap_or(0);
        let column = |(index, thread): (usize, &Tid)| Column {
            thread: *thread,
            offset: index * each,
            width: each - GAP,
            // The lines of most rows are at the end of the column.
            text: each.saturating_sub(GAP + GAP + ":99".len()),
        };
        (each >= NARROWEST.max(head) + GAP)
            .then(|| threads.iter().enumerate().map(column).collect())
    }

    fn side_by_side(&self, columns: &[Column], names: &Names, screen: Screen) -> String {
        let mut table = Table { text: String::new(), screen };
        let head = |column: &Column| (column.offset, self.head(column.thread, names, column.width));
        table.line(None, columns.iter().map(head));
        table.line(None, columns.iter().map(|column| (column.offset, "─".repeat(column.width))));
        for row in self.rows.iter() {
            match columns.iter().find(|column| row.thread == Some(column.thread)) {
                Some(column) => {
                    let offset = column.offset;
                    table.row(row, offset, offset + GAP, &self.cell(row, column.text));
                }
                None => table.row(row, 0, GAP, &row.text),
            }
        }
        table.text
    }

    /// The head of a column: the thread and, above the lines, the file.
    fn head(&self, thread: Tid, names: &Names, width: usize) -> String {
        let name = names.thread(thread);
        if self.file.is_empty() || !self.of(thread).any(is_line) {
            return name.to_owned();
        }
        let room = width.saturating_sub(count(name) + GAP);
        format!("{name}{:GAP$}{:>room$}", "", self.file)
    }

    fn cell(&self, row: &Row, text: usize) -> String {
        cell(row, if self.is_aligned(row) { text } else { 0 })
    }

    /// Whether the place of a row is below those of other rows.
    fn is_aligned(&self, row: &Row) -> bool {
        self.file.is_empty() || is_line(row)
    }
}

/// Whether the place of a row is only a line.
fn is_line(row: &Row) -> bool {
    row.place.as_ref().is_some_and(|place| place.starts_with(':'))
}

/// Rows with a label before the first row of each thread. A row that is too long continues below.
pub(super) fn labeled(rows: &[Row], name: impl Fn(Tid) -> String, screen: Screen) -> String {
    let rows: Vec<Row> = rows.iter().cloned().map(Row::with_function).collect();
    let labels = rows.iter().filter_map(|row| row.thread).map(|thread| count(&name(thread)));
    let label = labels.max().unwrap_or(0) + GAP;
    let mut table = Table { text: String::new(), screen };
    let text = text_width(rows.iter());
    let mut before = None;
    for row in &rows {
        match row.thread {
            Some(thread) => {
                let name = if before == Some(thread) { String::new() } else { name(thread) };
                let room = screen.width.saturating_sub(label);
                let cells = [text, 0].map(|text| cell(row, text));
                if let Some(cell) = cells.iter().find(|cell| count(cell) <= room) {
                    table.row(row, 0, label + GAP, &format!("{name:label$}{cell}"));
                } else {
                    let parts = [row.text.as_str(), row.place.as_deref().unwrap_or_default()];
                    let lines = parts.map(|part| wrap(part, room.saturating_sub(GAP))).concat();
                    let (first, rest) = lines.split_once('\n').unwrap_or_default();
                    table.line(row.thread, [(0, format!("{name:label$}{first}"))]);
                    rest.lines()
                        .for_each(|line| table.line(row.thread, [(label + GAP, line.to_owned())]));
                    row.annotations
                        .iter()
                        .for_each(|it| table.annotation(row.thread, it, label + GAP));
                }
            }
            None => table.row(row, label, label, &row.text),
        }
        before = row.thread;
    }
    table.text
}

/// The width of the texts that are followed by a place, except for very long ones.
fn text_width<'a>(rows: impl Iterator<Item = &'a Row>) -> usize {
    let texts = rows.filter(|row| row.place.is_some()).map(|row| count(&row.text));
    texts.filter(|text| *text <= LONG).max().unwrap_or(0)
}

/// The text of a row, followed by its place.
fn cell(row: &Row, text: usize) -> String {
    match &row.place {
        Some(place) => format!("{:text$}{:GAP$}{place}", row.text, ""),
        None => row.text.clone(),
    }
}

struct Table {
    text: String,
    screen: Screen,
}

impl Table {
    /// A row with its annotations: after it, or on the following lines at the column `below`.
    fn row(&mut self, row: &Row, offset: usize, below: usize, cell: &str) {
        let cell = truncated(cell, self.screen.width.saturating_sub(offset));
        let end = offset + count(&cell) + GAP;
        match row.annotations.as_slice() {
            [only] if end + GAP + count(only) <= self.screen.width => {
                self.line(row.thread, [(offset, cell), (end, format!("← {only}"))]);
            }
            annotations => {
                self.line(row.thread, [(offset, cell)]);
                annotations.iter().for_each(|text| self.annotation(row.thread, text, below));
            }
        }
    }

    /// An annotation below its row, on as many lines as it needs. It starts further to the left if it has to.
    fn annotation(&mut self, thread: Option<Tid>, text: &str, column: usize) {
        let text = format!("← {text}");
        let room = self.screen.width.saturating_sub(column + GAP);
        let column = match count(&text) <= room + GAP || room >= ANNOTATION {
            true => column,
            false => self.screen.width.saturating_sub(count(&text)).min(column),
        };
        let room = self.screen.width.saturating_sub(column + GAP);
        match text.split_once("; ") {
            _ if count(&text) <= room + GAP => self.line(thread, [(column, text)]),
            Some((first, second)) if count(first) < room && count(second) <= room => {
                self.line(thread, [(column, format!("{first};"))]);
                self.line(thread, [(column + GAP, second.to_owned())]);
            }
            _ => {
                for (at, line) in wrap(&text, room).lines().enumerate() {
                    self.line(thread, [(column + if at == 0 { 0 } else { GAP }, line.to_owned())]);
                }
            }
        }
    }

    /// A line about a thread, or about several. What precedes the first part is not colored.
    fn line(&mut self, thread: Option<Tid>, parts: impl IntoIterator<Item = (usize, String)>) {
        let mut line = String::new();
        for (offset, part) in parts {
            line = format!("{line:offset$}{part}");
        }
        let line = truncated(line.trim_end(), self.screen.width);
        let text = line.trim();
        self.text.push_str(&line[..line.len() - line.trim_start().len()]);
        self.text.push_str(&self.screen.painted(thread, text));
        self.text.push('\n');
    }
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

    fn drawn(rows: &[Row], width: usize) -> String {
        let threads = ["main", "ann", "bob", "cleo", "dora", "emil"].map(str::to_owned).to_vec();
        draw(
            rows,
            &Names::new(&[], &TraceInfo { threads, ..TraceInfo::default() }),
            Screen { width, has_colors: false },
        )
    }

    #[test]
    fn each_thread_has_a_column_if_there_is_room() {
        let table = drawn(&[row(1, "lock a", None), row(2, "lock b", Some("ann holds a"))], 78);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[0], "ann               bob");
        assert_eq!(lines[2], "lock a  a.rs:1");
        assert_eq!(lines[3], "                  lock b  a.rs:1  ← ann holds a");
    }

    #[test]
    fn the_heads_name_the_file_if_there_is_little_room() {
        let other = Row { place: Some("tests/a.rs:7".to_owned()), ..row(2, "step", None) };
        let rows = [row(1, "lock balance", None), row(2, "lock b", None), other];
        let expected = "ann         a.rs  bob           a.rs\n\
                        ────────────────  ──────────────────\n\
                        lock balance  :1\n                  \
                        lock b  :1\n                  step  tests/a.rs:7\n";
        assert_eq!(drawn(&rows, 37), expected);
    }

    #[test]
    fn cells_extend_into_the_next_column_if_there_is_less_room() {
        let rows = [row(1, &"x".repeat(30), None), row(2, "lock a", None)];
        let table = drawn(&rows, 40);
        assert_eq!(table.lines().next(), Some("ann            a.rs  bob            a.rs"));
        assert_eq!(table.lines().nth(2), Some("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx  :1"));
        assert_eq!(table.lines().nth(3).map(|line| line.find("lock")), Some(Some(21)));
    }

    #[test]
    fn a_long_row_continues_below() {
        let table = drawn(&[row(1, "write values and more values", None)], 30);
        assert_eq!(table, "ann  write values and more\n       values\n       a.rs:1\n");
    }

    #[test]
    fn an_annotation_that_does_not_fit_is_below() {
        let (text, annotation) = ("x".repeat(16), "y ".repeat(20));
        let table = drawn(&[row(1, &text, None), row(2, &text, Some(annotation.trim()))], 58);
        let below: Vec<&str> = table.lines().skip(4).map(str::trim_start).collect();
        assert_eq!(below.len(), 2, "{table}");
        assert_eq!(below.join(" "), format!("← {}", annotation.trim()));
    }

    #[test]
    fn an_annotation_of_two_parts_can_be_on_two_lines() {
        let (text, annotation) =
            ("x".repeat(30), format!("{}; {}", "y".repeat(20), "z".repeat(20)));
        let table = drawn(&[row(1, &text, None), row(2, &text, Some(&annotation))], 78);
        let lines: Vec<&str> = table.lines().skip(4).map(str::trim_start).collect();
        assert_eq!(lines, [format!("← {};", "y".repeat(20)), "z".repeat(20)]);
    }

    #[test]
    fn many_threads_are_labels_instead_of_columns() {
        let rows: Vec<Row> = (0..6).map(|thread| row(thread, "lock a", None)).collect();
        assert!(drawn(&rows, 78).starts_with("main  lock a  a.rs:1\nann   lock a  a.rs:1\n"));
    }

    #[test]
    fn no_line_is_too_wide() {
        for width in [38, 58, 78, 98, 118] {
            for text in [1, 30, 60, 200].into_iter().flat_map(|n| ["x".repeat(n), "x ".repeat(n)]) {
                for threads in 1..=6 {
                    let row = |thread| row(thread, text.trim(), Some(text.trim()));
                    let table = drawn(&(0..threads).map(row).collect::<Vec<_>>(), width);
                    assert!(table.lines().all(|line| count(line) <= width), "{table}");
                }
            }
        }
    }
}
