//! Judges a tree once or many times; every run, in its own processes, must produce the same bytes.
use course::catalog::Exercise;
use course::parallel;
use course::runner::Runner;
use course::screen::Progress;
use course::{ExerciseResult, TestRecord};

/// The results of a tree over all runs.
#[derive(Debug, Clone)]
pub(super) struct Runs {
    /// The results of the first run.
    pub(super) results: Vec<ExerciseResult>,
    /// Where a later run differs from the first.
    pub(super) differences: Vec<String>,
    /// `; 40 of 40 runs identical`, if there was more than one.
    pub(super) note: String,
}

/// Judges these exercises `repeat` times.
pub(super) fn judge(
    runner: &Runner<'_>,
    exercises: &[&Exercise],
    repeat: usize,
    progress: &mut Progress,
) -> Result<Runs, Vec<String>> {
    let once = || -> Result<Vec<ExerciseResult>, Vec<String>> {
        let judge = |exercise: &&Exercise| runner.test(exercise, &mut Progress::hidden());
        parallel::map(exercises, judge)
            .into_iter()
            .map(|result| result.map_err(|error| vec![error.to_string()]))
            .collect()
    };
    progress.say(format!("testing {}/", runner.source().folder()));
    let results = once()?;
    let (mut differences, mut identical) = (Vec::new(), 1);
    for run in 2..=repeat {
        progress.say(format!("run {run} of {repeat}"));
        let found = compare(&results, &once()?);
        identical += usize::from(found.is_empty());
        differences.extend(found.iter().map(|text| format!("run {run} of {repeat}: {text}")));
    }
    progress.stop();
    let note = match repeat {
        1 => String::new(),
        _ => format!("; {identical} of {repeat} runs identical"),
    };
    Ok(Runs { results, differences, note })
}

/// Each test whose record has changed.
fn compare(first: &[ExerciseResult], now: &[ExerciseResult]) -> Vec<String> {
    let mut differences = Vec::new();
    for (first, now) in first.iter().zip(now).filter(|(first, now)| first != now) {
        let name = &first.exercise;
        let before = differences.len();
        for (a, b) in first.tests().iter().zip(now.tests()).filter(|(a, b)| a != b) {
            differences.push(format!("{name}: {}: {}", a.name, first_difference(a, b)));
        }
        if differences.len() == before {
            differences.push(format!("{name}: the tests or the state differ"));
        }
    }
    differences
}

/// The first line in which two records differ.
fn first_difference(a: &TestRecord, b: &TestRecord) -> String {
    let (a, b) = (format!("{a:#?}"), format!("{b:#?}"));
    let mut lines = a.lines().zip(b.lines());
    match lines.find(|(a, b)| a != b) {
        Some((a, b)) => format!("first `{}`, now `{}`", a.trim(), b.trim()),
        None => "one record is longer".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use course::{State, Verdict};

    use super::*;

    fn result(report: &str) -> [ExerciseResult; 1] {
        let test = TestRecord::new("a", "b", Verdict::Race).with_report(report);
        [ExerciseResult::new("loon", State::Tested(vec![test]))]
    }

    #[test]
    fn a_difference_is_located() {
        assert_eq!(compare(&result("d"), &result("d")), [""; 0]);
        let difference = r#"loon: a: first `report: "d",`, now `report: "f",`"#;
        assert_eq!(compare(&result("d"), &result("f")), [difference]);
        let [mut other] = result("");
        other.state = State::Missing;
        assert_eq!(compare(&result(""), &[other]), ["loon: the tests or the state differ"]);
    }
}
