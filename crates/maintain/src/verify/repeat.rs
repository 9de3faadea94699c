//! Judging a tree, once or many times: every run, in processes of its own, must say the same.
use protocol::Replay;

use super::{VerifyContext, count};
use course::parallel;
use course::result::{ExerciseResult, TestRecord};
use course::runner::Runner;
use course::screen::Progress;
use course::workspace::Source;

/// How the exercises of a tree were judged, over all runs.
#[derive(Debug, Clone)]
pub(crate) struct Runs {
    pub(crate) judgements: Vec<ExerciseResult>,
    /// Where a later run says something else than the first.
    pub(crate) differences: Vec<String>,
    /// `; 40 of 40 runs identical`, if there was more than one.
    pub(crate) note: String,
}

/// Judges every exercise of the tree as often as was asked for.
pub(crate) fn judge(
    context: &VerifyContext<'_>,
    runner: &Runner<'_>,
    progress: &mut Progress,
) -> Result<Runs, Vec<String>> {
    let exercises = context.exercises();
    let once = || -> Result<Vec<ExerciseResult>, Vec<String>> {
        let judged =
            parallel::map(&exercises, |exercise| runner.judge(exercise, &mut Progress::hidden()));
        judged.into_iter().map(|one| one.map_err(|problem| vec![problem.to_string()])).collect()
    };
    let number = context.repeat;
    progress.say(format!("testing {}", count(exercises.len(), name_of(runner.source()))));
    let judgements = once()?;
    let (mut differences, mut identical) = (Vec::new(), 1);
    for run in 2..=number {
        progress.say(format!("run {run} of {number}"));
        let differs = differing(&judgements, &once()?);
        identical += usize::from(differs.is_empty());
        differences.extend(differs.iter().map(|what| format!("run {run} of {number}: {what}")));
    }
    progress.stop();
    let note = match number {
        1 => String::new(),
        _ => format!("; {identical} of {number} runs identical"),
    };
    if !differences.is_empty() {
        differences.push(note.trim_start_matches("; ").to_owned());
    }
    Ok(Runs { judgements, differences, note })
}

/// Each test whose record is another now, to the byte.
fn differing(first: &[ExerciseResult], now: &[ExerciseResult]) -> Vec<String> {
    let mut differences = Vec::new();
    for (first, now) in first.iter().zip(now).filter(|(first, now)| first != now) {
        let name = &first.exercise;
        let mut tests = 0;
        for (a, b) in first.tests().iter().zip(now.tests()).filter(|(a, b)| a != b) {
            tests += 1;
            differences.push(format!("{name}: {}: {}", a.name, difference(a, b)));
        }
        if tests == 0 {
            differences.push(format!("{name}: other tests, or another state"));
        }
    }
    differences
}

/// The first place where two records of a test differ.
fn difference(a: &TestRecord, b: &TestRecord) -> String {
    let text = |test: &TestRecord| {
        let TestRecord { verdict, sentence, summary, .. } = test;
        format!("{verdict}\n{sentence}\n{summary}\n{}", test.report_with(Replay::make_command))
    };
    let (a, b) = (text(a), text(b));
    let mut lines = a.lines().zip(b.lines());
    match lines.find(|(a, b)| a != b) {
        Some((a, b)) => format!("first `{a}`, now `{b}`"),
        None => "one record is longer than the other".to_owned(),
    }
}

/// What one file of a source is called.
fn name_of(source: Source) -> &'static str {
    match source {
        Source::Exercise => "starter",
        Source::Solution => "answer",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use course::result::{State, Verdict};

    fn judged(report: &str) -> [ExerciseResult; 1] {
        let test = TestRecord::new("a", "b", Verdict::Race).with_summary("c").with_report(report);
        [ExerciseResult {
            exercise: "loon".into(),
            state: State::Judged(vec![test]),
            arc_queries: Vec::new(),
        }]
    }

    #[test]
    fn a_difference_shows_where_it_is() {
        assert_eq!(differing(&judged("d\ne"), &judged("d\ne")), [""; 0]);
        assert_eq!(differing(&judged("d\ne"), &judged("d\nf")), ["loon: a: first `e`, now `f`"]);
        let [mut other] = judged("");
        other.state = State::Missing;
        assert_eq!(differing(&judged(""), &[other]), ["loon: other tests, or another state"]);
    }
}
