//! The output of `list`.
use std::fmt::Write;

use super::CommandStyle;
use crate::catalog::Exercise;
use crate::screen::{BOLD, DIM, ERROR, SUCCESS, paint, wrapped};
use crate::status::Status;

/// An exercise and its status.
pub struct ExerciseStatus<'a> {
    /// Its position in the course, counted from 1.
    pub position: usize,
    pub exercise: &'a Exercise,
    pub status: Status,
}

/// The `wanted` exercises by topic, and the totals over all exercises.
pub fn list(
    all: &[ExerciseStatus<'_>],
    wanted: &[&ExerciseStatus<'_>],
    commands: CommandStyle,
) -> String {
    let width = all.iter().map(|entry| entry.exercise.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for topic in wanted.chunk_by(|a, b| a.exercise.topic == b.exercise.topic) {
        let name = &topic[0].exercise.topic;
        let whole = all.iter().filter(|entry| &entry.exercise.topic == name);
        let solved = whole.clone().filter(|entry| entry.status == Status::Solved).count();
        let count = format!("{solved} of {}", whole.count());
        let _ = writeln!(text, "{}  {}", paint(BOLD, name), paint(DIM, &count));
        for entry in topic {
            let _ = writeln!(text, "{}", row(entry, width));
        }
        text.push('\n');
    }
    let points = |entry: &ExerciseStatus<'_>| entry.exercise.points;
    let max: u32 = all.iter().map(points).sum();
    let solved = all.iter().filter(|entry| entry.status == Status::Solved);
    let (count, points) = (solved.clone().count(), solved.map(points).sum::<u32>());
    let _ = writeln!(text, "{count} of {} solved, {points} of {max} points", all.len());
    if let Some(next) = all.iter().find(|entry| entry.status != Status::Solved) {
        let _ =
            writeln!(text, "next: {}", paint(BOLD, &commands.command("test", &next.exercise.name)));
    }
    text
}

fn row(entry: &ExerciseStatus<'_>, width: usize) -> String {
    let ExerciseStatus { position, exercise, status } = entry;
    let (style, status) = match status {
        Status::Solved => (SUCCESS, "solved"),
        Status::Failed(verdict) => (ERROR, verdict.as_str()),
        Status::Changed => (DIM, "needs retesting"),
        Status::NotStarted => (DIM, "not started"),
        Status::NotTested => (DIM, "not tested yet"),
        Status::Missing => (ERROR, "missing"),
    };
    /// The width of the longest status.
    const STATUS: usize = 17;
    let head = format!("{position:>4}  {:width$}  ", exercise.name);
    let title = wrapped(&exercise.title, head.chars().count() + STATUS + 2);
    format!("{head}{}  {title}", paint(style, &format!("{status:STATUS$}")))
}
