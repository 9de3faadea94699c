//! What a person should look at: verdicts that suggest an attack, and submissions that are equal.
use std::collections::{BTreeMap, BTreeSet};

use protocol::Verdict as TestVerdict;

use super::store::StudentResult;
use crate::model::GradedExercise;
use crate::verdict::Verdict;

/// Equal code in this many exercises is worth a look; the answer to one exercise is short.
const EQUAL_EXERCISES: usize = 3;

/// Code that more students than this have in common says nothing about any two of them.
const COMMON_CODE: usize = 8;

/// Something to review about one student.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Flag {
    pub(crate) student: String,
    /// Empty if it is about several exercises.
    pub(crate) exercise: String,
    pub(crate) reason: String,
}

impl Flag {
    pub(crate) fn text(&self) -> String {
        match self.exercise.as_str() {
            "" => self.reason.clone(),
            exercise => format!("{exercise}: {}", self.reason),
        }
    }
}

/// The flags of a class, sorted. `answers` are the digests of the answers.
pub(crate) fn flags(results: &[&StudentResult], answers: &BTreeSet<String>) -> Vec<Flag> {
    let flag = |student: &str, exercise: &str, reason| {
        let (student, exercise) = (student.to_owned(), exercise.to_owned());
        Flag { student, exercise, reason }
    };
    let mut flags = Vec::new();
    let mut files: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    let mut code: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for result in results {
        let student = result.student.as_str();
        for exercise in &result.graded.exercises {
            let mut add = |reason: String| flags.push(flag(student, &exercise.name, reason));
            if let Some(reason) = reason(exercise) {
                add(format!("{reason} ({})", exercise.summary));
            }
            if answers.contains(&exercise.digest) {
                add("the file is the course's answer".to_owned());
            } else if is_own_work(exercise) {
                files.entry((&exercise.name, &exercise.digest)).or_default().push(student);
                code.entry((&exercise.name, &exercise.code_digest)).or_default().push(student);
            }
        }
    }
    for ((exercise, _), students) in files.iter().filter(|(_, students)| students.len() > 1) {
        for student in students {
            let others = others(students, student);
            let reason = format!("the same file as {others}, with its comments and spacing");
            flags.push(flag(student, exercise, reason));
        }
    }
    let mut pairs: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for ((exercise, _), students) in code.iter().filter(|(_, all)| all.len() <= COMMON_CODE) {
        for (at, one) in students.iter().enumerate() {
            for other in &students[at + 1..] {
                pairs.entry((one, other)).or_default().insert(exercise);
                pairs.entry((other, one)).or_default().insert(exercise);
            }
        }
    }
    for ((student, other), exercises) in pairs {
        if exercises.len() >= EQUAL_EXERCISES {
            let list = exercises.iter().copied().collect::<Vec<_>>().join(", ");
            flags.push(flag(student, "", format!("the same code as {other} in {list}")));
        }
    }
    flags.sort();
    flags
}

/// Whether an equal file of another student would be a coincidence.
fn is_own_work(exercise: &GradedExercise) -> bool {
    !exercise.digest.is_empty()
        && !matches!(exercise.verdict, Verdict::Missing | Verdict::Unchanged)
}

fn reason(exercise: &GradedExercise) -> Option<&'static str> {
    Some(match exercise.verdict {
        Verdict::GraderError => "not graded, through no fault of the student: grade it again",
        Verdict::Refused => "refused",
        Verdict::CompilerCrashed => "the compiler crashed",
        Verdict::Tested(TestVerdict::Tampered) => "tried to forge a verdict",
        Verdict::Tested(TestVerdict::Aborted) => "a test process died",
        Verdict::Tested(TestVerdict::Timeout) => "did not finish",
        Verdict::Tested(TestVerdict::OutOfMemory) => "used too much memory",
        _ if exercise.within_bounds => "passes within bounds only",
        _ => return None,
    })
}

/// The first few other students of a group.
fn others(students: &[&str], student: &str) -> String {
    let others: Vec<&str> = students.iter().copied().filter(|other| *other != student).collect();
    match others.as_slice() {
        [few @ .., _, _] if few.len() > 2 => {
            format!("{} and {} more", others[..3].join(", "), others.len() - 3)
        }
        _ => others.join(", "),
    }
}
