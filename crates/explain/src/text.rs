//! The steps as text, each with the changes in the state of the threads.
use std::fmt::Write;

use course::screen::{BOLD, DIM};
use protocol::ThreadState;

use crate::explanation::Explanation;

/// `arguments` are what the user typed after `explain`.
pub(crate) fn render(explanation: &Explanation, arguments: &str) -> String {
    let Explanation { exercise, sentence, verdict, summary, timeline, .. } = explanation;
    let mut text = format!("{exercise}: {sentence}\n  {verdict}: {summary}\n\n");
    let mut before = timeline.steps.first().map_or_else(Vec::new, |step| step.after.clone());
    for state in &mut before {
        state.holds.clear();
        state.has_read.clear();
    }
    for (number, step) in (1..).zip(&timeline.steps) {
        let thread = explanation.thread(step.thread);
        let _ = write!(text, "{number:>3}  {BOLD}{thread}{BOLD:#}: {}", step.text);
        if let Some(location) = explanation.location(step) {
            let _ = write!(text, "  {DIM}{location}{DIM:#}");
        }
        text.push('\n');
        for comment in &step.comments {
            let _ = writeln!(text, "     ← {comment}");
        }
        for (index, (before, after)) in before.iter().zip(&step.after).enumerate() {
            let changes = changes(before, after);
            if !changes.is_empty() {
                let thread = explanation.thread(index);
                let _ = writeln!(text, "       {DIM}{thread}: {}{DIM:#}", changes.join("; "));
            }
        }
        before.clone_from(&step.after);
    }
    let _ = writeln!(
        text,
        "\nthe page shows these steps beside your source:\n  cargo course explain {arguments}"
    );
    text
}

fn changes(before: &ThreadState, after: &ThreadState) -> Vec<String> {
    let mut changes = Vec::new();
    if before.state != after.state {
        changes.push(after.state.clone());
    }
    if before.holds != after.holds {
        changes.push(match after.holds.as_slice() {
            [] => "holds nothing".to_owned(),
            holds => format!("holds {}", holds.join(", ")),
        });
    }
    let new: Vec<&str> = after
        .has_read
        .iter()
        .filter(|seen| !before.has_read.contains(seen))
        .map(String::as_str)
        .collect();
    if !new.is_empty() {
        changes.push(format!("has read {}", new.join(", ")));
    }
    changes
}

#[cfg(test)]
mod tests {
    use anstream::adapter::strip_str;

    use crate::sample::sample;

    #[test]
    fn each_step_shows_what_changes() {
        let text = super::render(&sample(), "loon every_birthday_counts");
        insta::assert_snapshot!(strip_str(&text).to_string());
    }
}
