//! Which tests fail most often, and which mistakes are common.
use std::collections::BTreeMap;

use super::store::StudentResult;
use crate::verdict::Verdict;

/// How many of each are shown.
const SHOWN: usize = 20;

/// Something that happened to several students.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub(crate) struct Common {
    pub(crate) exercise: String,
    pub(crate) text: String,
    pub(crate) students: usize,
}

/// The tests that fail for most students, in the words of their sentences.
pub(crate) fn failing_tests(results: &[&StudentResult]) -> Vec<Common> {
    let exercises = results.iter().flat_map(|result| &result.graded.exercises);
    most_common(exercises.flat_map(|exercise| {
        exercise.failed_tests().map(|test| (exercise.name.as_str(), test.sentence.clone()))
    }))
}

/// The verdicts of exercises that more than one student has, with the same reason.
pub(crate) fn common_mistakes(results: &[&StudentResult]) -> Vec<Common> {
    let untouched = [Verdict::PASSED, Verdict::Missing, Verdict::Unchanged, Verdict::GraderError];
    let exercises = results.iter().flat_map(|result| &result.graded.exercises);
    let wrong = exercises.filter(|exercise| !untouched.contains(&exercise.verdict));
    let mut common = most_common(wrong.map(|exercise| {
        let text = format!("{}: {}", exercise.verdict.name(), exercise.summary);
        (exercise.name.as_str(), text)
    }));
    common.retain(|common| common.students > 1);
    common
}

fn most_common<'a>(all: impl Iterator<Item = (&'a str, String)>) -> Vec<Common> {
    let mut counts: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for key in all {
        *counts.entry(key).or_default() += 1;
    }
    let mut common: Vec<Common> = counts
        .into_iter()
        .map(|((exercise, text), students)| Common {
            exercise: exercise.to_owned(),
            text,
            students,
        })
        .collect();
    common.sort_by(|a, b| b.students.cmp(&a.students).then_with(|| a.cmp(b)));
    common.truncate(SHOWN);
    common
}
