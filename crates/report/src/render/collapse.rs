//! Rounds of a loop, told once.

use super::names::Names;
use super::rows::{Row, Shape};
use crate::messages::rows;

/// The most rows that one round can have.
const LONGEST_ROUND: usize = 6;

/// So many rounds are told as one.
const ROUNDS: usize = 3;

/// The most rows that a table shows.
const MOST: usize = 40;

/// Replaces all rounds of a loop but the first by one row.
pub(crate) fn rounds(rows: Vec<Row>, names: &Names) -> Vec<Row> {
    let mut folded = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let Some((length, count)) = longest(&rows[at..]) else {
            folded.push(rows[at].clone());
            at += 1;
            continue;
        };
        let end = at + length * count;
        folded.extend_from_slice(&rows[at..at + length]);
        folded.push(rest(&rows[at..end], length, count, names));
        at = end;
    }
    folded
}

/// The length and the number of the rounds that the rows begin with: as many rows as possible.
fn longest(rows: &[Row]) -> Option<(usize, usize)> {
    let rounds = (1..=LONGEST_ROUND.min(rows.len() / ROUNDS)).filter_map(|length| {
        let first = &rows[..length];
        let count = rows.chunks_exact(length).take_while(|round| are_alike(first, round)).count();
        // A round that begins threads or ends them is worth its row.
        (count >= ROUNDS && !first.iter().any(|row| row.is_frame)).then_some((length, count))
    });
    rounds.max_by_key(|(length, count)| (length * count, usize::MAX - length))
}

fn are_alike(a: &[Row], b: &[Row]) -> bool {
    // The first round keeps its comments; a later one that has some is told.
    let alike = |(a, b): (&Row, &Row)| {
        std::ptr::eq(a, b)
            || (a.thread == b.thread && a.shape.is_like(&b.shape) && b.shape.unique.is_none())
    };
    a.iter().zip(b).all(alike)
}

/// The row for all rounds but the first.
fn rest(rows: &[Row], length: usize, count: usize, names: &Names) -> Row {
    let first = &rows[0];
    let last = rows.iter().rev().find(|row| row.about.is_some());
    let first_about = rows.iter().find(|row| row.about.is_some()).and_then(|row| row.about);
    let last = last.and_then(|row| row.about).filter(|about| Some(*about) != first_about);
    let several = length > 1 && rows.iter().any(|row| row.thread != first.thread);
    let last = if several { None } else { last.map(|object| names.object(object)) };
    Row {
        thread: if several { None } else { first.thread },
        text: rows::rounds(count - 1, last),
        ..omission(first)
    }
}

/// Leaves out rows of a table that would not fit a screen, and none that has a comment.
pub(crate) fn shorten(rows: Vec<Row>) -> Vec<Row> {
    if rows.len() <= MOST {
        return rows;
    }
    let marked: Vec<usize> =
        (0..rows.len()).filter(|row| !rows[*row].comments.is_empty()).take(4).collect();
    let is_shown = |row: usize| {
        row < 8 || row + 14 > rows.len() || marked.iter().any(|mark| mark.abs_diff(row) < 3)
    };
    let kept: Vec<(bool, usize)> = (0..rows.len()).map(|row| (is_shown(row), row)).collect();
    let chunks = kept.chunk_by(|a, b| a.0 == b.0).flat_map(|chunk| {
        let (is_shown, first) = chunk[0];
        if is_shown || chunk.len() < 3 {
            return rows[first..first + chunk.len()].to_vec();
        }
        vec![Row { text: rows::left_out(chunk.len()), thread: None, ..omission(&rows[first]) }]
    });
    chunks.collect()
}

fn omission(first: &Row) -> Row {
    Row {
        place: None,
        comments: Vec::new(),
        interrupts: None,
        shape: Shape { place: None, verb: None, is_old: false, unique: Some(first.step) },
        about: None,
        ..first.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::TraceInfo;

    fn row(thread: usize, line: u32, comment: bool) -> Row {
        Row {
            thread: Some(thread),
            text: format!("line {line}"),
            place: None,
            comments: comment.then(|| "look".to_owned()).into_iter().collect(),
            interrupts: None,
            shape: Shape {
                place: Some(("a.rs".to_owned(), line)),
                verb: None,
                is_old: false,
                unique: comment.then_some(0),
            },
            about: None,
            step: 0,
            is_frame: false,
        }
    }

    fn texts(rows: &[Row]) -> Vec<&str> {
        rows.iter().map(|row| row.text.as_str()).collect()
    }

    fn folded(rows: Vec<Row>) -> Vec<Row> {
        rounds(rows, &Names::new(&[], &TraceInfo::default()))
    }

    #[test]
    fn rounds_of_a_loop_are_told_once() {
        let rows = (0..4).flat_map(|_| [row(1, 1, false), row(1, 2, false)]).collect();
        assert_eq!(texts(&folded(rows)), ["line 1", "line 2", "… 3 more rounds …"]);
    }

    #[test]
    fn two_rounds_are_no_loop() {
        let rows = (0..2).flat_map(|_| [row(1, 1, false), row(1, 2, false)]).collect();
        assert_eq!(folded(rows).len(), 4);
    }

    #[test]
    fn a_row_with_a_comment_is_always_told() {
        let rows = [false, true, false, false, false].map(|comment| row(1, 1, comment)).to_vec();
        let folded = folded(rows);
        assert_eq!(texts(&folded), ["line 1", "line 1", "… 3 more rounds …"]);
        assert!(!folded[1].comments.is_empty());
    }

    #[test]
    fn a_long_table_keeps_its_beginning_its_end_and_its_comments() {
        let rows: Vec<Row> = (0..200).map(|line| row(1, line, line == 100)).collect();
        let short = shorten(rows);
        assert!(short.len() <= MOST);
        for kept in ["line 0", "line 100", "line 199"] {
            assert!(texts(&short).contains(&kept), "{kept}");
        }
    }
}
