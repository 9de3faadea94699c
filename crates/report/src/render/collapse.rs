//! Collapses the repetitions of a loop, and shortens long tables.

use super::rows::Row;
use crate::messages;
use crate::names::Names;
use crate::thread_set::Tid;

/// The maximum number of rows in one repetition.
const LONGEST: usize = 6;

/// The minimum number of repetitions that are collapsed.
const FEWEST: usize = 3;

/// The minimum number of threads whose equal rows are replaced by one.
const MANY: usize = 5;

/// The maximum number of rows in a table.
const MAX_ROWS: usize = 40;

/// Replaces all repetitions of a loop except the first by one row.
pub(super) fn collapse(rows: &[Row], names: &Names) -> Vec<Row> {
    let mut collapsed = Vec::new();
    let mut at = 0;
    for Fold { start, length, count } in loops(rows) {
        let (first, end) = (start + length, start + length * count);
        collapsed.extend_from_slice(&rows[at..first]);
        collapsed.push(repetitions(&rows[start..end], length, count, names));
        at = end;
    }
    collapsed.extend_from_slice(&rows[at..]);
    fold_threads(collapsed, names)
}

/// Replaces the same row of many threads by one.
fn fold_threads(rows: Vec<Row>, names: &Names) -> Vec<Row> {
    let is_plain = |row: &Row| row.thread.is_some() && row.annotations.is_empty() && !row.is_frame;
    let are_same = |a: &Row, b: &Row| {
        is_plain(a)
            && is_plain(b)
            && a.thread != b.thread
            && (&a.text, &a.place) == (&b.text, &b.place)
    };
    let folded = rows.chunk_by(are_same).flat_map(|same| {
        let threads: Vec<Tid> = same.iter().filter_map(|row| row.thread).collect();
        let is_once = (1..threads.len()).all(|at| !threads[..at].contains(&threads[at]));
        match is_once && same.len() >= MANY {
            true => {
                let others = names.list(threads[1..].iter().copied());
                let text = messages::same_row(&others);
                vec![same[0].clone(), Row { text, ..Row::default() }]
            }
            false => same.to_vec(),
        }
    });
    folded.collect()
}

/// The same steps several times in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fold {
    /// The first step.
    pub start: usize,
    /// The number of steps of one repetition.
    pub length: usize,
    /// The number of repetitions.
    pub count: usize,
}

/// All loops, in order.
pub(super) fn loops(rows: &[Row]) -> Vec<Fold> {
    let mut loops = Vec::new();
    let mut start = 0;
    while start < rows.len() {
        match longest_loop(&rows[start..]) {
            Some((length, count)) => {
                loops.push(Fold { start, length, count });
                start += length * count;
            }
            None => start += 1,
        }
    }
    loops
}

/// The length and the number of the repetitions at the start of `rows`, so that they cover as many rows as
/// possible.
fn longest_loop(rows: &[Row]) -> Option<(usize, usize)> {
    let loops = (1..=LONGEST.min(rows.len() / FEWEST)).filter_map(|length| {
        let first = &rows[..length];
        let count = rows.chunks_exact(length).take_while(|next| are_alike(first, next)).count();
        // Rows that spawn or join threads are always shown.
        (count >= FEWEST && !first.iter().any(|row| row.is_frame)).then_some((length, count))
    });
    loops.max_by_key(|(length, count)| (length * count, usize::MAX - length))
}

fn are_alike(first: &[Row], next: &[Row]) -> bool {
    // The first repetition keeps its annotations. A later one that has some is shown.
    let is_alike = |(a, b): (&Row, &Row)| {
        std::ptr::eq(a, b)
            || (a.thread == b.thread && a.shape.is_some() && a.shape == b.shape && !b.is_unique)
    };
    first.iter().zip(next).all(is_alike)
}

/// The row for all repetitions except the first.
fn repetitions(rows: &[Row], length: usize, count: usize, names: &Names) -> Row {
    let first = rows.iter().find_map(|row| row.object);
    let last = rows.iter().rev().find_map(|row| row.object).filter(|last| Some(*last) != first);
    let several_threads = length > 1 && rows.iter().any(|row| row.thread != rows[0].thread);
    let (thread, last) = if several_threads { (None, None) } else { (rows[0].thread, last) };
    Row { thread, text: messages::repetitions(count - 1, last, names), ..Row::default() }
}

/// Leaves out rows that are not unique in a table that would not fit on a screen.
pub(super) fn shorten(rows: Vec<Row>) -> Vec<Row> {
    if rows.len() <= MAX_ROWS {
        return rows;
    }
    let unique: Vec<usize> = (0..rows.len()).filter(|row| rows[*row].is_unique).take(4).collect();
    let is_shown = |row: usize| {
        row < 8 || row + 14 > rows.len() || unique.iter().any(|other| other.abs_diff(row) < 3)
    };
    let indices: Vec<usize> = (0..rows.len()).collect();
    let chunks = indices.chunk_by(|a, b| is_shown(*a) == is_shown(*b)).flat_map(|chunk| {
        let rows = &rows[chunk[0]..chunk[0] + chunk.len()];
        match is_shown(chunk[0]) || rows.len() < 3 {
            true => rows.to_vec(),
            false => vec![Row { text: messages::left_out(rows.len()), ..Row::default() }],
        }
    });
    chunks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::rows::Shape;
    use crate::trace::TraceInfo;

    fn row(text: &str, line: u32, annotated: bool) -> Row {
        Row {
            thread: Some(1),
            text: text.to_owned(),
            annotations: annotated.then(|| "interrupted".to_owned()).into_iter().collect(),
            shape: Some(Shape {
                file: "cat.rs",
                line,
                kind: None,
                is_stale: false,
                is_empty: false,
            }),
            is_unique: annotated,
            ..Row::default()
        }
    }

    fn two_rows(times: usize) -> Vec<Row> {
        (0..times).flat_map(|_| [row("one", 1, false), row("two", 2, false)]).collect()
    }

    fn texts(rows: &[Row]) -> Vec<&str> {
        rows.iter().map(|row| row.text.as_str()).collect()
    }

    fn collapsed(rows: &[Row]) -> Vec<Row> {
        collapse(rows, &Names::new(&[], &TraceInfo::default()))
    }

    #[test]
    fn the_first_repetition_is_shown() {
        assert_eq!(texts(&collapsed(&two_rows(4))), ["one", "two", "… 3 more times …"]);
    }

    #[test]
    fn two_repetitions_are_not_collapsed() {
        assert_eq!(collapsed(&two_rows(2)).len(), 4);
    }

    #[test]
    fn the_same_row_of_many_threads_is_shown_once() {
        let of = |thread: usize| Row { thread: Some(thread), ..row("wait", 1, false) };
        let many: Vec<Row> = (1..=31).map(of).collect();
        assert_eq!(collapsed(&many).len(), 2);
        assert_eq!(collapsed(&many[..4]).len(), 4);
    }

    #[test]
    fn an_annotated_row_is_always_shown() {
        let rows = [false, true, false, false, false].map(|annotated| row("one", 1, annotated));
        let collapsed = collapsed(&rows);
        assert_eq!(texts(&collapsed), ["one", "one", "… 3 more times …"]);
        assert!(!collapsed[1].annotations.is_empty());
    }

    #[test]
    fn a_long_table_keeps_its_start_its_end_and_its_annotations() {
        let rows = (0..200).map(|at| row(&format!("row {at}"), at, at == 100)).collect();
        let short = shorten(rows);
        assert!(short.len() <= MAX_ROWS);
        for kept in ["row 0", "row 100", "row 199"] {
            assert!(texts(&short).contains(&kept), "{kept}");
        }
    }
}
