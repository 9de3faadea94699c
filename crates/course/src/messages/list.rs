//! The output of `list`.
use std::fmt::Write;

use super::Typed;
use crate::catalog::Exercise;
use crate::screen::{BOLD, DIM, ERROR, SUCCESS, WIDTH, paint, wrap};
use crate::status::Status;

/// An exercise and its status.
pub struct Listed<'a> {
    /// From 1.
    pub position: usize,
    pub exercise: &'a Exercise,
    pub status: Status,
}

/// The wanted exercises by chapter, and the totals over all.
pub fn list(all: &[Listed<'_>], wanted: &[&Listed<'_>], typed: Typed) -> String {
    let width = all.iter().map(|listed| listed.exercise.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for chapter in wanted.chunk_by(|a, b| a.exercise.chapter == b.exercise.chapter) {
        let name = &chapter[0].exercise.chapter;
        let whole: Vec<&Listed<'_>> =
            all.iter().filter(|listed| &listed.exercise.chapter == name).collect();
        let solved = whole.iter().filter(|listed| listed.status == Status::Solved).count();
        let count = format!("{solved} of {}", whole.len());
        let _ = writeln!(text, "{}  {}", paint(BOLD, name), paint(DIM, &count));
        for listed in chapter {
            let _ = writeln!(text, "{}", row(listed, width));
        }
        text.push('\n');
    }
    let solved: Vec<_> = all.iter().filter(|listed| listed.status == Status::Solved).collect();
    let points = |listed: &&Listed<'_>| listed.exercise.points;
    let _ = writeln!(
        text,
        "{} of {} solved, {} of {} points",
        solved.len(),
        all.len(),
        solved.into_iter().map(|listed| points(&listed)).sum::<u32>(),
        all.iter().map(|listed| points(&listed)).sum::<u32>(),
    );
    if let Some(next) = all.iter().find(|listed| listed.status != Status::Solved) {
        let _ =
            writeln!(text, "next: {}", paint(BOLD, &typed.command("test", &next.exercise.name)));
    }
    text
}

fn row(listed: &Listed<'_>, width: usize) -> String {
    let Listed { position, exercise, status } = listed;
    let (style, status) = match status {
        Status::Solved => (SUCCESS, "solved"),
        Status::Failed(verdict) => (ERROR, verdict.as_str()),
        Status::Changed => (DIM, "changed since"),
        Status::NotStarted => (DIM, "not started"),
        Status::NotTested => (DIM, "not tested yet"),
        Status::Missing => (ERROR, "missing"),
    };
    /// The width of the longest status.
    const STATUS: usize = 17;
    let head = format!("{position:>4}  {:width$}  ", exercise.name);
    let title = wrap(&exercise.title, head.chars().count() + STATUS + 2, WIDTH);
    format!("{head}{}  {title}", paint(style, &format!("{status:STATUS$}")))
}
