//! The picture in words, for screen readers.
use protocol::{Timeline, TimelineStep};

use crate::geometry::place;
use crate::rows::Row;

/// One sentence for each row, and the conclusion.
pub(crate) fn describe(timeline: &Timeline, rows: &[Row]) -> String {
    let mut sentences: Vec<String> = Vec::new();
    for row in rows {
        match row {
            Row::Step(step) => sentences.push(sentence(timeline, &timeline.steps[*step])),
            Row::LeftOut { text, .. } => sentences.push(text.clone()),
        }
    }
    sentences.extend(timeline.conclusion.iter().cloned());
    sentences.join("\n")
}

fn sentence(timeline: &Timeline, step: &TimelineStep) -> String {
    let name = |thread: usize| timeline.threads.get(thread).map_or("a thread", String::as_str);
    let mut sentence = format!("{}: {}", name(step.thread), step.text);
    if let Some(place) = place(step) {
        sentence.push_str(&format!(", at {place}"));
    }
    if let Some(missed) = step.missed.map(|missed| &timeline.steps[missed]) {
        sentence.push_str(&format!("; it does not see {}: {}", name(missed.thread), missed.text));
    }
    for comment in &step.comments {
        sentence.push_str(&format!("; {comment}"));
    }
    sentence + "."
}
