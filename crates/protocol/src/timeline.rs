//! An interleaving step by step, for commands that show one.
use serde_json::{Value, json};

use crate::json::{list, number, optional, text, texts};

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
    pub sees: Vec<String>,
}

impl Timeline {
    /// The timeline as JSON.
    pub fn to_json(&self) -> Value {
        let steps: Vec<_> = self.steps.iter().map(Step::to_json).collect();
        json!({ "threads": self.threads, "steps": steps })
    }

    /// Reads what [`to_json`](Self::to_json) writes; `None` for anything else.
    pub fn from_json(json: &str) -> Option<Self> {
        let value = serde_json::from_str(json).ok()?;
        Some(Self {
            threads: texts(&value, "threads")?,
            steps: list(&value, "steps", Step::from_json)?,
        })
    }
}

impl Step {
    fn to_json(&self) -> Value {
        let Self { thread, text, location, comments, after } = self;
        let after: Vec<_> = after.iter().map(ThreadState::to_json).collect();
        json!({
            "thread": thread, "text": text, "location": location,
            "comments": comments, "after": after,
        })
    }

    fn from_json(value: &Value) -> Option<Self> {
        let location = |value: &Value| {
            let line = value.get(1)?.as_u64()?;
            Some((value.get(0)?.as_str()?.to_owned(), line.try_into().ok()?))
        };
        Some(Self {
            thread: number(value, "thread")?.try_into().ok()?,
            text: text(value, "text")?,
            location: optional(value, "location", location)?,
            comments: texts(value, "comments")?,
            after: list(value, "after", ThreadState::from_json)?,
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
        Self { state: state.state, holds: state.holds, sees: state.sees }
    }
}

impl ThreadState {
    /// The state as JSON.
    pub fn to_json(&self) -> Value {
        json!({ "state": self.state, "holds": self.holds, "sees": self.sees })
    }

    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            state: text(value, "state")?,
            holds: texts(value, "holds")?,
            sees: texts(value, "sees")?,
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
            sees: Vec::new(),
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
        assert_eq!(Timeline::from_json(&timeline.to_json().to_string()), Some(timeline));
        assert_eq!(Timeline::from_json("{}"), None);
    }
}
