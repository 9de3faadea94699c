//! Merges the results of shards. The order of the shards does not matter, and a shard that ran twice changes
//! nothing.
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use course::Error;

use super::store::StudentResult;
use crate::model::{GradedExercise, GradedSubmission};
use crate::verdict::Verdict;

/// One result for each student.
///
/// # Errors
/// If two results of a student contradict each other, or were made with different versions.
pub(crate) fn merge_results(
    all: Vec<BTreeMap<String, StudentResult>>,
) -> Result<BTreeMap<String, StudentResult>, Error> {
    let mut merged: BTreeMap<String, StudentResult> = BTreeMap::new();
    for (student, result) in all.into_iter().flatten() {
        match merged.entry(student) {
            Entry::Vacant(entry) => drop(entry.insert(result)),
            Entry::Occupied(mut entry) => {
                let both = merge_two(entry.get(), &result)?;
                entry.insert(both);
            }
        }
    }
    check_class(&merged)?;
    Ok(merged)
}

/// All students must be graded in the same way.
fn check_class(results: &BTreeMap<String, StudentResult>) -> Result<(), Error> {
    let how = |graded: &GradedSubmission| {
        let exercises = graded.exercises.iter().map(|it| it.name.clone());
        (graded.versions.clone(), graded.complete_only, exercises.collect::<Vec<_>>())
    };
    let mut results = results.values();
    let Some(first) = results.next() else { return Ok(()) };
    match results.find(|other| how(&other.graded) != how(&first.graded)) {
        None => Ok(()),
        Some(other) => Err(Error::new(format!(
            "`{}` and `{}` were graded with different versions, options or exercises",
            first.student, other.student
        ))
        .help("grade the whole class with one version of the course and of Rust")),
    }
}

fn merge_two(one: &StudentResult, other: &StudentResult) -> Result<StudentResult, Error> {
    let (a, b) = (&one.graded, &other.graded);
    let contradiction = |what: &str| {
        Error::new(format!("there are two different grades of `{}`: {what}", one.student))
            .help("delete one of them, or grade the student again")
    };
    if a.exercises.len() != b.exercises.len() {
        return Err(contradiction("not the same exercises"));
    }
    let exercises = a.exercises.iter().zip(&b.exercises).map(|(a, b)| {
        merge_exercise(a, b).ok_or_else(|| {
            let verdicts = format!("{} or {}", a.verdict.name(), b.verdict.name());
            contradiction(&format!("{}: {verdicts}", a.name))
        })
    });
    let mut merged = a.clone();
    merged.exercises = exercises.collect::<Result<_, _>>()?;
    merged.points = merged.exercises.iter().map(|exercise| exercise.points).sum();
    merged.update_digest();
    let rest = |graded: &GradedSubmission| {
        let mut graded = graded.clone();
        (graded.points, graded.digest) = (0, String::new());
        graded.exercises.clear();
        graded
    };
    match rest(a) == rest(b) {
        true => Ok(StudentResult { student: one.student.clone(), graded: merged }),
        false => Err(contradiction("different versions or options")),
    }
}

/// A fault of the grader gives way to a verdict; two different verdicts are a contradiction.
fn merge_exercise(a: &GradedExercise, b: &GradedExercise) -> Option<GradedExercise> {
    match (a.verdict, b.verdict) {
        _ if a.digest != b.digest => None,
        _ if a == b => Some(a.clone()),
        (Verdict::GraderError, Verdict::GraderError) => {
            Some(if a.summary <= b.summary { a.clone() } else { b.clone() })
        }
        (Verdict::GraderError, _) => Some(b.clone()),
        (_, Verdict::GraderError) => Some(a.clone()),
        _ => None,
    }
}
