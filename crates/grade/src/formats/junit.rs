//! JUnit XML: a suite for each exercise, a case for each test. An exercise that was not tested becomes
//! a single failing case, because tools count a suite without cases as passed.
use course::Error;
use protocol::Verdict as TestVerdict;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::model::{GradedExercise, GradedSubmission, GradedTest};
use crate::verdict::Verdict;

pub(crate) fn write(graded: &GradedSubmission) -> Result<String, Error> {
    let mut report = Report::new(format!("course: {}", graded.submission));
    report.add_test_suites(graded.exercises.iter().map(suite));
    let text = report.to_string();
    let text = text.map_err(|error| Error::new(format!("cannot write JUnit: {error}")))?;
    // The schema of Jenkins does not allow this attribute of the first element.
    Ok(text.replacen(" skipped=\"0\"", "", 1))
}

fn suite(exercise: &GradedExercise) -> TestSuite {
    let mut suite = TestSuite::new(&exercise.name);
    suite.add_test_cases(exercise.tests.iter().map(|test| case(exercise, test)));
    if exercise.tests.is_empty() {
        let kind = match exercise.verdict {
            Verdict::GraderError => NonSuccessKind::Error,
            _ => NonSuccessKind::Failure,
        };
        let mut status = TestCaseStatus::non_success(kind);
        status.set_type(exercise.verdict.name()).set_message(&exercise.summary);
        status.set_description(&exercise.report);
        let mut case = TestCase::new(&exercise.title, status);
        case.set_classname(&exercise.name);
        suite.add_test_case(case);
    }
    suite
}

fn case(exercise: &GradedExercise, test: &GradedTest) -> TestCase {
    let mut status = TestCaseStatus::success();
    if test.verdict != TestVerdict::Passed {
        status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_type(test.verdict.name()).set_message(&test.summary);
        status.set_description(&test.report);
    }
    let mut case = TestCase::new(&test.sentence, status);
    case.set_classname(format!("{}.{}", exercise.name, test.name));
    case
}

#[cfg(test)]
mod tests {
    use quick_junit::Report;

    use crate::formats::sample::sample;

    #[test]
    fn junit_reads_back() {
        let text = super::write(&sample()).unwrap();
        let report = Report::deserialize_from_str(&text).unwrap();
        assert_eq!(report.test_suites.len(), 4);
        assert_eq!((report.tests, report.failures, report.errors), (5, 2, 1));
        insta::assert_snapshot!(text);
    }
}
