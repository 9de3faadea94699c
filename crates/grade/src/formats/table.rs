//! The table for a person at a terminal.
use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use crate::model::{Graded, Model, Verdict};

const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();

/// So wide are the words; a report may be wider.
const WIDTH: usize = 80;

/// A line an exercise; `names` are all of the course, for the numbers.
pub(crate) fn write<'a>(model: &Model, names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    let width = model.exercises.iter().map(|graded| graded.name.len()).max().unwrap_or(0);
    let verdicts = model.exercises.iter().map(|graded| graded.verdict.name().len());
    let verdict_width = verdicts.max().unwrap_or(0);
    let mut text = String::new();
    for graded in &model.exercises {
        let number = names.iter().position(|name| *name == graded.name).map_or(0, |at| at + 1);
        let style = if graded.verdict == Verdict::Passed { GOOD } else { BAD };
        let verdict = format!("{style}{:verdict_width$}{style:#}", graded.verdict.name());
        let points = format!("{:>3} of {:<3}", graded.points, graded.max_points);
        let head = format!("{number:>3}  {:width$}  ", graded.name);
        let room = WIDTH.saturating_sub(head.len() + verdict_width + 2 + points.len() + 2);
        let _ = writeln!(text, "{head}{verdict}  {points}  {}", cut(&graded.summary, room));
    }
    let passed = model.exercises.iter().filter(|g| g.verdict == Verdict::Passed).count();
    if let [only] = model.exercises.as_slice()
        && only.verdict != Verdict::Passed
        && !only.report.trim().is_empty()
    {
        let _ = write!(text, "\n{}\n", only.report.trim_end());
    }
    let _ = writeln!(
        text,
        "\n{passed} of {} passed, {} of {} points",
        model.exercises.len(),
        model.points,
        model.max_points
    );
    if model.exercises.len() > 1 && model.exercises.iter().any(|g| !g.report.trim().is_empty()) {
        text.push_str("to see why, in full: name one exercise, or add --markdown\n");
    }
    let ours: Vec<&Graded> =
        model.exercises.iter().filter(|g| g.verdict == Verdict::GraderError).collect();
    if !ours.is_empty() {
        let names: Vec<&str> = ours.iter().map(|graded| graded.name.as_str()).collect();
        let _ = writeln!(
            text,
            "a fault of the grader, which must not count: {} (`cargo course doctor`)",
            names.join(", ")
        );
    }
    text
}

fn cut(text: &str, room: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= room {
        return line.to_owned();
    }
    line.chars().take(room.saturating_sub(1)).collect::<String>() + "…"
}

#[cfg(test)]
mod tests {
    use anstream::adapter::strip_str;

    use super::*;
    use crate::formats::sample::sample;

    #[test]
    fn a_result_reads_well() {
        let names = ["loon", "pool", "coffee", "cat"];
        let text = strip_str(&write(&sample(), names.into_iter())).to_string();
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        insta::assert_snapshot!(text);
    }
}
