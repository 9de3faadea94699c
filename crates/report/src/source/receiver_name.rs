//! The receiver of a method call, parsed backward from the method's name.

use crate::text::truncated;

/// Longer names are truncated.
const LONGEST: usize = 24;

/// Methods that return the same value: `cats.get(0).unwrap()` is named after `cats.get(0)`.
const TRANSPARENT: [&str; 8] =
    ["unwrap", "expect", "as_ref", "as_mut", "borrow", "deref", "clone", "iter"];

/// The lines above the method that are searched for the start of its call chain.
const LINES_ABOVE: usize = 6;

/// A short name for the receiver of the method at `line` and `column`, both counted from 1: the last
/// field of its path, without `self`.
pub(super) fn receiver_name(lines: &[String], line: u32, column: u32) -> Option<String> {
    name(&receiver(lines, line, column)?)
}

/// The field `forks`, if the receiver is an element of it, such as `self.forks[fork]`.
pub(super) fn indexed_field(lines: &[String], line: u32, column: u32) -> Option<String> {
    let path = path(&receiver(lines, line, column)?)?;
    let [.., _, element] = path.as_slice() else { return None };
    let field = &element[..opening(element).filter(|_| element.ends_with(']'))?];
    (field.len() + "[99]".len() <= LONGEST && field.chars().all(is_name)).then(|| field.to_owned())
}

/// The code before the method, up to the receiver.
fn receiver(lines: &[String], line: u32, column: u32) -> Option<String> {
    let at = (line as usize).checked_sub(1)?;
    let (before, method) = split_at_column(lines.get(at)?, column)?;
    if !method.starts_with(is_name) {
        return None;
    }
    let above = lines[at.saturating_sub(LINES_ABOVE)..at].iter();
    let code = above.map(|line| line.split("//").next().unwrap_or_default());
    let text = code.chain([before]).collect::<Vec<_>>().join("\n");
    text.trim_end().strip_suffix('.').map(str::to_owned)
}

/// The compiler counts a tab as four columns.
fn split_at_column(line: &str, column: u32) -> Option<(&str, &str)> {
    let mut current = 1;
    for (index, character) in line.char_indices() {
        if current >= column {
            return Some(line.split_at(index));
        }
        current += if character == '\t' { 4 } else { 1 };
    }
    None
}

/// A name for the expression at the end of `text`.
fn name(text: &str) -> Option<String> {
    let mut path = path(text)?;
    while let [.., _, last] = path.as_slice()
        && TRANSPARENT.iter().any(|method| last.starts_with(&format!("{method}(")))
    {
        path.pop();
    }
    let last = path.last()?.clone();
    let is_number = last.starts_with(|first: char| first.is_ascii_digit());
    let whole: Vec<_> = path.iter().filter(|part| *part != "self").map(String::as_str).collect();
    let name = match path.as_slice() {
        [only] if only == "self" => return None,
        [.., before, _] if is_number => format!("{before}.{last}"),
        _ if last.ends_with(')') && whole.concat().chars().count() < LONGEST => whole.join("."),
        _ => last,
    };
    Some(truncated(&name.split_whitespace().collect::<Vec<_>>().join(" "), LONGEST))
}

/// The parts of a path such as `self.cells[i].get(0)`, with their calls and indices.
fn path(text: &str) -> Option<Vec<String>> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_end();
        let mut before_brackets = rest;
        while let Some(last) = before_brackets.chars().last().filter(|c| ")]?".contains(*c)) {
            let end = before_brackets.len() - 1;
            let start = if last == '?' { end } else { opening(before_brackets)? };
            before_brackets = &before_brackets[..start];
        }
        let mut start = before_brackets.trim_end_matches(is_name);
        while let Some(qualifier) = start.strip_suffix("::") {
            start = qualifier.trim_end_matches(is_name);
        }
        let part = &rest[start.len()..];
        if part.is_empty() {
            return None;
        }
        if start == before_brackets {
            // `(*self.cats).lock()`: the brackets contain the whole expression.
            let inner = part.trim_end_matches(['?', ')']).trim_start_matches(['*', '&', '(', ' ']);
            let mut inner = path(inner)?;
            inner.extend(parts.into_iter().rev());
            return Some(inner);
        }
        parts.push(part.replace('?', ""));
        match start.trim_end().strip_suffix('.') {
            Some(receiver) if !receiver.ends_with('.') => rest = receiver,
            _ => {
                parts.reverse();
                return Some(parts);
            }
        }
    }
}

/// The position of the bracket that matches the one at the end of `text`.
fn opening(text: &str) -> Option<usize> {
    let mut depth = 0;
    text.char_indices().rev().find_map(|(at, character)| {
        match character {
            ')' | ']' | '}' => depth += 1,
            '(' | '[' | '{' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The receiver of the method at `^`.
    fn of(code: &str) -> Option<String> {
        let (before, _) = code.split_once('^').expect("a caret");
        let line = before.lines().count();
        let column = before.lines().last().unwrap_or_default().chars().count() + 1;
        let lines: Vec<String> = code.replace('^', "").lines().map(str::to_owned).collect();
        receiver_name(&lines, line as u32, column as u32)
    }

    #[test]
    fn the_last_field_is_the_name() {
        assert_eq!(of("let a = self.letters[index].^store(1);").as_deref(), Some("letters[index]"));
        assert_eq!(of("list.cats.^lock().unwrap()").as_deref(), Some("cats"));
        assert_eq!(of("*count.^lock()").as_deref(), Some("count"));
        assert_eq!(of("STOP.^load(SeqCst)").as_deref(), Some("STOP"));
        assert_eq!(of("crate::STOP.^load(SeqCst)").as_deref(), Some("crate::STOP"));
    }

    #[test]
    fn a_tuple_index_keeps_the_name_before_it() {
        assert_eq!(of("self.0.^lock()").as_deref(), Some("self.0"));
        assert_eq!(of("shared.pair.1.^lock()").as_deref(), Some("pair.1"));
    }

    #[test]
    fn calls_that_select_an_element_are_kept() {
        assert_eq!(of("self.shard(key).^lock()").as_deref(), Some("shard(key)"));
        assert_eq!(of("cells.get(0).unwrap().^load(o)").as_deref(), Some("cells.get(0)"));
        assert_eq!(of("self.cats.as_ref().^lock()").as_deref(), Some("cats"));
        assert_eq!(of("self.find()?.^lock()").as_deref(), Some("find()"));
    }

    #[test]
    fn a_chain_can_span_several_lines() {
        assert_eq!(
            of("self\n    .cats // all\n    .^lock()\n    .unwrap()").as_deref(),
            Some("cats")
        );
        assert_eq!(of("let a = self.age() + list\n    .age\n    .^lock()").as_deref(), Some("age"));
    }

    #[test]
    fn a_parenthesized_expression_is_parsed() {
        assert_eq!(of("(*self.cats).^lock()").as_deref(), Some("cats"));
    }

    #[test]
    fn other_expressions_have_no_name() {
        assert_eq!(of("thread::^sleep(time)"), None);
        assert_eq!(of("self.^lock()"), None);
        assert_eq!(of("(0..n).for_each(|_| ^drop(a))"), None);
    }

    #[test]
    fn a_position_outside_of_the_file_has_no_name() {
        assert_eq!(receiver_name(&["a.lock()".to_owned()], 7, 3), None);
        assert_eq!(receiver_name(&["a.lock()".to_owned()], 1, 70), None);
        assert_eq!(receiver_name(&["a.lock()".to_owned()], 1, 7), None);
    }

    #[test]
    fn long_names_are_truncated() {
        let long = of("self.the_first_of_all_names_in_the_world.^lock()");
        assert_eq!(long.as_deref(), Some("the_first_of_all_names_…"));
    }

    #[test]
    fn a_tab_counts_as_four_columns() {
        let lines = ["\t\tcats.lock()".to_owned()];
        assert_eq!(receiver_name(&lines, 1, 14).as_deref(), Some("cats"));
    }
}
