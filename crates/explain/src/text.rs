//! The steps for a terminal: each with what the threads hold and have seen after it.
use std::fmt::Write;

use anstyle::Style;

use crate::story::{Step, Story, View};

const STRONG: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();

/// `asked` is what was typed to see it: an exercise, and perhaps a test.
pub(crate) fn write(story: &Story, asked: &str) -> String {
    let mut text = format!(
        "{}: {}\n  {}: {}\n\n",
        story.exercise, story.sentence, story.verdict, story.summary
    );
    for (number, step) in (1..).zip(&story.steps) {
        let thread = name(story, step.thread);
        let _ = write!(text, "{number:>3}  {STRONG}{thread}{STRONG:#}: {}", step.text);
        if let Some(place) = &step.place {
            let _ = write!(text, "  {QUIET}{place}{QUIET:#}");
        }
        text.push('\n');
        for comment in &step.comments {
            let _ = writeln!(text, "     ← {comment}");
        }
        for line in changes(story, number - 1) {
            let _ = writeln!(text, "       {QUIET}{line}{QUIET:#}");
        }
    }
    let page = "the page shows the same beside your source";
    let _ = writeln!(text, "\n{page}:\n  cargo course explain {asked}");
    text
}

fn name(story: &Story, thread: usize) -> &str {
    story.threads.get(thread).map_or("a thread", String::as_str)
}

/// What is different for each thread after a step: saying all of it each time would hide it.
fn changes(story: &Story, at: usize) -> Vec<String> {
    let step: &Step = &story.steps[at];
    let before = at.checked_sub(1).map(|at| &story.steps[at].after);
    let mut lines = Vec::new();
    for (thread, view) in step.after.iter().enumerate() {
        let begin = View::at_the_beginning(thread);
        let old = before.and_then(|views| views.get(thread)).unwrap_or(&begin);
        let mut parts = Vec::new();
        if old.state != view.state {
            parts.push(view.state.clone());
        }
        if old.holds != view.holds {
            parts.push(match view.holds.as_slice() {
                [] => "holds nothing".to_owned(),
                holds => format!("holds {}", holds.join(", ")),
            });
        }
        let is_new = |seen: &&String| !old.sees.contains(seen);
        let new: Vec<&str> = view.sees.iter().filter(is_new).map(String::as_str).collect();
        if !new.is_empty() {
            parts.push(format!("sees {}", new.join(", ")));
        }
        if !parts.is_empty() {
            lines.push(format!("{}: {}", name(story, thread), parts.join("; ")));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use anstream::adapter::strip_str;

    use crate::sample::sample;

    #[test]
    fn the_steps_read_well() {
        insta::assert_snapshot!(
            strip_str(&super::write(&sample(), "loon every_birthday_counts")).to_string()
        );
    }
}
