//! The failing interleaving of each killed mutant, drawn as `explain`, `play` and the book draw theirs.
use std::collections::BTreeMap;

use course::Error;
use course::parallel::map_with;
use picture::Picture;
use protocol::Timeline;

use crate::mutants::analysis::{Analysis, ExerciseAnalysis};
use crate::mutants::json::{own_place, own_report};
use crate::mutants::matrix::Status;
use crate::mutants::mutant_set::MutantSet;
use crate::mutants::test_run::Subject;

/// An SVG for each mutant that fails in a single interleaving, by exercise and mutant: `loon/NAME`.
pub(crate) type Pictures = BTreeMap<String, String>;

/// Runs the expected killer of each mutant again, and draws what it finds.
pub(crate) fn draw(analysis: &Analysis, jobs: usize) -> Result<Pictures, Error> {
    let mutants: Vec<(&ExerciseAnalysis, usize)> = analysis
        .exercises
        .iter()
        .flat_map(|exercise| (0..exercise.matrix.rows.len()).map(move |at| (exercise, at)))
        .collect();
    let pictures = map_with(jobs, &mutants, |(exercise, at)| picture(exercise, *at));
    pictures.into_iter().filter_map(Result::transpose).collect()
}

fn picture(exercise: &ExerciseAnalysis, at: usize) -> Result<Option<(String, String)>, Error> {
    let (set, row) = (&exercise.set, &exercise.matrix.rows[at]);
    let Status::Judged(_, Some(kill)) = &row.status else { return Ok(None) };
    let timeline = Subject { set, answer: &exercise.answer, at }.timeline(&kill.killer)?;
    let Some(timeline) = timeline.map(|timeline| own_timeline(set, at, timeline)) else {
        return Ok(None);
    };
    let name = format!("{}/{}", set.name, row.id);
    let id = format!("{}-{at}", set.name);
    let svg = Picture::new(&timeline, &name).in_page(&id).svg();
    Ok(Some((name, svg)))
}

/// A timeline with the lines of the mutant's own file.
fn own_timeline(set: &MutantSet, at: usize, mut timeline: Timeline) -> Timeline {
    for step in &mut timeline.steps {
        step.place = step.place.take().map(|place| own_place(set, place));
        step.comments.iter_mut().for_each(|comment| *comment = own_report(set, at, comment));
    }
    timeline.conclusion.iter_mut().for_each(|text| *text = own_report(set, at, text));
    timeline
}
