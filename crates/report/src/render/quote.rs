//! The lines of the source that an explanation names, with what each thread does there.

use std::collections::BTreeSet;
use std::iter;
use std::ops::Range;

use super::rows::Row;
use super::screen::Screen;
use crate::messages;
use crate::names::Names;
use crate::source::{is_test, is_user_code, normalized};
use crate::text::{count, truncated};
use crate::thread_set::Tid;

/// The maximum number of lines.
const MOST: usize = 3;

/// The maximum number of steps that are shown below one line.
const MOST_STEPS: usize = 3;

/// Quotes lines of the code under test: those that the first of some texts names that names any, or else those of the
/// rows that matter, or else those around an interruption. Empty if there are none, or the code cannot be read.
pub(super) fn quote(
    rows: &[Row],
    texts: &[&str],
    matters: impl Fn(&Row) -> bool,
    names: &Names,
    screen: Screen,
) -> String {
    let rows: Vec<&Row> = rows.iter().filter(|row| is_quotable(row)).collect();
    let mut candidates: Vec<Vec<u32>> = texts.iter().map(|text| named(&rows, text)).collect();
    let matters = rows.iter().filter(|row| matters(row)).filter_map(|row| row.line());
    candidates.extend([matters.collect(), around_interruption(&rows)]);
    let found = candidates.into_iter().find(|lines| !lines.is_empty());
    let mut lines = BTreeSet::new();
    for line in found.unwrap_or_default() {
        if lines.len() < MOST {
            lines.insert(line);
        }
    }
    drawn(&rows, &lines, names, screen).unwrap_or_default()
}

fn is_quotable(row: &Row) -> bool {
    row.place.is_some() && row.at.is_some_and(|at| is_user_code(at.file()) && !is_test(at.file()))
}

/// The lines that a text names, in its order.
fn named(rows: &[&Row], text: &str) -> Vec<u32> {
    let named = |row: &&Row| Some((mention(text, row.place.as_deref()?)?, row.line()?));
    let mut named: Vec<(usize, u32)> = rows.iter().filter_map(named).collect();
    named.sort_unstable();
    named.into_iter().map(|(_, line)| line).collect()
}

/// Where a text names a line, such as `cat.rs:54` or `line 54`.
fn mention(text: &str, place: &str) -> Option<usize> {
    let (_, line) = place.rsplit_once(':')?;
    let position = |name: &str| {
        let is_whole =
            |at: &usize| !text[at + name.len()..].starts_with(|next: char| next.is_ascii_digit());
        text.match_indices(name).map(|(at, _)| at).find(is_whole)
    };
    position(place).into_iter().chain(position(&format!("line {line}"))).min()
}

/// The lines of the steps of an interrupted thread, and of the step that interrupts it.
fn around_interruption(rows: &[&Row]) -> Vec<u32> {
    let found = rows.iter().enumerate().find_map(|(at, row)| Some((at, row.interrupts?)));
    let Some((at, thread)) = found else { return Vec::new() };
    let is_own = |row: &&&Row| row.thread == Some(thread);
    let (before, after) = (rows[..at].iter().rfind(is_own), rows[at..].iter().find(is_own));
    [before, Some(&rows[at]), after].into_iter().flatten().filter_map(|row| row.line()).collect()
}

fn drawn(rows: &[&Row], lines: &BTreeSet<u32>, names: &Names, screen: Screen) -> Option<String> {
    let in_lines = |row: &&&Row| row.line().is_some_and(|line| lines.contains(&line));
    let first = rows.iter().find(in_lines)?.at?;
    let source = names.source.lines(first.file())?;
    let code = |line: u32| source.get((line as usize).checked_sub(1)?).map(String::as_str);
    let indent = |code: &str| code.len() - code.trim_start().len();
    let common = lines.iter().filter_map(|line| Some(indent(code(*line)?))).min()?;
    let margin = lines.last()?.to_string().len();
    let mut text = format!("{:margin$}--> {}:{}\n", "", normalized(first.file()), lines.first()?);
    for line in lines {
        let code = code(*line)?.get(common..)?;
        let in_file = |row: &&Row| row.at.is_some_and(|at| at.file() == first.file());
        let rows = rows.iter().copied().filter(|row| row.line() == Some(*line));
        let rows: Vec<&Row> = rows.filter(in_file).collect();
        let marks = marks(&rows, *line, code, common);
        let room = screen.width.saturating_sub(margin + " | ".len());
        text.push_str(&format!("{line:margin$} | {}\n", truncated(code, room)));
        for line in below(&marks, &labels(&rows, names), room, screen) {
            text.push_str(&format!("{:margin$} | {line}\n", ""));
        }
    }
    Some(text)
}

/// A marker below each operation, or below the call that leads to it.
fn marks(rows: &[&Row], line: u32, code: &str, indent: usize) -> String {
    let mut marks = vec![' '; code.chars().count()];
    for row in rows {
        marks[span(row, line, code, indent)].fill('^');
    }
    marks.into_iter().collect::<String>().trim_end().to_owned()
}

/// The characters of the name that is called; of the whole line if it is not known.
fn span(row: &Row, line: u32, code: &str, indent: usize) -> Range<usize> {
    let chars: Vec<char> = code.chars().collect();
    let is_name = |at: usize| chars.get(at).is_some_and(|c| c.is_alphanumeric() || *c == '_');
    let helper = row.call.as_ref().filter(|call| call.line == Some(line));
    let position = |name: &str| {
        let mut found = code.match_indices(name).map(|(at, _)| code[..at].chars().count());
        found.find(|at| *at == 0 || !is_name(at - 1))
    };
    let start = match (helper, row.at) {
        // The helper may call another one.
        (Some(call), _) => position(&format!("{}(", call.helper)).or_else(|| {
            let method = code.find('.').filter(|_| code.matches('.').count() == 1)?;
            Some(code[..=method].chars().count())
        }),
        (None, Some(at)) if at.line() == line => (at.column() as usize).checked_sub(indent + 1),
        _ => None,
    };
    let start = start.filter(|start| is_name(*start) && !code.contains('\t'));
    let is_path = |at: &usize| is_name(*at) || chars[*at] == ':';
    match start {
        Some(start) => start..start + (start..chars.len()).take_while(is_path).count(),
        None => {
            let start = count(code) - count(code.trim_start());
            start..start + count(code.trim())
        }
    }
}

/// What the threads do in a line, in the order of the execution: only the end of those that are blocked in it, if
/// there are any. A `sleep` is shown only if there is nothing else.
fn labels(rows: &[&Row], names: &Names) -> Vec<(Option<Tid>, String)> {
    let shown = |is_shown: fn(&Row) -> bool| -> Vec<&Row> {
        rows.iter().copied().filter(|row| is_shown(row)).collect()
    };
    let choices = [shown(|row| row.is_blocked), shown(|row| !row.is_sleep), rows.to_vec()];
    let shown = choices.into_iter().find(|rows| !rows.is_empty()).unwrap_or_default();
    let mut steps: Vec<(Tid, &str, bool)> = Vec::new();
    for row in shown {
        let Some(thread) = row.thread else { continue };
        let step = match row.does.as_str() {
            "" => (thread, row.text.as_str(), false),
            does => (thread, does, true),
        };
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    let has_more = steps.len() > MOST_STEPS;
    steps.truncate(if has_more { MOST_STEPS - 1 } else { MOST_STEPS });
    let label = |(at, (thread, text, is_sentence)): (usize, &(Tid, &str, bool))| {
        let name = names.thread(*thread);
        let is_of = |thread: Tid, before: usize| at >= before && steps[at - before].0 == thread;
        let is_same = is_of(*thread, 1);
        let repeats = at > 0 && !is_same && steps[at - 1].1 == *text && !is_of(steps[at - 1].0, 2);
        let text = match is_sentence {
            true if repeats => format!("{name} {}", messages::TOO),
            true if is_same => (*text).to_owned(),
            true => format!("{name} {text}"),
            false => format!("{name}: {text}"),
        };
        (Some(*thread), text)
    };
    let more = has_more.then(|| (None, messages::MORE_STEPS.to_owned()));
    steps.iter().enumerate().map(label).chain(more).collect()
}

/// The markers with the labels: after them if there is room, otherwise below, if necessary each on a line of its
/// own.
fn below(
    marks: &str,
    labels: &[(Option<Tid>, String)],
    room: usize,
    screen: Screen,
) -> Vec<String> {
    let joined = |texts: Vec<String>| texts.join(messages::THEN_ALSO);
    let width = count(&joined(labels.iter().map(|(_, text)| text.clone()).collect()));
    let line = joined(labels.iter().map(|(thread, text)| screen.painted(*thread, text)).collect());
    if count(marks) + 1 + width <= room {
        return vec![format!("{marks} {line}")];
    }
    let start = count(marks) - count(marks.trim_start());
    if width <= room {
        let column = start.min(room - width);
        return vec![marks.to_owned(), format!("{:column$}{line}", "")];
    }
    let each = labels.iter().enumerate().map(|(at, (thread, text))| {
        let then = if at == 0 { "" } else { messages::THEN_ALSO.trim_start_matches(", ") };
        let text = truncated(text, room - count(then));
        let column = start.min(room - count(then) - count(&text));
        format!("{:column$}{then}{}", "", screen.painted(*thread, &text))
    });
    iter::once(marks.to_owned()).chain(each).collect()
}

#[cfg(test)]
mod tests {
    use super::mention;

    #[test]
    fn a_line_is_named_with_or_without_its_file() {
        assert_eq!(mention("at cat.rs:54.", "cat.rs:54"), Some(3));
        assert_eq!(mention("Between line 54 and line 55 of cat.rs", "cat.rs:55"), Some(20));
        assert_eq!(mention("at cat.rs:541", "cat.rs:54"), None);
        assert_eq!(mention("at cat.rs:54", "cat.rs:5"), None);
    }
}
