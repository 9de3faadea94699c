//! An explanation of a failing test: its interleaving and the source of the exercise.
use protocol::{Replay, TestRecord, ThreadState, Timeline, TimelineStep};
use serde_json::{Value, json};

/// Everything that the page or the text shows.
#[derive(Debug)]
pub(crate) struct Explanation {
    pub(crate) exercise: String,
    pub(crate) sentence: String,
    pub(crate) verdict: String,
    pub(crate) summary: String,
    pub(crate) report: String,
    pub(crate) timeline: Timeline,
    /// The file of the exercise, relative to the root.
    file: String,
    source: String,
}

impl Explanation {
    pub(crate) fn new(
        exercise: &str,
        test: &TestRecord,
        timeline: Timeline,
        file: &str,
        source: &str,
    ) -> Self {
        let verdict = test.verdict.name();
        let summary = test.summary.strip_prefix(verdict).and_then(|rest| rest.strip_prefix(": "));
        Self {
            exercise: exercise.to_owned(),
            sentence: test.sentence.clone(),
            verdict: verdict.to_owned(),
            summary: summary.unwrap_or(&test.summary).to_owned(),
            report: test.report_with(Replay::make_command),
            timeline,
            file: file.to_owned(),
            source: source.to_owned(),
        }
    }

    /// The name of a thread.
    pub(crate) fn thread(&self, index: usize) -> &str {
        self.timeline.threads.get(index).map_or("a thread", String::as_str)
    }

    /// Where a step happens: `loon.rs:26` in the exercise, `tests/loon.rs:63` elsewhere.
    pub(crate) fn location(&self, step: &TimelineStep) -> Option<String> {
        let (path, line) = step.place.as_ref()?;
        let in_exercise = self.line(step).is_some();
        let shown = if in_exercise { path.rsplit('/').next() } else { None };
        Some(format!("{}:{line}", shown.unwrap_or(path)))
    }

    /// The line of the exercise in which a step happens.
    fn line(&self, step: &TimelineStep) -> Option<u32> {
        // A test includes the exercise as `tests/../exercises/loon.rs`.
        step.place.as_ref().filter(|(path, _)| path.ends_with(&self.file)).map(|(_, line)| *line)
    }

    /// The data of the page.
    pub(crate) fn to_json(&self) -> Value {
        let Self { exercise, sentence, verdict, summary, timeline, file, source, .. } = self;
        let state = |state: &ThreadState| json!({ "state": state.state, "holds": state.holds, "has_read": state.has_read });
        // A state that is the same as after the step before is left out.
        let after = |(at, step): (usize, &TimelineStep)| -> Vec<Option<Value>> {
            let before = at.checked_sub(1).map(|before| &timeline.steps[before].after);
            let is_new = |thread: usize| before.is_none_or(|it| it[thread] != step.after[thread]);
            let states = step.after.iter().enumerate();
            states.map(|(thread, it)| is_new(thread).then(|| state(it))).collect()
        };
        let step = |(at, step): (usize, &TimelineStep)| {
            json!({
                "thread": step.thread,
                "text": step.text,
                "location": self.location(step),
                "line": self.line(step),
                "comments": step.comments,
                "after": after((at, step)),
            })
        };
        json!({
            "exercise": exercise,
            "sentence": sentence,
            "verdict": verdict,
            "summary": summary,
            "threads": timeline.threads,
            "steps": timeline.steps.iter().enumerate().map(step).collect::<Vec<_>>(),
            "file": file,
            "source": picture::highlight(source),
        })
    }
}
