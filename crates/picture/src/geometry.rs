//! Where everything is: the columns of the threads and objects, and the height of each row.
use protocol::{Timeline, TimelineStep, truncated};

use crate::rows::Row;
use crate::values::{Column, columns};

/// The width of a character of the monospaced font.
const CHARACTER: f64 = 7.0;
const ROW: f64 = 24.0;
const COMMENT: f64 = 17.0;
const HEADER: f64 = 34.0;
const MARGIN: f64 = 12.0;
/// From the left edge of a lane to its line, and from the line to the text.
const LINE: f64 = 16.0;
const TEXT: f64 = 14.0;
const LANE: f64 = 104.0;
const VALUE: f64 = 64.0;
/// Longer texts are truncated; the description has the whole text.
const LONGEST: usize = 40;
const LONGEST_VALUE: usize = 14;
/// The maximum number of lines of the conclusion.
const CONCLUSION: usize = 4;

/// A lane or a column of values.
#[derive(Debug)]
struct Strip {
    x: f64,
    width: f64,
}

/// The layout of the lanes.
#[derive(Debug)]
pub(crate) struct Geometry {
    lanes: Vec<Option<Strip>>,
    values: Vec<Strip>,
    pub(crate) columns: Vec<Column>,
    /// The middle of each row.
    rows: Vec<f64>,
    width: f64,
    /// The bottom of the lanes.
    bottom: f64,
    /// What went wrong, below the lanes.
    pub(crate) conclusion: Vec<String>,
}

impl Geometry {
    pub(crate) fn new(timeline: &Timeline, rows: &[Row]) -> Self {
        let shown = || {
            rows.iter().filter_map(|row| match row {
                Row::Step(step) => Some(&timeline.steps[*step]),
                Row::LeftOut { .. } => None,
            })
        };
        let places = shown().filter_map(place).map(|place| width_of(&place));
        let mut x = MARGIN + places.fold(0.0, f64::max) + MARGIN;
        let mut lanes = Vec::new();
        for (thread, name) in timeline.threads.iter().enumerate() {
            let is_drawn = timeline.steps.iter().any(|step| step.thread == thread);
            let texts = shown().filter(|step| step.thread == thread);
            let texts = texts.map(|step| width_of(&text(step)) + LINE + TEXT + 14.0);
            let width = texts.fold(LANE.max(width_of(name) + LINE), f64::max);
            lanes.push(is_drawn.then_some(Strip { x, width }));
            x += if is_drawn { width } else { 0.0 };
        }
        let columns = columns(timeline);
        let mut values = Vec::new();
        for column in &columns {
            let texts = column.values.iter().map(|(_, value)| width_of(&shortened(value)));
            let width = texts.fold(VALUE.max(width_of(&column.name)), f64::max) + MARGIN;
            values.push(Strip { x, width });
            x += width;
        }
        let mut y = HEADER;
        let mut middles = Vec::new();
        let mut comments: f64 = 0.0;
        for row in rows {
            middles.push(y + ROW / 2.0);
            y += ROW;
            if let Row::Step(step) = row {
                let texts = &timeline.steps[*step].comments;
                y += texts.len() as f64 * COMMENT;
                let widest = texts.iter().map(|text| width_of(text)).fold(0.0, f64::max);
                comments = comments.max(widest + 4.0 * MARGIN);
            }
        }
        let conclusion = conclusion(timeline);
        let widest = conclusion.iter().map(|line| width_of(line)).fold(0.0, f64::max);
        let width = (x + MARGIN).max(comments).max(widest * 1.04 + 2.0 * MARGIN);
        Self { lanes, values, columns, rows: middles, width, bottom: y, conclusion }
    }

    pub(crate) fn width(&self) -> f64 {
        self.width
    }

    pub(crate) fn height(&self) -> f64 {
        self.bottom + self.conclusion.len() as f64 * COMMENT + MARGIN
    }

    /// The bottom of the lanes.
    pub(crate) fn bottom(&self) -> f64 {
        self.bottom
    }

    /// The middle of a line of the conclusion.
    pub(crate) fn conclusion_line(&self, index: usize) -> f64 {
        self.bottom + (index as f64 + 0.6) * COMMENT
    }

    /// The threads that have a lane.
    pub(crate) fn threads(&self) -> impl Iterator<Item = usize> {
        (0..self.lanes.len()).filter(|thread| self.lanes[*thread].is_some())
    }

    /// The line of a lane.
    pub(crate) fn lane(&self, thread: usize) -> f64 {
        self.lanes.get(thread).and_then(Option::as_ref).map_or(0.0, |lane| lane.x + LINE)
    }

    /// The left edge of the lane's text.
    pub(crate) fn lane_text(&self, thread: usize) -> f64 {
        self.lane(thread) + TEXT
    }

    /// The middle of the row.
    pub(crate) fn y(&self, row: usize) -> f64 {
        self.rows.get(row).copied().unwrap_or(self.bottom)
    }

    /// The baseline of comment `index` of a row.
    pub(crate) fn comment(&self, row: usize, index: usize) -> f64 {
        self.y(row) + ROW / 2.0 + COMMENT * (index as f64 + 0.7)
    }

    /// The left edge and the width of a column of values.
    pub(crate) fn value(&self, column: usize) -> (f64, f64) {
        (self.values[column].x, self.values[column].width)
    }

    /// The top of the lanes.
    pub(crate) fn top() -> f64 {
        HEADER - 6.0
    }

    pub(crate) fn left() -> f64 {
        MARGIN
    }
}

/// The first lines of the first paragraph, which says what went wrong.
fn conclusion(timeline: &Timeline) -> Vec<String> {
    let first = timeline.conclusion.first().map_or("", String::as_str);
    let lines = first.lines().map(str::trim_end).filter(|line| !line.is_empty());
    lines.take(CONCLUSION).map(|line| truncated(line, 2 * LONGEST)).collect()
}

fn width_of(text: &str) -> f64 {
    text.chars().count() as f64 * CHARACTER
}

/// The text of a step, at most as long as a lane is wide.
pub(crate) fn text(step: &TimelineStep) -> String {
    truncated(&step.text, LONGEST)
}

/// A value, at most as long as its column is wide.
pub(crate) fn shortened(value: &str) -> String {
    truncated(value, LONGEST_VALUE)
}

/// `loon.rs:26`
pub(crate) fn place(step: &TimelineStep) -> Option<String> {
    let (path, line) = step.place.as_ref()?;
    Some(format!("{}:{line}", path.rsplit('/').next().unwrap_or(path)))
}
