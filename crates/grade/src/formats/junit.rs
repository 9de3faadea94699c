//! JUnit XML: a suite an exercise, a case a test. What is wrong with an exercise as a whole is a case
//! of its own, so that no tool counts an exercise without tests as passed.
use course::Error;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::model::{Graded, Model, Verdict};

pub(crate) fn write(model: &Model) -> Result<String, Error> {
    let mut report = Report::new(format!("course: {}", model.submission));
    report.add_test_suites(model.exercises.iter().map(suite));
    report.to_string().map_err(|error| Error::new(format!("the JUnit report: {error}")))
}

fn suite(graded: &Graded) -> TestSuite {
    let mut suite = TestSuite::new(&graded.name);
    if graded.tests.is_empty() {
        let kind = match graded.verdict {
            Verdict::GraderError => NonSuccessKind::Error,
            _ => NonSuccessKind::Failure,
        };
        suite.add_test_case(case(
            graded,
            &graded.title,
            kind,
            graded.verdict.name(),
            &graded.summary,
            &graded.report,
        ));
    }
    for test in &graded.tests {
        if test.verdict == "passed" {
            let mut passed = TestCase::new(&test.sentence, TestCaseStatus::success());
            passed.set_classname(format!("{}.{}", graded.name, test.name));
            suite.add_test_case(passed);
        } else {
            let mut failed = case(
                graded,
                &test.sentence,
                NonSuccessKind::Failure,
                test.verdict,
                &test.summary,
                &test.report,
            );
            failed.set_classname(format!("{}.{}", graded.name, test.name));
            suite.add_test_case(failed);
        }
    }
    suite
}

fn case(
    graded: &Graded,
    name: &str,
    kind: NonSuccessKind,
    verdict: &str,
    summary: &str,
    report: &str,
) -> TestCase {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_type(verdict).set_message(summary).set_description(report);
    let mut case = TestCase::new(name, status);
    case.set_classname(&graded.name);
    case
}

#[cfg(test)]
mod tests {
    use quick_junit::Report;

    use crate::formats::sample::sample;

    #[test]
    fn a_result_reads_back_as_it_was_written() {
        let text = super::write(&sample()).expect("XML");
        let report = Report::deserialize_from_str(&text).expect("JUnit");
        assert_eq!(report.test_suites.len(), 4);
        assert_eq!((report.tests, report.failures, report.errors), (5, 2, 1));
        insta::assert_snapshot!(text);
    }
}
