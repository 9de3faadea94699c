//! An interleaving that goes wrong, and the file in which it does.
use course::TestResult;
use serde::{Deserialize, Serialize};

/// What the judge writes.
#[derive(Debug, Deserialize)]
pub(crate) struct Walk {
    pub(crate) threads: Vec<String>,
    pub(crate) steps: Vec<RawStep>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct RawStep {
    pub(crate) thread: usize,
    pub(crate) text: String,
    pub(crate) file: Option<String>,
    pub(crate) line: Option<usize>,
    pub(crate) comments: Vec<String>,
    pub(crate) after: Vec<View>,
}

/// How a thread stands after a step.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub(crate) struct View {
    pub(crate) state: String,
    pub(crate) holds: Vec<String>,
    pub(crate) sees: Vec<String>,
}

impl View {
    /// The first thread runs, and has begun no other.
    pub(crate) fn at_the_beginning(thread: usize) -> Self {
        let state = if thread == 0 { "runs" } else { "not begun" };
        Self { state: state.to_owned(), holds: Vec::new(), sees: Vec::new() }
    }
}

/// Everything that a page or a text tells.
#[derive(Debug, Serialize)]
pub(crate) struct Story {
    pub(crate) exercise: String,
    pub(crate) sentence: String,
    pub(crate) verdict: String,
    pub(crate) summary: String,
    /// The whole report.
    pub(crate) report: String,
    pub(crate) threads: Vec<String>,
    pub(crate) steps: Vec<Step>,
    /// The file of the exercise, as people write it, and its lines.
    pub(crate) file: String,
    pub(crate) source: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Step {
    pub(crate) thread: usize,
    pub(crate) text: String,
    /// `loon.rs:26` or `tests/loon.rs:63`, where it is known.
    pub(crate) place: Option<String>,
    /// The line of the exercise, if it is there that it happens.
    pub(crate) line: Option<usize>,
    pub(crate) comments: Vec<String>,
    pub(crate) after: Vec<View>,
}

impl Story {
    pub(crate) fn new(
        exercise: &str,
        test: &TestResult,
        walk: Walk,
        file: &str,
        source: &str,
    ) -> Self {
        let steps = walk.steps.into_iter().map(|step| {
            // The test names the exercise from its own folder: `tests/../exercises/loon.rs`.
            let in_exercise = step.file.as_deref().is_some_and(|path| path.ends_with(file));
            // The line of another file says which; that of the exercise stands beside it.
            let spot = |path: &str| match in_exercise {
                true => path.rsplit('/').next().unwrap_or(path).to_owned(),
                false => path.to_owned(),
            };
            Step {
                thread: step.thread,
                text: step.text,
                place: step.file.as_deref().zip(step.line).map(|(f, l)| format!("{}:{l}", spot(f))),
                line: step.line.filter(|_| in_exercise),
                comments: step.comments,
                after: step.after,
            }
        });
        let verdict = test.verdict.name();
        let repeats = test.summary.strip_prefix(verdict).and_then(|rest| rest.strip_prefix(": "));
        Self {
            exercise: exercise.to_owned(),
            sentence: test.sentence.clone(),
            verdict: verdict.to_owned(),
            summary: repeats.unwrap_or(&test.summary).to_owned(),
            report: test.report.clone(),
            threads: walk.threads,
            steps: steps.collect(),
            file: file.to_owned(),
            source: source.lines().map(str::to_owned).collect(),
        }
    }
}
