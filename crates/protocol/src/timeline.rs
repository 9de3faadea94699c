//! An interleaving step by step, for commands that show one.
use tinyjson::JsonValue;

use crate::json::{
    nullable, number, object, read_array, read_nullable, read_number, read_string, read_strings,
    strings, write,
};

/// An interleaving, with the state of every thread after each step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The names of the threads.
    pub threads: Vec<String>,
    /// The steps in the order in which they happened.
    pub steps: Vec<Step>,
}

/// One step of one thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The index of the thread in [`Timeline::threads`].
    pub thread: usize,
    /// What the thread does.
    pub text: String,
    /// The source file, with `/` on every system, and the line, if they are known.
    pub location: Option<(String, u32)>,
    /// What to notice about the step.
    pub comments: Vec<String>,
    /// The state of each thread after the step.
    pub after: Vec<ThreadState>,
}

/// The state of a thread between two steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadState {
    /// Whether it runs, waits or has ended.
    pub state: String,
    /// The locks that it holds.
    pub holds: Vec<String>,
    /// The values that it has read, and whether they have changed since.
    pub has_read: Vec<String>,
}

impl Timeline {
    /// The timeline as JSON.
    pub fn to_json(&self) -> String {
        let steps: Vec<_> = self.steps.iter().map(Step::to_json).collect();
        write(&object([("threads", strings(&self.threads)), ("steps", steps.into())]))
    }

    /// Reads what [`to_json`](Self::to_json) writes; `None` for anything else.
    pub fn from_json(json: &str) -> Option<Self> {
        let value = json.parse().ok()?;
        Some(Self {
            threads: read_strings(&value, "threads")?,
            steps: read_array(&value, "steps", Step::from_json)?,
        })
    }
}

impl Step {
    fn to_json(&self) -> JsonValue {
        let location = |(file, line): &(String, u32)| {
            object([("file", file.clone().into()), ("line", f64::from(*line).into())])
        };
        let after: Vec<_> = self.after.iter().map(ThreadState::to_json).collect();
        object([
            ("thread", number(self.thread as u64)),
            ("text", self.text.clone().into()),
            ("location", nullable(self.location.as_ref().map(location))),
            ("comments", strings(&self.comments)),
            ("after", after.into()),
        ])
    }

    fn from_json(value: &JsonValue) -> Option<Self> {
        let location = |value: &JsonValue| {
            Some((read_string(value, "file")?, read_number(value, "line")?.try_into().ok()?))
        };
        Some(Self {
            thread: read_number(value, "thread")?.try_into().ok()?,
            text: read_string(value, "text")?,
            location: read_nullable(value, "location", location)?,
            comments: read_strings(value, "comments")?,
            after: read_array(value, "after", ThreadState::from_json)?,
        })
    }
}

impl From<report::Timeline> for Timeline {
    fn from(timeline: report::Timeline) -> Self {
        Self {
            threads: timeline.threads,
            steps: timeline.steps.into_iter().map(Step::from).collect(),
        }
    }
}

impl From<report::TimelineStep> for Step {
    fn from(step: report::TimelineStep) -> Self {
        Self {
            thread: step.thread,
            text: step.text,
            location: step.place.map(|(file, line)| (file.replace('\\', "/"), line)),
            comments: step.comments,
            after: step.after.into_iter().map(ThreadState::from).collect(),
        }
    }
}

impl From<report::ThreadState> for ThreadState {
    fn from(state: report::ThreadState) -> Self {
        Self { state: state.state, holds: state.holds, has_read: state.has_read }
    }
}

impl ThreadState {
    fn to_json(&self) -> JsonValue {
        object([
            ("state", self.state.clone().into()),
            ("holds", strings(&self.holds)),
            ("has_read", strings(&self.has_read)),
        ])
    }

    fn from_json(value: &JsonValue) -> Option<Self> {
        Some(Self {
            state: read_string(value, "state")?,
            holds: read_strings(value, "holds")?,
            has_read: read_strings(value, "has_read")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, ThreadState, Timeline};

    #[test]
    fn a_timeline_reads_back() {
        let state = |text: &str| ThreadState {
            state: text.to_owned(),
            holds: vec!["age".to_owned()],
            has_read: Vec::new(),
        };
        let step = |location| Step {
            thread: 0,
            text: "lock \"age\"\n</script>".to_owned(),
            location,
            comments: vec!["→".to_owned()],
            after: vec![state("runs"), state("has ended")],
        };
        let timeline = Timeline {
            threads: vec!["main".to_owned()],
            steps: vec![step(Some(("loon.rs".to_owned(), 7))), step(None)],
        };
        assert_eq!(Timeline::from_json(&timeline.to_json()), Some(timeline));
        assert_eq!(Timeline::from_json("{}"), None);
    }
}
