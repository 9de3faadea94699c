//! A contract as plain text that fits the terminal, instead of Markdown tables.
use std::fmt::Write;

use course::catalog::{Exercise, Sentence, Size};
use course::screen::wrap;

/// One exercise in lines of at most `width` columns. Code keeps its lines.
pub(super) fn section(exercise: &Exercise, api: &str, width: usize) -> String {
    let Exercise { name, title, contract, .. } = exercise;
    let mut text = format!("{}\n\n", wrap(&format!("{name}: {title}"), 2, width));
    for line in api.lines() {
        let _ = writeln!(text, "{}", format!("    {line}").trim_end());
    }
    text.push('\n');
    for Sentence { says, tests } in &contract.sentences {
        let _ = writeln!(text, "- {}", wrap(says, 2, width));
        for test in tests {
            let sampled = if contract.sampled.contains(test) { " (sampled)" } else { "" };
            let _ = writeln!(text, "    {test}{sampled}");
        }
    }
    for Size { of, complete, sampled, real_threads } in &contract.sizes {
        let ran = [("complete", complete), ("sampled", sampled), ("on real threads", real_threads)];
        let ran = ran.iter().filter(|(_, sizes)| !sizes.is_empty());
        let ran = ran.map(|(how, sizes)| format!("{how}: {sizes}")).collect::<Vec<_>>();
        let size = format!("size: {of}: {}", ran.join("; "));
        let _ = write!(text, "\n{}", wrap(&size, 2, width));
    }
    if !contract.open.is_empty() {
        let open = format!("not promised: {}", contract.open.join("; "));
        let _ = write!(text, "\n\n{}", wrap(&open, 2, width));
    }
    text + "\n"
}
