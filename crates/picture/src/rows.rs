//! Which steps a picture shows: loops are folded, and a long interleaving is shortened.
use protocol::{Action, Fold, Timeline};

/// The maximum number of rows.
const MAX_ROWS: usize = 44;

/// This many steps at the start and at the end are always shown.
const HEAD: usize = 6;
const TAIL: usize = 16;

/// A loop of at most this many steps is not folded if a step of it is missed by another thread.
const UNFOLDED: usize = 12;

/// One row of the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    /// The step with this index.
    Step(usize),
    /// Steps that are left out, and why.
    LeftOut { steps: std::ops::Range<usize>, text: String },
}

/// The rows of a timeline.
pub(crate) fn rows(timeline: &Timeline) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut at = 0;
    for fold in timeline.folds.iter().filter(|fold| !hides_a_missed_store(fold, timeline)) {
        let (first, end) = (fold.start + fold.length, fold.start + fold.length * fold.count);
        rows.extend((at..first).map(Row::Step));
        let times = match fold.count - 1 {
            1 => "… once more …".to_owned(),
            more => format!("… {more} more times …"),
        };
        rows.push(Row::LeftOut { steps: first..end, text: times });
        at = end;
    }
    rows.extend((at..timeline.steps.len()).map(Row::Step));
    shorten(rows, timeline)
}

/// Whether a short loop contains the store that another step does not see.
fn hides_a_missed_store(fold: &Fold, timeline: &Timeline) -> bool {
    let steps = fold.start..fold.start + fold.length * fold.count;
    steps.len() <= UNFOLDED
        && timeline.steps.iter().filter_map(|step| step.missed).any(|step| steps.contains(&step))
}

fn shorten(rows: Vec<Row>, timeline: &Timeline) -> Vec<Row> {
    if rows.len() <= MAX_ROWS {
        return rows;
    }
    let important: Vec<usize> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| is_important(row, timeline))
        .map(|(at, _)| at)
        .take(4)
        .collect();
    let is_shown = |at: usize| {
        at < HEAD || at + TAIL > rows.len() || important.iter().any(|other| other.abs_diff(at) < 3)
    };
    let mut short = Vec::new();
    let numbered: Vec<(usize, Row)> = rows.iter().cloned().enumerate().collect();
    for chunk in numbered.chunk_by(|(a, _), (b, _)| is_shown(*a) == is_shown(*b)) {
        if is_shown(chunk[0].0) || chunk.len() < 3 {
            short.extend(chunk.iter().map(|(_, row)| row.clone()));
            continue;
        }
        let steps = first(&chunk[0].1)..end(&chunk[chunk.len() - 1].1);
        let text = format!("… {} more steps …", steps.len());
        short.push(Row::LeftOut { steps, text });
    }
    short
}

fn is_important(row: &Row, timeline: &Timeline) -> bool {
    let Row::Step(step) = row else { return false };
    let step = &timeline.steps[*step];
    !step.comments.is_empty() || matches!(step.action, Action::NotifyNone | Action::Fail)
}

fn first(row: &Row) -> usize {
    match row {
        Row::Step(step) => *step,
        Row::LeftOut { steps, .. } => steps.start,
    }
}

fn end(row: &Row) -> usize {
    match row {
        Row::Step(step) => step + 1,
        Row::LeftOut { steps, .. } => steps.end,
    }
}

impl Row {
    /// Whether the step is shown in this row, or left out here.
    pub(crate) fn contains(&self, step: usize) -> bool {
        (first(self)..end(self)).contains(&step)
    }
}

#[cfg(test)]
mod tests {
    use protocol::TimelineStep;

    use super::*;

    fn timeline(steps: usize, folds: &[(usize, usize, usize)]) -> Timeline {
        let mut timeline = Timeline::default();
        timeline.steps = vec![TimelineStep::default(); steps];
        for (start, length, count) in folds {
            let mut fold = Fold::default();
            (fold.start, fold.length, fold.count) = (*start, *length, *count);
            timeline.folds.push(fold);
        }
        timeline
    }

    #[test]
    fn the_first_repetition_of_a_loop_is_shown() {
        let rows = rows(&timeline(10, &[(1, 2, 4)]));
        let left_out = Row::LeftOut { steps: 3..9, text: "… 3 more times …".to_owned() };
        assert_eq!(rows, [Row::Step(0), Row::Step(1), Row::Step(2), left_out, Row::Step(9)]);
        assert!(rows[3].contains(8) && !rows[3].contains(9));
    }

    #[test]
    fn a_store_that_another_thread_misses_is_not_folded() {
        let mut timeline = timeline(8, &[(0, 1, 6)]);
        assert_eq!(rows(&timeline).len(), 4);
        timeline.steps[7].missed = Some(3);
        assert_eq!(rows(&timeline).len(), 8);
    }

    #[test]
    fn a_long_interleaving_keeps_its_start_its_end_and_its_comments() {
        let mut timeline = timeline(200, &[]);
        timeline.steps[100].comments.push("interrupted".to_owned());
        let rows = rows(&timeline);
        assert!(rows.len() <= MAX_ROWS);
        for step in [0, 100, 199] {
            assert!(rows.contains(&Row::Step(step)), "{step}");
        }
        assert!((0..200).all(|step| rows.iter().filter(|row| row.contains(step)).count() == 1));
    }
}
